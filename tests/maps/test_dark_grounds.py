"""Palettes on dark grounds: the classes that stand for most stand out, all can be told apart."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from coloraide import Color

from geo.draw.theme import COLOURS
from geo.maps.dark_grounds import is_dark, on_dark
from geo.maps.luminance import contrast, lightness
from geo.maps.palettes import list_palettes
from geo.model.maps import Palette

GROUND = COLOURS["dark"].ground
SHOWN = [
    (palette, k) for palette in list_palettes().values() for k in palette.colours if 1 <= k <= 9
]


def _apart(one: str, other: str) -> float:
    return float(Color(one).delta_e(other, method="2000"))


@pytest.mark.parametrize(("palette", "k"), SHOWN, ids=lambda x: getattr(x, "id", x))
def test_the_top_class_stands_three_to_one_off_the_ground(palette: Palette, k: int) -> None:
    colours = on_dark(palette.colours[k], palette.kind, GROUND)
    assert len(set(colours)) == k
    strong = {
        "sequential": colours[-1:],
        "diverging": (colours[0], colours[-1]),
        "qualitative": colours,
    }
    assert all(contrast(colour, GROUND) >= 3.0 for colour in strong[palette.kind])
    assert all(contrast(colour, GROUND) >= 1.7 for colour in colours)
    if palette.kind == "sequential":
        assert all(b - a >= 3.5 for a, b in pairwise(map(lightness, colours)))
    pairs = combinations(colours, 2) if palette.kind == "qualitative" else pairwise(colours)
    assert all(_apart(*pair) >= 5.0 for pair in pairs)
    assert all(_apart(colour, COLOURS["dark"].no_data) >= 5.0 for colour in colours)


def test_dark_is_what_white_letters_are_read_on() -> None:
    assert is_dark("#17191e")
    assert is_dark("#0b3d2e")
    assert not is_dark("#ffffff")
    assert not is_dark("#c0c0c0")
