"""The animated GIF: frames in the colours of their maps, on which nothing else moves."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
import shapely
from PIL import Image

from geo.draw.composition import compose_film
from geo.draw.media.animation import LAST, PACE
from geo.draw.scene import Area, Rectangle, Scene
from geo.draw.style import Style
from geo.export.formats import export
from geo.export.periods import build_periods
from geo.maps.film import frames_of
from geo.maps.pipeline import MapRequest
from tests.export.test_periods import SERIES, SMALL, SOME, a_plate
from tests.slow import up_to


def frames_in(content: bytes) -> list[tuple[Image.Image, int]]:
    """The frames of an animation as they are seen, and how long each stands in milliseconds."""
    animation = Image.open(io.BytesIO(content))
    found = []
    for i in range(getattr(animation, "n_frames", 1)):
        animation.seek(i)
        found.append((animation.convert("RGB"), animation.info["duration"]))
    return found


def points_in(scene: Scene) -> dict[str, tuple[int, int]]:
    """A pixel that lies well inside each place which is large enough."""
    (group,) = scene.of("map")
    inner = {
        item.id: shapely.buffer(item.geometry, -2.5)
        for item in group.items
        if isinstance(item, Area) and item.name
    }
    points = {a: s.representative_point() for a, s in inner.items() if not s.is_empty}
    return {adcode: (int(point.x), int(point.y)) for adcode, point in points.items()}


@pytest.mark.parametrize("theme", ["light", "transparent"])
def test_every_frame_has_the_colours_of_its_map(theme: Any) -> None:
    style, plate = replace(SMALL, theme=theme), a_plate()
    content = export(plate, "gif", style=style)
    assert content == export(plate, "gif", style=style)
    frames, scenes = frames_in(content), compose_film(frames_of(plate), style)
    assert [image.size for image, _ in frames] == [(640, 360)] * len(SOME)
    assert [stands for _, stands in frames] == [PACE] * (len(SOME) - 1) + [LAST]
    assert Image.open(io.BytesIO(content)).info["loop"] == 0
    changed = 0
    for (image, _), scene, choropleth in zip(frames, scenes, plate.maps, strict=True):
        points = points_in(scene)
        figures = [o for o in choropleth.places if o.adcode in points and o.value is not None]
        assert len(figures) >= 26
        for observation in figures:
            colour = "#{:02x}{:02x}{:02x}".format(*image.getpixel(points[observation.adcode]))
            assert colour == choropleth.colour_of(observation), observation
        changed += len({choropleth.colour_of(o) for o in figures})
        # The legend's swatches are those of all frames.
        (legend,) = scene.of("legend")
        swatches = [i for i in legend.items if isinstance(i, Rectangle) and i.fill]
        for swatch in swatches[:5]:
            assert "#{:02x}{:02x}{:02x}".format(*image.getpixel(
                tuple(map(int, swatch.box.centre)))) == swatch.fill  # fmt: skip
    assert changed > len(SOME) * 3


def test_nothing_moves_from_frame_to_frame() -> None:
    for wish in ({}, {"title": "我的标题"}):
        plate = a_plate("zh", **wish)
        frames = frames_of(plate)
        scenes = compose_film(frames, SMALL)
        assert len({scene.of("map")[0].placement for scene in scenes}) == 1
        assert (
            len({scene.of("legend")[0].box.top for scene in scenes if scene.of("legend")[0].box})
            == 1
        )
        for frame, period in zip(frames, SOME, strict=True):
            assert period in frame.title
            assert frame.title.startswith(wish.get("title", period))
            kinds = [entry.kind for entry in frame.maps[0].legend]
            assert kinds == [*["class"] * 5, "no_data"]
            assert ("待核实" in frame.subtitle) == (period < "2015")  # of all figures: no line


def test_a_mark_of_some_figures_of_some_frames_has_its_line_in_all() -> None:
    frames = frames_of(build_periods(MapRequest("broadband-ports", language="zh"), "all"))
    legends = [frame.maps[0].legend for frame in frames]
    assert {tuple(entry.kind for entry in legend) for legend in legends} == {
        (*["class"] * 5, "unconfirmed", "no_data")
    }
    counts = [legend[5].count for legend in legends]
    assert max(counts) > min(counts) == 0
    assert {legend[5].label for legend in legends if not legend[5].count} == {"待核实"}


@pytest.mark.slow(reads=up_to("export"))
def test_a_film_of_twenty_years_is_small() -> None:
    content = export(build_periods(MapRequest(SERIES), "all"), "gif", style=Style(size=(1280, 720)))
    assert len(frames_in(content)) == 20
    assert len(content) < 2_000_000
