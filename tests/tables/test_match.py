"""The join: nothing matches silently, nothing missing becomes zero, nothing unmatched is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.indicators.catalogue import list_indicators, read_indicator
from geo.maps.layer import join
from geo.model.errors import GeoError, QuestionError, TableError, UnknownNameError
from geo.model.tables import Column, GroupRow, NotNumber, Table, TotalCheck, Unmatched
from geo.model.values import Boundaries, Indicator, Observation
from geo.places.names import read_gazetteer
from geo.tables.duplicates import COMBINE, refuse_duplicates, rows_by_place
from geo.tables.figures import Figures, read_figures, read_texts
from geo.tables.match import MatchedRows, match_rows
from tests.gathered import gathered

PROJECTS = read_indicator("ccid-projects")
GAZETTEER = read_gazetteer("provinces")
ANHUI, GUANGDONG, ZHEJIANG = "340000", "440000", "330000"


def figures(*rows: tuple[str, str, float | None]) -> Indicator:
    return replace(
        PROJECTS,
        values=tuple(
            Observation(adcode, period, value, "no_data" if value is None else "reported")
            for adcode, period, value in rows
        ),
    )


def table(text: str) -> Table:
    """A table of lines and commas; its first line is the heading."""
    head, *rows = (tuple(line.split(",")) for line in text.strip("\n").split("\n"))
    return Table(
        name="table.csv",
        headings=tuple(Column(name, name) for name in head),
        rows=tuple(rows),
        row_numbers=tuple(range(2, len(rows) + 2)),
    )


def matched(
    boundaries: Boundaries, text: str, *, key: str = "who", fixes: Mapping[str, str] | None = None
) -> MatchedRows:
    return match_rows(boundaries, table(text), names=GAZETTEER, key=key, fixes=fixes)


def numbers(
    boundaries: Boundaries, text: str, *, column: str = "v", period: str = "", combine: str = ""
) -> Figures:
    return read_figures(
        table(text),
        matched(boundaries, text),
        columns={"": column},
        periods=[text[:4] for text in table(text).cells(period)] if period else (),
        combine=combine,
    )


# Indicators


def test_every_place_has_one_observation_in_the_order_of_the_boundaries(
    provinces: Boundaries,
) -> None:
    for indicator in list_indicators():
        layer = join(provinces, indicator)
        assert tuple(o.adcode for o in layer.values) == provinces.adcodes
        given = {o.adcode: o for o in indicator.values}
        for observation in layer.values:
            if observation.adcode in given:
                assert observation is given[observation.adcode]
            else:
                assert (observation.value, observation.status) == (None, "no_data")
                assert observation.note == indicator.no_data


def test_the_figures_of_ccid_join_with_their_three_provinces(provinces: Boundaries) -> None:
    layer = join(provinces, PROJECTS)
    found = {o.adcode: o.value for o in layer.values if o.value is not None}
    assert found == {ZHEJIANG: 109, ANHUI: 280, GUANGDONG: 165}
    assert layer.report.matched == {"code": 3}
    assert layer.report.rows == layer.report.matched_rows == 3
    assert len(layer.report.places_without_data) == 31
    assert not set(layer.report.places_without_data) & set(found)
    assert layer.period == "2020"


def test_zero_is_a_figure(provinces: Boundaries) -> None:
    layer = join(provinces, figures((ANHUI, "2020", 0.0), (GUANGDONG, "2020", None)))
    assert ANHUI not in layer.report.places_without_data
    assert GUANGDONG in layer.report.places_without_data


def test_codes_without_a_place_are_named(provinces: Boundaries) -> None:
    layer = join(provinces, figures(("990000", "2020", 1), (ANHUI, "2020", 2)))
    assert layer.report.unmatched == (Unmatched(2, "990000"),)
    assert layer.report.matched == {"code": 1}
    assert layer.report.rows == 2


def test_rows_of_an_indicator_are_numbered_as_in_its_file(provinces: Boundaries) -> None:
    indicator = figures((ANHUI, "2019", 1), (ANHUI, "2020", 2), ("990000", "2020", 3))
    assert join(provinces, indicator).report.unmatched == (Unmatched(4, "990000"),)


def test_the_last_period_goes_before_the_others(provinces: Boundaries) -> None:
    indicator = figures((ANHUI, "2021-12", 2), (ANHUI, "2020", 1), (GUANGDONG, "2020", 3))
    assert join(provinces, indicator).period == "2021-12"
    earlier = join(provinces, indicator, period="2020")
    assert {o.adcode: o.value for o in earlier.values if o.value} == {ANHUI: 1, GUANGDONG: 3}


def test_an_unknown_period_is_named(provinces: Boundaries) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown period of ccid-projects '2019'.*2020"):
        join(provinces, PROJECTS, period="2019")


def test_an_indicator_without_figures_is_refused(provinces: Boundaries) -> None:
    with pytest.raises(GeoError, match="ccid-projects has no figures"):
        join(provinces, figures())


# Rows


@gathered(
    "keys",
    [
        ("340000", "440000"), ("34", "44"), ("340000.0", "440000.0"), ("３４００００", "44"),
        ("安徽", "广东"), ("安徽省", "广东省"), ("Anhui", "GUANGDONG"), ("CN-AH", "CN-GD"),
        ("皖", "粤"), ("Ānhuī", "Guǎngdōng"), ("340000", "Guangdong Province"),
    ],
)  # fmt: skip
def test_every_kind_of_key(provinces: Boundaries, keys: tuple[str, str]) -> None:
    found = matched(provinces, f"who,v\n{keys[0]},1\n{keys[1]},2")
    assert found.adcodes == (ANHUI, GUANGDONG)
    assert found.report.rows == found.report.matched_rows == 2


def test_the_report_says_how_rows_matched(provinces: Boundaries) -> None:
    text = "who,v\n340000,1\n广东,2\nZhejiang,3\n沪,4\nHainann,5\n小岛,6"
    report = matched(provinces, text, fixes={"小岛": "460000"}).report
    assert report.matched == {"alias": 1, "choice": 1, "code": 1, "name": 2}
    assert list(report.matched) == sorted(report.matched)
    assert (report.rows, report.matched_rows) == (6, 5)
    (row,) = report.unmatched
    assert (row.row, row.text) == (6, "Hainann")
    assert row.suggestions[0].name.en == "Hainan"
    assert report.fixes == {"小岛": "460000"}


def test_why_a_row_names_no_place_is_said(provinces: Boundaries) -> None:
    (city, vague) = matched(provinces, "who,v\n合肥市,1\nshan xi,2\n安徽,3").report.unmatched
    assert "Anhui" in city.why.en
    assert "安徽" in city.why.zh
    assert {place.adcode for place in vague.suggestions} >= {"140000", "610000"}
    assert "Shaanxi" in vague.why.en


def test_rows_that_name_a_group_are_set_aside(provinces: Boundaries) -> None:
    text = "who,v\n合计,9\n东部地区,4\n安徽,1\n平均,3\n其他,5"
    report = matched(provinces, text).report
    assert report.groups == (
        GroupRow(2, "合计", "total"),
        GroupRow(3, "东部地区", "region"),
        GroupRow(5, "平均", "average"),
        GroupRow(6, "其他", "other"),
    )
    assert (report.rows, report.matched_rows, report.unmatched) == (1, 1, ())


def test_a_total_may_stand_in_another_column(provinces: Boundaries) -> None:
    report = matched(provinces, "no,who,v\n1,安徽,1\n合计,,9\n,,7").report
    assert report.groups == (GroupRow(3, "合计", "total"),)
    assert [(u.row, u.text) for u in report.unmatched] == [(4, "")]


def test_a_fix_goes_before_what_is_found_and_may_leave_rows_out(provinces: Boundaries) -> None:
    text = "who,v\n安徽,1\nShangdong,2\n广东,3\n合计,6"
    fixes = {" Shangdong ": "370000", "广东": "", "合计": "110000", "Atlantis": "120000"}
    found = matched(provinces, text, fixes=fixes)
    assert found.adcodes == (ANHUI, "370000", "", "110000")
    assert found.report.groups == (GroupRow(4, "广东", "other"),)
    assert found.report.fixes == {"Shangdong": "370000", "广东": "", "合计": "110000"}


@pytest.mark.parametrize("place", ["990000", "Anhui", "34"])
def test_a_fix_names_a_place_of_the_boundaries_by_its_code(
    provinces: Boundaries, place: str
) -> None:
    with pytest.raises(UnknownNameError, match=f"unknown place '{place}'"):
        matched(provinces, "who,v\n安徽,1", fixes={"x": place})


def test_an_unknown_key_is_named(provinces: Boundaries) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown column 'nothing'.*Known: who, v\."):
        matched(provinces, "who,v\n安徽,1", key="nothing")


def test_places_of_the_gazetteer_that_the_boundaries_lack_are_unmatched(
    provinces: Boundaries,
) -> None:
    fewer = provinces.some(code for code in provinces.adcodes if code != GUANGDONG)
    assert [u.text for u in matched(fewer, "who,v\n安徽,1\n广东,2").report.unmatched] == ["广东"]


def test_many_spellings_are_all_named_and_only_some_get_suggestions(provinces: Boundaries) -> None:
    text = "who,v\n" + "".join(f"Hainann{n},1\n" for n in range(300)) + "Hainann0,1"
    report = matched(provinces, text).report
    assert len(report.unmatched) == 301
    assert [bool(u.suggestions) for u in report.unmatched] == [True] * 200 + [False] * 100 + [True]


# Figures


def test_text_where_a_number_should_be_is_named_and_no_figure(provinces: Boundaries) -> None:
    found = numbers(provinces, "who,v\n安徽,280\n广东,many\n浙江,109\nAtlantis,few")
    assert found.not_numbers == (NotNumber(3, "many", "v"),)
    assert found.numbers == {(ANHUI, ""): 280, (GUANGDONG, ""): None, (ZHEJIANG, ""): 109}


def test_zero_is_not_missing(provinces: Boundaries) -> None:
    found = numbers(provinces, "who,v\n安徽,0\n广东,-\n浙江,")
    assert found.numbers == {(ANHUI, ""): 0, (GUANGDONG, ""): None, (ZHEJIANG, ""): None}
    assert found.not_numbers == ()


def test_only_numbers_that_a_figure_cannot_hold_are_inexact(provinces: Boundaries) -> None:
    """Of the odd numbers beyond 2^53 none is a figure, of those with many zeros all are."""
    text = "who,v\n安徽,9007199254740993\n广东,90071992547409920\n浙江,9007199254740991"
    assert numbers(provinces, text).inexact == (NotNumber(2, "9007199254740993", "v"),)


TWICE = "who,v\n安徽,1\n广东,2\nAnhui,-\n340000,6\nCN-GD,5"


@pytest.mark.parametrize(
    ("combine", "anhui", "guangdong"),
    [("", 1, 2), ("first", 1, 2), ("last", 6, 5), ("sum", 7, 7), ("mean", 3.5, 3.5)],
)
def test_places_that_stand_twice(
    provinces: Boundaries, combine: str, anhui: float, guangdong: float
) -> None:
    found = numbers(provinces, TWICE, combine=combine)
    assert found.numbers == {(ANHUI, ""): anhui, (GUANGDONG, ""): guangdong}
    assert found.rows_of_places == {ANHUI: (2, 4, 5), GUANGDONG: (3, 6)}


@pytest.mark.parametrize(("combine", "value"), [("first", None), ("last", 2), ("sum", 2)])
def test_a_missing_figure_among_several(
    provinces: Boundaries, combine: str, value: float | None
) -> None:
    found = numbers(provinces, "who,v\n安徽,-\n安徽,2\n广东,1", combine=combine)
    assert found.numbers[ANHUI, ""] == value


def test_figures_that_are_all_missing_have_no_sum(provinces: Boundaries) -> None:
    for combine in COMBINE:
        found = numbers(provinces, "who,v\n安徽,-\n安徽,\n广东,1", combine=combine)
        assert found.numbers[ANHUI, ""] is None


def test_an_unknown_way_to_combine_is_named(provinces: Boundaries) -> None:
    with pytest.raises(UnknownNameError, match=r"way to combine rows 'max'.*first, last, sum"):
        numbers(provinces, TWICE, combine="max")
    with pytest.raises(UnknownNameError, match=r"rows of words 'sum'.*first, last"):
        read_texts(table(TWICE), matched(provinces, TWICE), column="v", combine="sum")


def test_places_that_stand_twice_are_refused_by_name(provinces: Boundaries) -> None:
    with pytest.raises(
        TableError,
        match=r"one row only: Anhui 安徽 in rows 2, 4, 5; Guangdong 广东 in rows 3, 6\. Choose",
    ):
        refuse_duplicates(numbers(provinces, TWICE).rows_of_places, provinces)
    refuse_duplicates({}, provinces)


def test_twenty_places_are_named_with_ten_rows_each(provinces: Boundaries) -> None:
    places = [*provinces.names][:21]
    with pytest.raises(QuestionError) as asked:
        refuse_duplicates({adcode: tuple(range(100, 111)) for adcode in places}, provinces)
    told = asked.value.told("en")
    named = [provinces.names[adcode] for adcode in places]
    assert [told.count(f"{name.en} {name.zh} in rows") for name in named] == [1] * 20 + [0]
    assert told.count("109") == 20
    assert "110" not in told
    assert len(asked.value.answers) == 5


@pytest.mark.parametrize(
    ("words", "ways"), [(False, ["first", "last", "sum", "mean"]), (True, ["first", "last"])]
)
def test_words_have_no_sum_and_rows_can_always_be_counted(
    provinces: Boundaries, words: bool, ways: list[str]
) -> None:
    with pytest.raises(QuestionError) as asked:
        refuse_duplicates({ANHUI: (2, 3)}, provinces, words=words)
    answers = [answer.choices for answer in asked.value.answers]
    assert answers == [*({"duplicates": way} for way in ways), {"aggregate": "count"}]


def test_rows_of_several_periods_are_in_order() -> None:
    rows_of = {(ANHUI, "2019"): [3, 9], (ANHUI, "2020"): [2, 10], (GUANGDONG, "2019"): [4]}
    assert rows_by_place(rows_of) == {ANHUI: (2, 3, 9, 10)}


def test_in_a_long_table_a_place_may_stand_once_for_each_period(provinces: Boundaries) -> None:
    text = "who,year,v\n安徽,2019年,1\n安徽,2020,2\n广东,2020,3"
    found = numbers(provinces, text, period="year")
    assert found.numbers == {
        (ANHUI, "2019"): 1, (ANHUI, "2020"): 2, (GUANGDONG, "2020"): 3,
    }  # fmt: skip
    assert found.rows_of == {}
    found = numbers(provinces, f"{text}\nAnhui,2020,7", period="year", combine="sum")
    assert found.numbers[ANHUI, "2020"] == 9
    assert found.rows_of == {(ANHUI, "2020"): (3, 5)}
    assert found.rows_of_places == {ANHUI: (3, 5)}


def test_columns_of_several_periods(provinces: Boundaries) -> None:
    text = "who,a,b\n安徽,1,2\n广东,3,x"
    found = read_figures(table(text), matched(provinces, text), columns={"2019": "a", "2020": "b"})
    assert found.numbers == {
        (ANHUI, "2019"): 1, (GUANGDONG, "2019"): 3, (ANHUI, "2020"): 2, (GUANGDONG, "2020"): None,
    }  # fmt: skip
    assert found.not_numbers == (NotNumber(3, "x", "b"),)


def test_rows_of_one_series(provinces: Boundaries) -> None:
    text = "who,what,v\n安徽,GDP,1\n安徽,people,2\n广东,GDP,3\n合计,GDP,4\n合计,people,9"
    found = read_figures(
        table(text), matched(provinces, text), columns={"": "v"}, series=("what", "GDP")
    )
    assert found.numbers == {(ANHUI, ""): 1, (GUANGDONG, ""): 3}
    assert [(t.total, t.sum, t.agrees) for t in found.totals] == [(4, 4, True)]


def test_of_all_groups_only_totals_are_checked(provinces: Boundaries) -> None:
    text = "who,v\n合计,3\n平均,1.5\n东部地区,2\n安徽,1\n广东,2"
    assert [(t.total, t.sum, t.agrees) for t in numbers(provinces, text).totals] == [(3, 3, True)]


def test_an_unknown_column_is_named(provinces: Boundaries) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown column 'w'.*who, v"):
        numbers(provinces, TWICE, column="w")


def test_words_by_place(provinces: Boundaries) -> None:
    text = "who,v\n安徽,a  b\n广东,—\n浙江,c\nAtlantis,d\n浙江,e"
    found = read_texts(table(text), matched(provinces, text), column="v")
    assert found.texts == {(ANHUI, ""): "a b", (GUANGDONG, ""): "", (ZHEJIANG, ""): "c"}
    assert found.rows_of == {ZHEJIANG: (4, 6)}
    last = read_texts(table(text), matched(provinces, text), column="v", combine="last")
    assert last.texts[ZHEJIANG, ""] == "e"


def test_words_by_place_and_period(provinces: Boundaries) -> None:
    text = "who,v\n安徽,a\n安徽,b\n广东,c\n广东,d\n广东,e"
    periods = ("2019", "2020", "2019", "2020", "2020")
    found = read_texts(table(text), matched(provinces, text), column="v", periods=periods)
    assert found.texts[ANHUI, "2020"] == "b"
    assert found.texts[GUANGDONG, "2019"] == "c"
    assert found.rows_of == {GUANGDONG: (5, 6)}


# Totals


@gathered(
    ("total", "figures", "agrees"),
    [
        ("3", "1,2", True), ("4", "1,2", False), ("2", "1,2", False),
        ("0.3", "0.1,0.2", True),  # in binary fractions they are not the same
        ("1012415.02", "612415.01,400000.01", True),
        ("1013415.02", "612415.01,400000.01", False),
        ("100", "33.3,33.3,33.3", True), ("100.2", "33.3,33.3,33.3", False),
        ("22.2万", "12.4万,9.7万", True), ("22.9万", "12.4万,9.7万", False),
        ("1,411,778,724", "1411778724", True),
        ("-3", "-1,-2", True), ("0", "0,0", True), ("1", "0,0", False),
    ],
)  # fmt: skip
def test_a_total_is_the_sum_but_for_rounding(
    provinces: Boundaries, total: str, figures: str, agrees: bool
) -> None:
    cells = figures.split(",")
    places = zip(provinces.adcodes, cells, strict=False)
    whole = total.replace(",", " ")
    text = f"who,v\n合计,{whole}\n" + "\n".join(f"{code},{cell}" for code, cell in places)
    (check,) = numbers(provinces, text).totals
    assert (check.row, check.text, check.agrees) == (2, "合计", agrees)


def check(
    boundaries: Boundaries, total: str, figures: Sequence[object], *, unit: str = ""
) -> TotalCheck:
    """The check of a table's total, whose name does not stand in the first column."""
    places = zip(boundaries.adcodes, figures, strict=False)
    text = f"no,who,v\n7,合计,{total}\n" + "\n".join(f"1,{code},{cell}" for code, cell in places)
    (found,) = read_figures(
        table(text), matched(boundaries, text), columns={"": "v"}, unit=unit
    ).totals
    return found


