"""Maps cut to some of their places: classes, counts, title and surroundings of their own."""

from __future__ import annotations

import pytest

from geo.draw.composition import compose
from geo.draw.scene import Area, Words
from geo.draw.style import Style
from geo.maps.cut import cut_plate, cut_to
from geo.maps.pipeline import build_plate
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.model.errors import DrawingError
from geo.model.maps import Choropleth
from tests.pictures import a_map


def build_periods(periods: tuple[str, ...]) -> list[Choropleth]:
    plate = build_plate([MapRequest("gdp", period=period) for period in periods])
    return list(plate.maps)


DELTA = ("310000", "320000", "330000", "340000")
BORDER = ("450000", "530000")


def test_a_cut_map_has_classes_of_its_own_and_none_is_empty() -> None:
    whole = a_map("gdp-2020")
    cut = cut_to(whole, DELTA)
    assert [o.adcode for o in cut.places] == [o.adcode for o in whole.places if o.adcode in DELTA]
    assert all(entry.count for entry in cut.legend)
    assert sum(entry.count for entry in cut.legend) == len(DELTA)
    assert len({cut.colour_of(o) for o in cut.places}) == 4
    assert len({whole.colour_of(o) for o in cut.places}) < 4


def test_classes_by_hand_stay_as_they_were_given() -> None:
    whole = a_map("gdp-2020", edges=(0.0, 30_000.0, 60_000.0, 120_000.0))
    assert cut_to(whole, DELTA).scale == whole.scale


def test_the_title_names_the_places_and_the_notes_count_them() -> None:
    en, zh = (cut_to(a_map("gdp-2020", lang), DELTA) for lang in ("en", "zh"))
    assert "Shanghai, Jiangsu, Zhejiang, Anhui" in en.title
    assert "上海、江苏、浙江、安徽" in zh.title
    assert not any("34" in note for note in en.notes)
    alone = cut_to(a_map("gdp-2020"), ("340000",))
    assert "by province" not in alone.title
    assert "Anhui" in alone.title
    many = cut_to(a_map("gdp-2020"), [f"{n}0000" for n in range(31, 38)])
    assert "7 places" in many.title


def test_maps_that_share_classes_share_those_of_the_places_that_are_left() -> None:
    plate = make_plate(build_periods(("2019", "2021")))
    assert plate.shared
    cut = cut_plate(plate, DELTA)
    assert cut.shared
    classes = cut.maps[0].scale.classes
    assert classes.made_from == "maps"
    assert classes.edges[0] > plate.maps[0].scale.classes.edges[0]
    found = [o.value for one in cut.maps for o in one.places if o.value is not None]
    assert all(classes.counts(tuple(found)))


def test_a_title_that_was_asked_for_stays() -> None:
    plate = make_plate([a_map("gdp-2020")], title="Mine")
    assert cut_plate(plate, DELTA).title == "Mine"


def test_circles_are_of_the_places_that_are_left() -> None:
    whole = a_map("population-2020", symbols="population-2020")
    cut = cut_to(whole, ("460000",))
    assert cut.symbols is not None
    assert whole.symbols is not None
    assert cut.symbols.largest < whole.symbols.largest
    assert {o.adcode for o in cut.symbols.layer.values} == {"460000"}


def test_neighbours_are_named_and_pale_and_foreign_land_is_paler_still() -> None:
    style = Style(crop=BORDER)
    scene = compose(make_plate([a_map("gdp-2020")]), style)
    areas = {item.id: item for item in scene.items("map") if isinstance(item, Area)}
    assert set(BORDER) <= areas.keys()
    assert "520000" not in areas
    named = {words.lines[0] for words in scene.items("neighbours") if isinstance(words, Words)}
    assert {"Guizhou", "Sichuan"} <= named
    paper, land, near = (
        int((fill or "")[1:3], 16)
        for fill in (scene.paper, areas["land"].fill, areas["around-520000"].fill)
    )
    assert paper > land > near
    (frame,) = (group.box for group in scene.of("frame"))
    assert frame is not None
    # Vietnam is land, the Gulf of Tonkin is water.
    left, _, right, _ = areas["530000"].geometry.bounds
    below = areas["land"].geometry.intersection(frame.polygon).bounds
    assert below[0] < left
    assert below[3] > areas["530000"].geometry.bounds[3] - 1
    assert right < frame.right


def test_a_highlighted_place_outside_the_cut_is_not_drawn() -> None:
    scene = compose(
        make_plate([a_map("gdp-2020")]), Style(crop=DELTA, highlight=("340000", "110000"))
    )
    ids = {item.id for item in scene.items("map") if isinstance(item, Area)}
    assert "highlight-340000" in ids
    assert "highlight-110000" not in ids


def test_tiles_are_not_cut() -> None:
    with pytest.raises(DrawingError, match="crop"):
        compose(make_plate([a_map("gdp-2020", arrangement="tiles")]), Style(crop=DELTA))
