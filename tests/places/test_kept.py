"""Polygons that are kept: the same as made anew, whatever happens to their files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from geo.model import Boundaries
from geo.places import kept as keeping
from geo.places import project
from geo.places.boundaries import read_boundaries
from geo.places.geometry import lighten
from geo.places.kept import Rows, kept, kept_light

SQUARES = {
    "340000": shapely.box(0, 0, 1, 0.1),
    "110000": shapely.multipolygons([shapely.box(3, 3, 4, 4), shapely.box(6, 6, 7, 7 / 0.99)]),
}
ROWS = Rows(SQUARES, {"name_zh": ("安徽", "北京"), "iso": ("CN-AH", "")})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "user_cache", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def make() -> Callable[[], Rows]:
    """Makes the rows, and counts how often; see :func:`times`."""

    def made() -> Rows:
        made.times += 1  # type: ignore[attr-defined]
        return ROWS

    made.times = 0  # type: ignore[attr-defined]
    return made


def times(make: Callable[[], Rows]) -> int:
    return make.times  # type: ignore[attr-defined,no-any-return]


def same(one: Rows, other: Rows) -> bool:
    return (
        list(one.polygons) == list(other.polygons)
        and one.columns == other.columns
        and all(map(shapely.equals_identical, one.polygons.values(), other.polygons.values()))
    )


def test_what_is_kept_is_what_was_made(folder: Path, make: Callable[[], Rows]) -> None:
    assert same(kept([b"a"], make), ROWS)
    assert same(kept([b"a"], make), ROWS)
    assert times(make) == 1
    assert len(list(folder.iterdir())) == 1


def test_what_it_was_made_from_tells_it_apart(
    folder: Path, make: Callable[[], Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept([b"a"], make)
    kept([b"b"], make)
    monkeypatch.setattr(shapely, "__version__", "0")  # another one may simplify otherwise
    kept([b"a"], make)
    assert times(make) == len(list(folder.iterdir())) == 3


def test_a_damaged_file_is_made_anew(folder: Path, make: Callable[[], Rows]) -> None:
    kept([b"a"], make)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[whole.index(shapely.to_wkb(SQUARES["340000"]))] ^= 1
    for number, content in enumerate((b"", whole[: len(whole) // 2], bytes(flipped)), start=2):
        path.write_bytes(content)
        assert same(kept([b"a"], make), ROWS)
        assert times(make) == number
        assert same(kept([b"a"], make), ROWS)
        assert times(make) == number


def test_where_nothing_can_be_kept_it_is_made(
    make: Callable[[], Rows], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for nowhere in (None, tmp_path / "not" / "there"):
        monkeypatch.setattr(keeping, "user_cache", lambda nowhere=nowhere: nowhere)
        assert same(kept([b"a"], make), ROWS)
    assert times(make) == 2


def test_only_the_last_are_kept(
    folder: Path, make: Callable[[], Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_MOST_KEPT", 2)
    other = folder / "grid-1.npz"
    other.touch()
    for number in range(3):
        kept([str(number).encode()], make)
        for path in folder.glob("shapes-*"):
            if path.stat().st_mtime > 1e9:  # the new one
                os.utime(path, (number, number))
    assert len(list(folder.glob("shapes-*"))) == 2
    assert other.exists()
    kept([b"2"], make)
    assert times(make) == 3


def test_a_set_is_the_same_from_its_files_and_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = read_boundaries("prefectures")
    monkeypatch.setattr("geo.places.boundaries._read_set", lambda _: pytest.fail("read again"))
    again = read_boundaries("prefectures")
    assert (again.adcodes, again.names, again.iso) == (made.adcodes, made.names, made.iso)
    assert shapely.equals_identical(again.geometries, made.geometries).all()
    assert len(list(folder.iterdir())) == 1


def test_fewer_details_are_the_same_made_and_kept(folder: Path, provinces: Boundaries) -> None:
    polygons = project(provinces)
    light = lighten(polygons, tolerance=2_000)
    for _ in range(2):
        found = kept_light(polygons, tolerance=2_000)
        assert list(found) == list(light)
        assert all(map(shapely.equals_identical, found.values(), light.values()))
    assert len(list(folder.iterdir())) == 1
    kept_light(polygons, tolerance=4_000)
    assert len(list(folder.iterdir())) == 2
    kept_light(light, tolerance=8_000)  # of so few vertices nothing is kept
    assert len(list(folder.iterdir())) == 2