@pytest.mark.parametrize(
    ("unit", "count", "most"),
    [
        ("", 31, 0), ("人", 31, 0), ("个", 2, 0),  # counts are exact
        ("万人", 31, 5), ("亿元", 31, 5), ("万人", 2, 1), ("万人", 1, 1), ("million persons", 8, 3),
    ],
)  # fmt: skip
def test_counts_add_up_to_the_unit_and_rounded_figures_nearly(
    provinces: Boundaries, unit: str, count: int, most: int
) -> None:
    figures = [1000 + n for n in range(count)]
    for off in range(-8, 9):
        found = check(provinces, str(sum(figures) + off), figures, unit=unit)
        assert found.agrees == (abs(off) <= most), (unit, off)


@gathered(
    ("total", "figures", "agrees"),
    [
        ("2330", ["465"] * 5, False), ("2325", ["465"] * 5, True),
        ("1411778725", ["1411778724"], False), ("0", ["0", "0.1"], True),
        ("100.00", ["33.33"] * 3, True), ("99.97", ["33.33"] * 3, True),
        ("99.96", ["33.33"] * 3, False), ("1", ["0.1", "0.1"], False),
        ("22.2万", ["121234", "100700"], True), ("22.2万", ["120000", "100700"], False),
        ("1000", ["333.3", "333", "333.7"], True), ("1001", ["333.3", "333", "333.7"], False),
        ("14.2510444811013", ["14.0", "0.251044438348163"], True),  # of single precision
        ("14.2510544811013", ["14.0", "0.251044438348163"], False),
    ],
)  # fmt: skip
def test_a_total_agrees_to_what_its_digits_say(
    provinces: Boundaries, total: str, figures: list[str], agrees: bool
) -> None:
    assert check(provinces, total, figures).agrees == agrees


