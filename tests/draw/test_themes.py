"""Themes: what stands out on a dark ground, and what print tells apart without colours."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
import shapely

from geo.draw.elements.hatching import lines_over
from geo.draw.lettering import lettering_of
from geo.draw.pen import Pen
from geo.draw.scene import Area, Rectangle, Slant, Words
from geo.draw.style import Style
from geo.draw.theme import COLOURS, PATTERNS
from geo.maps.dark_grounds import is_dark
from geo.maps.luminance import contrast
from geo.model.maps import Choropleth
from tests.pictures import a_map, a_scene

SQUARE = shapely.box(0, 0, 100, 100)


def of_categories(count: int) -> Choropleth:
    """A map whose figures are so many categories."""
    choropleth = a_map("gdp-2020", "en")
    scale = choropleth.scale
    values = tuple(
        replace(o, value=i % count + 1.0) if o.value is not None else o
        for i, o in enumerate(choropleth.layer.values)
    )
    names = tuple("abcdefghi"[:count])
    kind = replace(choropleth.layer.indicator, kind="category", categories=names, values=values)
    layer = replace(choropleth.layer, indicator=kind, values=values)
    edges = tuple(float(i) for i in range(count + 1))
    colours = tuple(f"#0000{i:02x}" for i in range(count))
    return replace(
        choropleth, layer=layer,
        scale=replace(scale, classes=replace(scale.classes, edges=edges), colours=colours),
        legend=tuple(
            replace(choropleth.legend[0], label=name, colour=colour, ticks=())
            for name, colour in zip(names, colours, strict=True)
        ),
    )  # fmt: skip


@pytest.mark.parametrize("theme", ["dark", "transparent-dark"])
def test_the_top_class_stands_out_in_the_dark(theme: Any) -> None:
    scene = a_scene(a_map("gdp-2020"), theme=theme)
    ground = COLOURS[theme].ground
    assert is_dark(ground)
    swatches = [r for r in scene.items("legend") if isinstance(r, Rectangle) and not r.hatch]
    fills = [swatch.fill or "" for swatch in swatches]
    assert contrast(fills[-1], ground) >= 3.0
    ratios = [contrast(fill, ground) for fill in fills]
    assert ratios == sorted(ratios)
    assert {i.fill for i in scene.items("map") if isinstance(i, Area) and i.name} >= set(fills)
    words = [w for role in ("title", "notes", "source") for w in scene.items(role)]
    assert all(contrast(w.colour, ground) >= 4.5 for w in words if isinstance(w, Words))


def test_categories_in_print_have_patterns_that_no_absence_has() -> None:
    choropleth = of_categories(9)
    scene = a_scene(choropleth, theme="grey")
    areas = [item for item in scene.items("map") if isinstance(item, Area) and item.name]
    looks = {
        (area.fill, area.hatch.slant if area.hatch else None, area.hatch.stroke.colour)
        if area.hatch
        else (area.fill, None, None)
        for area in areas
    }
    assert len(looks) == 10  # of nine categories, and of no data
    swatches = [r for r in scene.items("legend") if isinstance(r, Rectangle)]
    assert {(r.fill, r.hatch.slant if r.hatch else None) for r in swatches} == {
        (fill, pattern[0] if pattern else None) for fill, pattern in PATTERNS.items()
    }
    absent = next(area for area in areas if area.name.endswith("710000"))
    assert absent.hatch is not None
    assert absent.hatch.slant == "rising"
    for fill, pattern in PATTERNS.items():
        if pattern and pattern[0] == "rising":
            assert contrast(fill, absent.fill or "") > 3


def test_solid_greys_of_categories_are_far_apart() -> None:
    solid = [fill for fill, pattern in PATTERNS.items() if pattern is None]
    assert all(contrast(*pair) >= 1.5 for pair in combinations(solid, 2))
    assert all(contrast(fill, p[1]) >= 2.3 for fill, p in PATTERNS.items() if p)


@pytest.mark.parametrize("slant", ["rising", "falling", "level", "upright", "crossed"])
def test_lines_lie_in_their_shape_in_their_direction(slant: Slant) -> None:
    pen = Pen(1.0, "en", COLOURS["grey"], lettering_of(Style(size=(1080, 1080))))
    hatch = lines_over(SQUARE, slant, pen=pen, colour="#000000")
    lines = shapely.get_parts(hatch.lines)
    assert shapely.within(lines, SQUARE.buffer(1e-6)).all()
    ways = {
        (round(float(dx)), round(float(dy)))
        for (ax, ay), (bx, by) in (shapely.get_coordinates(line) for line in lines)
        if (length := max(abs(bx - ax), abs(by - ay))) > 1
        for dx, dy in [((bx - ax) / length, (by - ay) / length)]
    }
    level, upright = {(1, 0), (-1, 0)}, {(0, 1), (0, -1)}
    expected = {
        "rising": {(1, -1), (-1, 1)}, "falling": {(1, 1), (-1, -1)}, "level": level,
        "upright": upright, "crossed": level | upright,
    }[slant]  # fmt: skip
    assert ways
    assert ways <= expected
    if slant == "crossed":
        assert ways & level
        assert ways & upright


def test_hatches_of_small_pictures_are_lines_and_no_grey() -> None:
    scene = a_scene(a_map("ccid-projects"), (400, 300))
    (area,) = (i for i in scene.items("map") if isinstance(i, Area) and i.name and i.id == "650000")
    assert area.hatch is not None
    starts = sorted({round(float(x + y), 1) for x, y in shapely.get_coordinates(area.hatch.lines)})
    steps = [b - a for a, b in pairwise(starts) if b - a > 0.3]
    assert min(steps) > 3.0


def test_a_highlighted_region_has_no_specks() -> None:
    scene = a_scene(a_map("5g-stations-region"), (700, 500), highlight=("west",))
    (line,) = (i for i in scene.items("map") if isinstance(i, Area) and i.id == "highlight-west")
    assert line.stroke is not None
    parts = shapely.get_parts(line.geometry)
    least = (4 * line.stroke.width) ** 2
    rings = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    assert all(ring.area >= least for ring in rings)
    assert sum(part.area >= least for part in parts) == len(parts)
