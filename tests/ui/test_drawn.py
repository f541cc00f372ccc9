"""Pictures on the page are drawn once, kept up to a size, and given up when nobody waits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from geo.draw.layout import Box
from geo.draw.media.handles import Handles
from geo.draw.style import Style
from geo.export.formats import export
from geo.export.previews import Preview
from geo.maps.pipeline import build
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.ui import drawn
from geo.ui.drawn import Pictures
from geo.ui.turns import queued
from tests.pictures import a_map
from tests.ui.test_turns import until

STYLE = Style(size=(400, 300))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files were drawn, each as 100 bytes."""
    sizes: list[int] = []

    def draw(*_: Any, **__: Any) -> Preview:
        sizes.append(100)
        return Preview(bytes([len(sizes)]) * 100, Handles(400, 300, Box(0, 0, 400, 300), (), ""))

    monkeypatch.setattr(drawn, "preview", draw)
    return sizes


def test_the_picture_is_the_file() -> None:
    picture = a_map("gdp-2020")
    assert Pictures(10**6).png(picture, STYLE) == export(picture, "png", style=STYLE)


def test_what_looks_the_same_is_drawn_once(made: list[int]) -> None:
    pictures = Pictures(10**6)
    request = MapRequest("gdp-2020", symbols="population-2020")
    first = pictures.png(build(request), STYLE)
    assert pictures.png(build(request), STYLE) == first
    assert pictures.png(make_plate([build(request)]), STYLE) == first
    assert len(made) == 1
    pictures.png(build(request), Style(size=(400, 300), theme="dark"))
    pictures.png(build(MapRequest("gdp-2020")), STYLE)
    pictures.png(build(MapRequest("gdp-2020", language="zh")), STYLE)
    pictures.png(build(MapRequest("gdp-2020", palette="purples")), STYLE)
    assert len(made) == 5


def test_the_one_not_asked_for_longest_goes_first(made: list[int]) -> None:
    pictures = Pictures(250)
    one, two, three = (a_map(i) for i in ("gdp-2020", "area", "population-2020"))
    for picture in (one, two, one, three, one):
        pictures.png(picture, STYLE)
    assert len(made) == 3
    pictures.png(two, STYLE)
    assert len(made) == 4


def test_a_picture_that_nobody_waits_for_is_not_drawn(made: list[int]) -> None:
    pictures, opened = Pictures(10**6), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(queued, lambda: bytes(opened.wait(10)))
        until(1)
        with pictures._awaited(a_map("gdp-2020"), STYLE) as first:
            until(2)
            with pictures._awaited(a_map("gdp-2020"), STYLE) as second:
                assert second is first  # two who wait for the same
            with pictures._awaited(a_map("area"), STYLE) as left:
                assert not left.begun.is_set()
            assert left.future.cancelled()
            assert not first.future.cancelled()
            opened.set()
            assert first.future.result(10).png == b"\x01" * 100
            assert first.begun.is_set()
        other.result(10)
    assert len(made) == 1


def test_pictures_of_ones_own_stay_with_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, Any] = {}
    monkeypatch.setattr(drawn.st, "session_state", session)
    assert drawn.pictures(own=False) is drawn.pictures(own=False)
    mine = drawn.pictures(own=True)
    assert mine is drawn.pictures(own=True) is not drawn.pictures(own=False)
    session.clear()
    assert drawn.pictures(own=True) is not mine