@given(st.lists(st.decimals(-(10**5), 10**5, places=4), min_size=1, max_size=3), st.integers(0, 3))
def test_rounding_three_figures_and_their_total_never_parts_them(
    provinces: Boundaries, exact: list[Decimal], places: int
) -> None:
    unit = "万人"  # so that figures of no decimals are taken for rounded ones, too
    printed = [f"{number:.{places}f}" for number in exact]
    assert check(provinces, f"{sum(exact):.{places}f}", printed, unit=unit).agrees


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=34), st.integers(-9, 9))
def test_whole_counts_agree_to_the_unit(provinces: Boundaries, counts: list[int], off: int) -> None:
    assert check(provinces, str(sum(counts) + off), counts).agrees == (off == 0)


def test_a_total_is_named_as_the_table_names_it(provinces: Boundaries) -> None:
    assert check(provinces, "3", ["1", "2"]).text == "合计"


def test_totals_of_many_periods_are_told_by_their_name(provinces: Boundaries) -> None:
    text = (
        "who,year,v\n安徽,2019,1\n全国,2019,1\n安徽,2020,2\n全国,2020,3\n安徽,2021,2\n全国,2021,4\n"
        "合计,2021,2"
    )
    found = numbers(provinces, text, period="year").totals
    report = replace(matched(provinces, text).report, totals=found)
    told = {name: [t.period for t in ts] for name, ts in report.totals_by_name.items()}
    assert told == {"全国": ["2020", "2021", "2019"], "合计": ["2021"]}


