"""Titles as a statistics office writes them, over the whole catalogue in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from geo.indicators.catalogue import list_indicators
from geo.indicators.derive import denominators_at, load_indicator, relate
from geo.indicators.subtraction import CHANGES, change, difference
from geo.maps.layer import join
from geo.maps.pipeline import build, draw_indicator
from geo.maps.request import MapRequest
from geo.maps.titles import suggested_title
from geo.model.errors import GeoError
from geo.model.text import LANGUAGES, Language, Text
from geo.model.values import Indicator
from geo.places.boundaries import load_boundaries

HAN = re.compile("[\u4e00-\u9fff]")
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
WHEN = rf"(?:\d{{1,2}} )?(?:{MONTH} )?\d{{4}}"
#: What is shown, by which places, where, when, and what is to be said of it.
ENGLISH = re.compile(
    rf"[A-Z0-9](?:[^(),]|,\d)* by (?:province|region|prefecture|county)"
    rf"(?:, [A-Z][A-Za-z ]+)?(?:, {WHEN}(?: to {WHEN})?)?(?: \([^()]+\))?"
)
CHINESE = re.compile(
    r"(?:(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?至)?\d{4}(?:—\d{4})?年(?:\d{1,2}月)?(?:\d{1,2}日)?)?"
    r"(?:[\u4e00-\u9fff]{2,3}市?)?(?:分地区|分省份|分区域|分地市|分县区)[^，,]+"
)
#: What no title has: fragments glued together, a thing said twice, words that were cut.
GLUED = re.compile(
    r", (?:as|change|per|reported|estimated)\b|\) [a-z]|…|\bby \w+ by\b|分地区地区|各省|GDP\d"
)


def made_of(indicator: Indicator) -> Iterator[Indicator]:
    """An indicator, all that it can be divided by, and its changes."""
    yield indicator
    boundaries = load_boundaries(indicator.boundaries)
    for denominator in denominators_at(boundaries):
        try:
            yield relate(indicator, denominator, boundaries)
        except GeoError:
            continue
    first, *_, last = (*indicator.periods, indicator.periods[-1])
    if first != last:
        for how in CHANGES:
            yield change(indicator, how, first=first, last=last)
        yield difference(indicator, indicator, period=last, other_period=first)


@pytest.mark.parametrize("identifier", [one.id for one in list_indicators()])
def test_titles_are_those_of_a_statistics_office(identifier: str) -> None:
    indicator = load_indicator(identifier)
    boundaries = load_boundaries(indicator.boundaries)
    for one in made_of(indicator):
        layer = join(boundaries, one)
        for language, pattern in (("en", ENGLISH), ("zh", CHINESE)):
            title = suggested_title(layer, language)  # type: ignore[arg-type]
            assert not GLUED.search(title), title
            if "Hong Kong and Macau" not in title and "香港、澳门" not in title:
                assert pattern.fullmatch(title), title
            assert bool(HAN.search(title)) == (language == "zh"), title


@pytest.mark.parametrize(
    ("asked", "en", "zh"),
    [
        (MapRequest("5g-stations-estimated", period="2024-06"),
         "5G base stations by province, June 2024 (estimated)", "2024年6月分地区5G基站数（估算）"),
        (MapRequest("5g-stations-region", change="difference"),
         "Change in 5G base stations by region, February 2022 to June 2024 (reported)",
         "2022年2月至2024年6月分区域5G基站数变化（工信部）"),
        (MapRequest("5g-stations-region", per="population"),
         "5G base stations per million people by region, June 2024 (reported)",
         "2024年6月分区域每百万人5G基站数（工信部）"),
        (MapRequest("broadband-ports", change="per_year"),
         "Average annual growth in broadband access ports by province, 2016 to 2024",
         "2016—2024年分地区互联网宽带接入端口数年均增速"),
        (MapRequest("population-2020", within="340000"),
         "Census population by prefecture, Anhui, 2020", "2020年安徽分地市普查常住人口"),
        (MapRequest("gdp"), "Gross domestic product by province, 2024",
         "2024年分省份地区生产总值"),
    ],
)  # fmt: skip
def test_a_title_in_both_languages(asked: MapRequest, en: str, zh: str) -> None:
    assert build(asked).title == en
    assert build(replace(asked, language="zh")).title == zh


@pytest.mark.parametrize(
    ("heading", "en", "zh"),
    [
        ("常住人口", "2020年分地区常住人口", "2020年分地区常住人口"),
        ("Sales", "Sales by province, 2020", "Sales by province, 2020"),
        ("GDP", "GDP by province, 2020", "2020年分地区GDP"),
        ("各省GDP", "2020年各省GDP", "2020年各省GDP"),
        ("Sites by province", "Sites by province, 2020", "Sites by province, 2020"),
    ],
)
def test_a_users_own_words_are_told_in_their_language(heading: str, en: str, zh: str) -> None:
    indicator = replace(
        load_indicator("population-2020"), title=Text(heading, heading), unit=Text("万", "万")
    )
    titles: dict[Language, str] = {"en": en, "zh": zh}
    for language in LANGUAGES:
        title = draw_indicator(indicator, MapRequest("", language=language)).title
        assert title == titles[language]
