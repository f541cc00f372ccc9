"""One unit and one number of decimals in a picture, and what a user may ask for of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.indicators.catalogue import read_indicator
from geo.maps.pipeline import build, draw_indicator
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.maps.value_words import describe, write_label
from geo.model.errors import ClassificationError
from geo.model.maps import Choropleth
from geo.model.numbers import MINUS, read_number
from geo.model.text import LANGUAGES, Language, Text
from geo.model.units import counted_in, powers_of, read_unit
from geo.model.values import Indicator, Observation
from geo.places.boundaries import load_boundaries

UNITS = (
    Text("persons", "人"), Text("100 million yuan", "亿元"), Text("10,000 t", "万吨"),
    Text("km", "千米"), Text("%", "%"), Text("base stations", "个"),
    Text("yuan per person", "元/人"), Text("score (0–100)", "分"),
)  # fmt: skip


def an_indicator(values: list[float], unit: Text = UNITS[0], **wish: Any) -> Indicator:
    codes = load_boundaries("provinces").adcodes
    observed = tuple(
        Observation(c, "2020", float(v), "reported") for c, v in zip(codes, values, strict=False)
    )
    return replace(read_indicator("ccid-projects"), values=observed, unit=unit, **wish)


def numbers_written(choropleth: Choropleth) -> list[tuple[float, str]]:
    """All figures of a picture, each with how it is written: labels, edges, circles."""
    written = choropleth.notation.write
    found = [(o.value, written(o.value)) for o in choropleth.places if o.value is not None]
    if not (choropleth.symbols and choropleth.symbols.layer is choropleth.layer):
        found += [(edge, written(edge)) for edge in choropleth.scale.classes.edges]
    if choropleth.symbols:
        found += choropleth.symbols.steps
    return found


@pytest.mark.parametrize(
    ("unit", "power", "base"),
    [
        ("亿元", 8, "元"), ("100 million yuan", 8, "yuan"), ("10,000 persons", 4, "persons"),
        ("万千瓦时", 4, "千瓦时"), ("千瓦时", 0, "千瓦时"), ("千米", 0, "千米"), ("千人", 3, "人"),
        ("百分点", 0, "百分点"), ("个百分点", 0, "个百分点"),
        ("亿元（每百万人）", 8, "元（每百万人）"),
        ("projects per 10,000 km²", 0, "projects per 10,000 km²"), ("million", 6, ""),
        ("hundred million yuan", 8, "yuan"), ("1,000 t", 3, "t"), ("10.5 t", 0, "10.5 t"),
        ("100 million yuan per million people", 8, "yuan per million people"),
        ("人/百万人", 0, "人/百万人"), ("", 0, ""),
    ],
)  # fmt: skip
def test_a_unit_is_read(unit: str, power: int, base: str) -> None:
    assert read_unit(unit) == (power, base)
    assert counted_in(unit, power, "zh") == unit
    assert powers_of("%", "en") == powers_of("元（亿）", "zh") == (0,)


@pytest.mark.parametrize(
    ("identifier", "language", "unit", "smallest", "largest"),
    [
        ("population-2020", "zh", "万人", "365", "12,601"),
        ("population-2020", "en", "million persons", "3.6", "126.0"),
        ("area", "zh", "平方千米", "53", "1,630,503"),
        ("gdp-2020", "zh", "亿元", "1,903", "110,761"),
        ("gdp-2020", "en", "billion yuan", "190", "11,076"),
        ("gdp-per-person", "zh", "元/人", "36,038", "164,904"),
        ("ccid-share", "en", "%", "", "43.5%"),
    ],
)
def test_the_unit_suits_what_is_shown(
    identifier: str, language: Language, unit: str, smallest: str, largest: str
) -> None:
    choropleth = build(MapRequest(identifier, language=language))
    numbers = [o.value for o in choropleth.places if o.value is not None]
    assert choropleth.notation.unit == unit
    assert unit in choropleth.subtitle
    assert unit in choropleth.legend_title
    assert write_label(max(numbers), choropleth) == largest
    if identifier != "ccid-share":
        assert write_label(min(numbers), choropleth) == smallest


def test_what_is_counted_by_its_name_has_its_magnitude_in_brackets() -> None:
    for heading, title in (("常住人口", "常住人口（万）"), ("Population", "Population (million)")):
        own = an_indicator([61e6, 126e6, 3.6e6], Text(heading, heading))
        own = replace(own, title=Text(heading, heading))
        for language in LANGUAGES:
            assert draw_indicator(own, MapRequest("", language=language)).legend_title == title


def test_a_figure_in_full_is_not_multiplied() -> None:
    gdp = read_indicator("gdp-2020")
    place = replace(gdp.values[0], value=9016.7)
    assert describe(place, gdp, "en") == "901.67 billion yuan"
    assert describe(place, gdp, "zh") == "9,016.7 亿元"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.floats(0.001, 1e12).map(lambda x: float(f"{x:.6g}")) | st.integers(0, 10**12).map(float),
        min_size=2, max_size=34,
    ),
    st.sampled_from(UNITS), st.sampled_from(LANGUAGES), st.booleans(),
    st.sampled_from(["count", "ratio"]), st.sampled_from(["quantiles", "equal_interval"]),
)  # fmt: skip
def test_all_figures_have_one_unit_and_one_number_of_decimals(
    values: list[float], unit: Text, language: Language, below: bool, kind: str, scheme: str
) -> None:
    if below:
        values = [values[0], *(-value for value in values[1:])]
    indicator = an_indicator(values, unit, kind=kind)
    choropleth = draw_indicator(indicator, MapRequest("", language=language, scheme=scheme))
    notation = choropleth.notation
    written = numbers_written(choropleth)
    if notation.scientific:
        return
    for number, text in written:
        assert len(text.partition(".")[2]) == notation.decimals
        half = 0.5000001 * 10.0**-notation.decimals
        assert abs(read_number(text) - float(notation.scaled(number))) <= half
        assert "-" not in text
    edges = sorted(set(choropleth.scale.classes.edges))
    texts = [notation.write(edge) for edge in edges]
    if not choropleth.scale.classes.whole:
        assert all(read_number(a) < read_number(b) for a, b in pairwise(texts))
    labels = [entry.label for entry in choropleth.legend if entry.kind == "class"]
    assert len(set(labels)) == len(labels)
    for label in labels:
        for part in label.replace(" to ", " ").replace("至", " ").replace(" – ", " ").split():
            assert len(part.partition(".")[2]) == notation.decimals
        assert not (" – " in label and MINUS in label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ranges_below_zero_are_told_with_a_word(language: Language) -> None:
    change = MapRequest("population", language=language, change="percent")
    labels = [e.label for e in build(change).legend if e.kind == "class"]
    assert labels[0].startswith(MINUS)
    assert all((" to " if language == "en" else "至") in label for label in labels)


def test_all_maps_of_a_picture_are_written_alike() -> None:
    small, large = an_indicator([1200, 2500, 90_000]), an_indicator([2e6, 7e6, 9.05e7])
    for language in LANGUAGES:
        maps = [
            draw_indicator(one, MapRequest("", language=language, classes_of="each"))
            for one in (small, large)
        ]
        assert maps[0].notation != maps[1].notation
        plate = make_plate(maps)
        assert plate.maps[0].notation == plate.maps[1].notation
        assert plate.maps[0].legend_title == plate.maps[1].legend_title
        smallest = plate.maps[0].notation.write(1200)
        assert read_number(smallest) > 0


def test_circles_of_the_same_unit_are_written_as_the_colours_are() -> None:
    choropleth = build(MapRequest("population-urban", symbols="population", language="zh"))
    assert choropleth.symbols is not None
    assert choropleth.symbols.notation == choropleth.notation
    assert choropleth.symbols.legend_title == choropleth.notation.unit


@pytest.mark.parametrize(
    ("language", "unit", "largest"),
    [
        ("en", "100 million yuan", "110,761"), ("en", "Billion Yuan", "11,076"),
        ("en", "trillion yuan", "11.08"), ("zh", "万亿元", "11.08"),
        ("zh", "万元", "1,107,609,400"),
    ],
)  # fmt: skip
def test_a_unit_is_taken_that_can_be_derived(language: Language, unit: str, largest: str) -> None:
    choropleth = build(MapRequest("gdp-2020", language=language, unit=unit))
    numbers = [o.value for o in choropleth.places if o.value is not None]
    assert write_label(max(numbers), choropleth) == largest
    assert choropleth.legend_title == unit.lower()


def test_another_unit_is_refused_with_what_there_is() -> None:
    with pytest.raises(
        ClassificationError, match=r"“US dollars”.*: yuan, thousand yuan, million yuan"
    ):
        build(MapRequest("gdp-2020", unit="US dollars"))
    with pytest.raises(
        ClassificationError, match=r"“billion yuan”.*: 元, 万元, 亿元, 万亿元"
    ) as refused:
        build(MapRequest("gdp-2020", language="zh", unit="billion yuan"))
    assert "亿元" in refused.value.told("zh")
    with pytest.raises(ClassificationError, match="%"):
        build(MapRequest("ccid-share", unit="万"))


@pytest.mark.parametrize("decimals", [0, 1, 3])
def test_decimals_are_taken(decimals: int) -> None:
    choropleth = build(MapRequest("gdp-2020", decimals=decimals))
    labels = [e.label for e in choropleth.legend if e.kind == "class"]
    numbers = [number for label in labels for number in label.split(" – ")]
    assert {len(number.partition(".")[2]) for number in numbers} == {decimals}


def test_decimals_that_make_edges_the_same_are_refused() -> None:
    indicator = an_indicator([1.2, 1.3, 2.4, 5.5], kind="ratio", decimals=1)
    request = MapRequest("", edges=(1.2, 1.4, 3.0, 5.5), decimals=0)
    with pytest.raises(ClassificationError, match=r"with 0 decimals.*1\.2, 1\.4.*at least 1"):
        draw_indicator(indicator, request)
    assert draw_indicator(indicator, replace(request, decimals=1)).notation.decimals == 1
    with pytest.raises(ClassificationError, match="12 decimals cannot be written: choose 0 to 9"):
        draw_indicator(indicator, replace(request, decimals=12))
