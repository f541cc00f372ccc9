"""The palette files: complete, ordered by lightness, and told apart by every reader.

Distances are CIEDE2000 (about 1 is just visible side by side, about 5 is plain across a map). They
are measured for normal vision and for the three dichromacies at full severity, simulated after
Viénot (protanopia, deuteranopia) and Brettel (tritanopia), and the first two after Machado too.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import pytest
from coloraide import Color

from tests.gathered import gathered
from tests.slow import up_to

FOLDER = Path(__file__).parents[2] / "geo" / "data" / "palettes"
FILES = sorted(FOLDER.glob("*.toml"))

VISIONS = {
    "normal": None,
    "protanopia (Viénot)": ("protan", "vienot"),
    "protanopia (Machado)": ("protan", "machado"),
    "deuteranopia (Viénot)": ("deutan", "vienot"),
    "deuteranopia (Machado)": ("deutan", "machado"),
    "tritanopia (Brettel)": ("tritan", "brettel"),
}

COUNTS = {"sequential": 8, "diverging": 4, "qualitative": 2}
"""How many palettes of each kind there are, at least."""

LARGEST_K = {"sequential": 9, "diverging": 19}
"""A qualitative palette has as many colours as its author gave it, six at least."""

APART_FEW, APART_MANY = 9.0, 5.5
"""Neighbouring classes: up to five are matched with the legend at a glance; up to nine (nineteen
of a diverging palette, of which nine are shown) still with certainty, side by side."""

APART_PAIR_FEW, APART_PAIR_MANY = 10.0, 7.5
"""Any two colours of a qualitative palette, up to six and beyond: no order helps to tell them
apart. Okabe and Ito's seven give no more than 7.9 (orange and reddish purple, tritanopia)."""

LIGHTNESS_STEP, LIGHTNESS_STEP_MANY = 6.0, 4.0
"""CIELAB lightness between neighbouring classes, up to nine and beyond: the order must show in a
black and white print."""

FROM_WHITE = 9.0
"""Every class from the white of the page and of the lines between provinces."""

LEAST_CHROMA, PALEST_CHROMA = 0.05, 0.03
"""OKLCH chroma of the outermost classes of our own palettes, dark and pale: a hue, no grey."""

HATCH_GROUND, HATCH_LINE, HATCH_SHARE = "#f4f4f4", "#b9b9b9", 0.22
"""No data is drawn as lines on a ground; the lines cover this share of it."""

CLEARLY_APART = 15.0
"""No data need be no further than this from the classes of a qualitative palette, or from the two
or three of a diverging one: some of these stand 50 apart, further than they are from light grey."""


def palette(path: Path) -> dict[str, Any]:
    """Read a palette file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def lists(kinds: Sequence[str], largest: int) -> list[Any]:
    """Name every list of 2 to `largest` colours of some kinds of palette."""
    cases = []
    for path in FILES:
        read = palette(path)
        for k, colours in read.get("colours", {}).items():
            if read.get("kind") in kinds and 2 <= int(k) <= largest:
                cases.append(pytest.param(colours, id=f"{path.stem}-{k}"))
    return cases


@cache
def seen(colour: str, vision: str) -> Color:
    """Return a colour as that vision sees it on a screen."""
    real = Color(colour)
    if simulation := VISIONS[vision]:
        name, method = simulation
        real = real.filter(name, 1, method=method).clip()
    return real.convert("lab-d65")


@cache
def distance(a: str, b: str, vision: str) -> float:
    """Return CIEDE2000 between two colours as that vision sees them."""
    return float(seen(a, vision).delta_e(seen(b, vision), method="2000"))


@cache
def no_data() -> tuple[str, ...]:
    """Return what no data looks like: its ground, and its average in light and in pixel values.

    The eye averages light where the lines are too fine to see; programs that scale an image down
    average pixel values.
    """
    averages = (
        Color(HATCH_GROUND).mix(HATCH_LINE, HATCH_SHARE, space=space).convert("srgb")
        for space in ("srgb-linear", "srgb")
    )
    return HATCH_GROUND, *(average.to_string(hex=True) for average in averages)


def from_no_data(colours: Sequence[str], vision: str) -> float:
    """Return how near any of the colours comes to no data."""
    return min(distance(c, n, vision) for c in colours for n in no_data())


def neighbours(colours: Sequence[str], vision: str) -> list[float]:
    """Return the distances between neighbouring colours."""
    return [distance(a, b, vision) for a, b in pairwise(colours)]


def lightness(colours: Sequence[str]) -> list[float]:
    """Return the CIELAB lightness of every colour."""
    return [float(seen(c, "normal")["lightness"]) for c in colours]


def steps_down(colours: Sequence[str]) -> list[float]:
    """Return by how much every colour is darker than the one before."""
    return [a - b for a, b in pairwise(lightness(colours))]


def parts(colours: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut from a diverging list what is shown where the sides of the midpoint are unequal.

    One side is always whole; the other may lack its outer classes.
    """
    side = len(colours) // 2
    for shown in range(side + 1):
        yield colours[side - shown :]
        yield colours[: len(colours) - side + shown]


@gathered("path", FILES, ids=lambda path: path.stem)
def test_a_palette_file_is_complete(path: Path) -> None:
    read = palette(path)
    assert set(read) == {"id", "kind", "title", "source", "colours"}
    assert read["id"] == path.stem
    assert read["kind"] in COUNTS
    for title in (read["title"], read["source"]["title"]):
        assert set(title) == {"en", "zh"}
        assert all(text.strip() for text in title.values())
        assert re.search("[\u4e00-\u9fff]", title["zh"])
    assert set(read["source"]) == {"title", "licence", "url"}
    assert read["source"]["licence"].strip()
    if read["kind"] == "qualitative":
        assert read["source"]["url"].startswith("https://")