def test_totals_are_of_their_period(provinces: Boundaries) -> None:
    text = (
        "who,year,v\n安徽,2019,1\n广东,2019,2\n合计,2019,3\n安徽,2020,4\n广东,2020,-\n合计,2020,9\n"
        "合计,2021,5\n合计,,7\n合计,2020,many"
    )
    found = numbers(provinces, text, period="year").totals
    assert [(t.row, t.period, t.total, t.sum, t.agrees) for t in found] == [
        (4, "2019", 3, 3, True),
        (7, "2020", 9, 4, False),
    ]


# All of it


codes = st.sampled_from(list(GAZETTEER.places))
junk = st.sampled_from(["", "Atlantis", "合计", "Shangxi", "平均"])


@given(
    st.lists(
        st.tuples(st.one_of(codes, junk), st.sampled_from(["1", "2.5", "", "-", "x", "0"])),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["", *COMBINE]),
)
def test_every_row_is_accounted_for(
    provinces: Boundaries, rows: list[tuple[str, str]], combine: str
) -> None:
    text = "who,v\n" + "\n".join(f"{who},{cell}" for who, cell in rows)
    found = matched(provinces, text)
    report = found.report
    assert len(rows) == report.rows + len(report.groups)
    assert report.rows == report.matched_rows + len(report.unmatched)
    assert [code for code in found.adcodes if code] == [c for c, _ in rows if c in GAZETTEER.places]
    figures = read_figures(table(text), found, columns={"": "v"}, combine=combine)
    assert {code for code, _ in figures.numbers} == set(filter(None, found.adcodes))
    extra = sum(len(numbers) - 1 for numbers in figures.rows_of.values())
    assert report.matched_rows == len(figures.numbers) + extra
    for (code, _), number in figures.numbers.items():
        cells = [float(cell) if cell[:1].isdigit() else None for who, cell in rows if who == code]
        present = [cell for cell in cells if cell is not None]
        expected = {
            "": cells[0], "first": cells[0], "last": cells[-1],
            "sum": sum(present) if present else None,
            "mean": sum(present) / len(present) if present else None,
        }[combine]  # fmt: skip
        assert number == pytest.approx(expected)
    json.dumps(replace(report, totals=figures.totals).to_dict(), allow_nan=False)
