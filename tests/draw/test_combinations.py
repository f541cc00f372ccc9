"""What must hold for every picture, over random combinations of what a user can choose."""

from __future__ import annotations

import random
from typing import Any

import pytest

from geo.draw.composition import compose
from geo.draw.style import (
    LABELS,
    LEGEND_DETAILS,
    LEGEND_PLACES,
    LEGENDS,
    THEMES,
    Style,
    with_size,
)
from geo.maps.pipeline import build
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.model.errors import GeoError
from tests.draw.checks import faults
from tests.slow import up_to

#: Figures of each kind: many and few, estimated, of regions, in words of any length.
INDICATORS = (
    "population-2020", "ccid-projects", "gdp-2020", "gdp-per-person", "5g-stations-estimated",
    "5g-stations-announced-2020", "ccid-potential-foundation", "population-density",
)  # fmt: skip
SIZES = (
    "slide", "square", "4k", "a4-portrait", "a4-landscape", "1280x720", "800x600", "600x1200",
    "400x300", "80x60mm", "170x120mm", "3000x500",
)  # fmt: skip
PLACES = ("340000", "330000", "110000", "460000", "650000", "440000", "810000")

#: What is refused by name, since there is no room or no sense in it.
REFUSED = (
    "drawing.no_room", "drawing.no_letters", "drawing.no_room_for_strip",
    "drawing.strip_of_categories", "drawing.greys", "pair.not_with", "arranged.not_with",
)  # fmt: skip


def combination(seed: int) -> tuple[MapRequest, Style]:
    """A map and a look, of which any is as likely as another."""
    chance = random.Random(seed)
    choose = chance.choice
    places = tuple(chance.sample(PLACES, chance.randint(1, 4)))
    indicator = choose(INDICATORS)
    wanted: dict[str, Any] = {}
    if indicator.startswith(("population", "gdp")):
        more = ({}, {}, {"symbols": "population-2020"}, {"arrangement": "tiles"},
                {"arrangement": "dorling", "sized_by": "population-2020"},
                {"against": "ccid-projects"})  # fmt: skip
        wanted = choose(more)
    request = MapRequest(indicator, language=choose(("en", "zh")), **wanted)
    style = Style(
        theme=choose(THEMES),
        labels=choose(LABELS),
        legend=choose(LEGENDS),
        detail=choose(LEGEND_DETAILS),
        legend_place=choose(LEGEND_PLACES),
        strip=chance.random() < 0.3,
        maritime=chance.random() < 0.2,
        highlight=places if chance.random() < 0.2 else (),
        crop=places if chance.random() < 0.2 else (),
        text_size=choose((0.8, 1.0, 1.0, 1.3)),
    )
    return request, with_size(style, choose(SIZES))


def checked(seed: int) -> list[str] | None:
    """What is wrong with a picture; None where it is refused by name."""
    request, style = combination(seed)
    try:
        scene = compose(make_plate([build(request)]), style)
    except GeoError as error:
        if error.key not in REFUSED:
            raise
        return None
    return faults(scene, style)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_overlaps_or_is_cut(seed: int) -> None:
    assert not checked(seed), combination(seed)


@pytest.mark.slow(reads=(*up_to("draw"), "tests/draw/checks.py"))
def test_nothing_overlaps_or_is_cut_in_two_hundred_pictures(subtests: pytest.Subtests) -> None:
    refused = 0
    for seed in range(12, 212):
        with subtests.test(seed=seed):
            found = checked(seed)
            refused += found is None
            assert not found, combination(seed)
    assert refused < 60  # or most of it is not tried at all