@gathered("path", FILES, ids=lambda path: path.stem)
def test_every_number_of_classes_has_its_list(path: Path) -> None:
    read = palette(path)
    largest = LARGEST_K.get(read["kind"], len(read["colours"]))
    assert largest >= 6
    assert list(read["colours"]) == [str(k) for k in range(1, largest + 1)]
    for k, colours in read["colours"].items():
        assert len(colours) == len(set(colours)) == int(k)
        assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


@pytest.mark.parametrize("kind", COUNTS)
def test_there_are_palettes_of_every_kind(kind: str) -> None:
    found = [path.stem for path in FILES if palette(path)["kind"] == kind]
    assert len(found) >= COUNTS[kind]


def test_titles_are_unique() -> None:
    for language in ("en", "zh"):
        titles = [palette(path)["title"][language] for path in FILES]
        assert len(titles) == len(set(titles))


@gathered("path", FILES, ids=lambda path: path.stem)
def test_qualitative_lists_are_prefixes_of_the_longest(path: Path) -> None:
    read = palette(path)
    if read["kind"] == "qualitative":
        longest = max(read["colours"].values(), key=len)
        assert all(c == longest[: len(c)] for c in read["colours"].values())


@gathered("colours", lists(["sequential"], 9))
def test_sequential_palettes_grow_darker(colours: list[str]) -> None:
    assert min(steps_down(colours)) >= LIGHTNESS_STEP


@gathered("colours", lists(["diverging"], 19))
def test_diverging_palettes_grow_darker_on_both_sides(colours: list[str]) -> None:
    side = (len(colours) + 1) // 2  # an odd list has its middle on both sides
    least = LIGHTNESS_STEP if len(colours) <= 9 else LIGHTNESS_STEP_MANY
    for arm in (colours[:side][::-1], colours[-side:]):
        assert all(step >= least for step in steps_down(arm))


@gathered("colours", lists(["diverging"], 19))
def test_the_middle_of_a_diverging_palette_is_a_warm_cream(colours: list[str]) -> None:
    middle = Color(colours[len(colours) // 2]).convert("oklch")
    if len(colours) % 2:
        assert max(lightness(colours)) == lightness(colours)[len(colours) // 2]
        assert middle["lightness"] > 0.9
        assert middle["chroma"] >= LEAST_CHROMA
        assert 60 <= middle["hue"] <= 95


@gathered("colours", lists(["sequential", "diverging"], 19))
def test_neighbouring_classes_are_told_apart(colours: list[str]) -> None:
    apart = APART_FEW if len(colours) <= 5 else APART_MANY
    for vision in VISIONS:
        assert min(neighbours(colours, vision)) >= apart, vision


@gathered("colours", lists(["qualitative"], 9))
def test_any_two_categories_are_told_apart(colours: list[str]) -> None:
    apart = APART_PAIR_FEW if len(colours) <= 6 else APART_PAIR_MANY
    for vision in VISIONS:
        nearest = min(distance(a, b, vision) for a, b in combinations(colours, 2))
        assert nearest >= apart, vision


@gathered("colours", lists(["sequential"], 9))
def test_no_data_is_further_from_every_class_than_classes_on_average(colours: list[str]) -> None:
    for vision in VISIONS:
        steps = neighbours(colours, vision)
        assert from_no_data(colours, vision) >= sum(steps) / len(steps), vision


@gathered("colours", lists(["diverging"], 19))
def test_no_data_is_further_from_every_class_than_the_nearest_classes(colours: list[str]) -> None:
    most = CLEARLY_APART if len(colours) <= 3 else float("inf")
    for part, vision in product(parts(colours), VISIONS):
        if len(part) > 1:
            needed = min(*neighbours(part, vision), most)
            assert from_no_data(part, vision) >= needed, (part, vision)


@gathered("colours", lists(["qualitative"], 9))
def test_no_data_is_no_category(colours: list[str]) -> None:
    for vision in VISIONS:
        nearest = min(distance(a, b, vision) for a, b in combinations(colours, 2))
        assert from_no_data(colours, vision) >= min(nearest, CLEARLY_APART), vision


@gathered("colours", lists(list(COUNTS), 19))
def test_every_class_stands_out_from_the_white_page(colours: list[str]) -> None:
    for colour, vision in product(colours, VISIONS):
        assert distance(colour, "#ffffff", vision) >= FROM_WHITE, (colour, vision)


@gathered("colours", lists(["sequential", "diverging"], 19))
def test_the_outermost_classes_keep_a_hue(colours: list[str]) -> None:
    for colour in (colours[0], colours[-1]):
        chroma = Color(colour).convert("oklch")["chroma"]
        assert chroma >= (LEAST_CHROMA if lightness([colour])[0] < 50 else PALEST_CHROMA), colour


@pytest.mark.slow(reads=up_to("maps"))
def test_the_recipe_makes_these_files(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("palette_recipe", FOLDER / "build.py")
    assert spec is not None
    assert spec.loader is not None
    recipe = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, recipe)
    spec.loader.exec_module(recipe)
    made = recipe.files()
    ours = [path for path in FILES if path.read_bytes().startswith(b"# Made by build.py")]
    assert sorted(made) == [path.name for path in ours]
    for path in ours:
        assert path.read_bytes() == made[path.name].encode(), path.name
