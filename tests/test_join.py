"""The join: nothing matches silently, nothing missing becomes zero, nothing unmatched is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeoError, TableError, UnknownNameError
from geo.indicators import list_indicators, read_indicator
from geo.join import MISSING, JoinedTable, join, join_table, read_number, refuse_duplicates
from geo.model import Boundaries, Indicator, NotNumber, Observation, Table, Unmatched
from geo.places import read_gazetteer
from geo.tables import parse_table

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
    return parse_table(text.encode(), "table.csv")


def joined(
    boundaries: Boundaries, text: str, *, key: str | None = None, value: str | None = None
) -> JoinedTable:
    return join_table(
        boundaries,
        table(text),
        resolve=GAZETTEER.resolve,
        suggest=GAZETTEER.suggest,
        key=key,
        value=value,
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


# Tables


def test_key_and_values_are_found(provinces: Boundaries) -> None:
    found = joined(provinces, "note,province,projects,share\nx,安徽,280,12.5\ny,Zhejiang,109,\n")
    assert found.key == "province"
    assert found.columns == ("projects", "share")
    assert found.values == {
        ANHUI: {"projects": 280, "share": 12.5},
        ZHEJIANG: {"projects": 109, "share": None},
    }


def test_key_and_value_are_as_named(provinces: Boundaries) -> None:
    text = "from,to,a,b\n安徽,广东,1,2\n广东,安徽,3,4\n"
    found = joined(provinces, text, key="to", value="b")
    assert (found.key, found.columns) == ("to", ("b",))
    assert found.values == {GUANGDONG: {"b": 2}, ANHUI: {"b": 4}}


def test_names_go_before_small_numbers_that_look_like_codes(provinces: Boundaries) -> None:
    found = joined(provinces, "rank,name,score\n11,安徽,1\n12,广东,2\n13,浙江,3\n")
    assert found.key == "name"
    assert found.columns == ("rank", "score")


def test_codes_beside_names_are_no_figures(provinces: Boundaries) -> None:
    text = "adcode,name,v\n340000,安徽,1\n440000,广东,2\n,合计,3\n"
    found = joined(provinces, text)
    assert (found.key, found.columns) == ("name", ("v",))
    assert joined(provinces, text, key="adcode").columns == ("v",)
    # Numbers that are codes of other places are numbers.
    assert joined(provinces, "n,name\n44,安徽\n34,广东\n").columns == ("n",)


@pytest.mark.parametrize(
    "keys",
    [
        ("340000", "440000"), ("34", "44"), ("340000.0", "440000.0"), ("３４００００", "44"),
        ("安徽", "广东"), ("安徽省", "广东省"), ("Anhui", "GUANGDONG"), ("CN-AH", "CN-GD"),
        ("皖", "粤"), ("Ānhuī", "Guǎngdōng"), ("340000", "Guangdong Province"),
    ],
)  # fmt: skip
def test_every_kind_of_key(provinces: Boundaries, keys: tuple[str, str]) -> None:
    found = joined(provinces, f"who,v\n{keys[0]},1\n{keys[1]},2\n")
    assert found.values == {ANHUI: {"v": 1}, GUANGDONG: {"v": 2}}
    assert found.report.matched_rows == 2


def test_the_report_says_how_rows_matched(provinces: Boundaries) -> None:
    found = joined(provinces, "who,v\n340000,1\n广东,2\nZhejiang,3\n沪,4\nHainann,5\n")
    assert found.report.matched == {"alias": 1, "code": 1, "name": 2}
    assert found.report.rows == 5
    assert found.report.unmatched == (Unmatched(6, "Hainann", ("Hainan", "Henan", "Hunan")),)
    assert found.report.to_dict()["matched"] == 4


@pytest.mark.parametrize(("key", "value"), [("nothing", None), (None, "nothing")])
def test_an_unknown_column_is_named(
    provinces: Boundaries, key: str | None, value: str | None
) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown column 'nothing'.*Known: who, v\."):
        joined(provinces, "who,v\n安徽,1\n", key=key, value=value)


def test_a_table_without_places_is_refused(provinces: Boundaries) -> None:
    with pytest.raises(TableError) as caught:
        joined(provinces, "city,v\nParis,1\nRome,2\n")
    assert str(caught.value) == (
        "table.csv has no column with names or codes of provinces. Columns: city, v; first row: "
        "'Paris', '1'. A key column holds names such as 安徽, Anhui or codes such as 340000; name "
        "it if it is not recognised."
    )


@pytest.mark.parametrize(
    ("known", "is_key"), [(4, True), (3, True), (2, True), (1, False), (0, False)]
)
def test_a_key_column_is_one_where_half_the_cells_are_known(
    provinces: Boundaries, known: int, is_key: bool
) -> None:
    places = ["安徽", "广东", "浙江", "北京"][:known] + ["?"] * (4 - known)
    text = "who,v\n" + "".join(f"{place},{n + 1000}\n" for n, place in enumerate(places))
    if is_key:
        assert joined(provinces, text).key == "who"
    else:
        with pytest.raises(TableError, match="no column with names or codes"):
            joined(provinces, text)
        assert joined(provinces, text, key="who").key == "who"


def test_a_table_without_numbers_is_refused(provinces: Boundaries) -> None:
    with pytest.raises(TableError, match=r"no column besides 'who' holds numbers. Columns: who, v"):
        joined(provinces, "who,v\n安徽,many\n广东,few\n")


def test_a_named_value_column_without_any_number_is_refused(provinces: Boundaries) -> None:
    with pytest.raises(TableError, match=r"column 'note' has no number in it.*such as 280, 1,234"):
        joined(provinces, "who,v,note\n安徽,1,\n广东,2,few\n", value="note")


def test_a_column_of_missing_figures_is_no_value_column(provinces: Boundaries) -> None:
    assert joined(provinces, "who,v,w\n安徽,1,-\n广东,2,n/a\n").columns == ("v",)


@pytest.mark.parametrize(
    ("numbers", "is_value"), [(4, True), (3, True), (2, True), (1, False), (0, False)]
)
def test_a_value_column_is_one_where_half_the_cells_are_numbers(
    provinces: Boundaries, numbers: int, is_value: bool
) -> None:
    cells = ["7"] * numbers + ["many"] * (4 - numbers)
    rows = zip(["安徽", "广东", "浙江", "北京"], cells, strict=True)
    found = joined(provinces, "who,sure,v\n" + "".join(f"{who},1,{cell}\n" for who, cell in rows))
    assert ("v" in found.columns) == is_value


def test_text_where_a_number_should_be_is_named_and_no_figure(provinces: Boundaries) -> None:
    found = joined(provinces, "who,v\n安徽,280\n\n广东,many\n浙江,109\n")
    assert found.report.not_numbers == (NotNumber(4, "many", "v"),)
    assert found.values[GUANGDONG] == {"v": None}
    assert GUANGDONG in found.report.places_without_data


def test_a_place_that_stands_twice_is_named_and_refused(provinces: Boundaries) -> None:
    found = joined(provinces, "who,v\n安徽,1\n广东,2\nAnhui,3\n340000,4\nCN-GD,5\n")
    assert found.report.duplicates == {ANHUI: (2, 4, 5), GUANGDONG: (3, 6)}
    assert found.values == {ANHUI: {"v": 1}, GUANGDONG: {"v": 2}}
    with pytest.raises(
        TableError,
        match=r"one row only: Anhui 安徽 in rows 2, 4, 5; Guangdong 广东 in rows 3, 6\. Remove the",
    ):
        refuse_duplicates(found, provinces)


def test_places_that_stand_once_are_not_refused(provinces: Boundaries) -> None:
    refuse_duplicates(joined(provinces, "who,v\n安徽,1\n广东,2\n"), provinces)


def test_places_without_data_are_those_without_any_number(provinces: Boundaries) -> None:
    found = joined(provinces, "who,v,w\n安徽,,2\n广东,-,-\n浙江,1,2\n北京,0,\n")
    without = found.report.places_without_data
    assert GUANGDONG in without
    assert not {ANHUI, ZHEJIANG, "110000"} & set(without)
    assert len(without) == 31


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(provinces: Boundaries) -> None:
    found = joined(provinces, "\nwho,v\n安徽,1\n\n\nAtlantis,2\n广东,many\n浙江,3\n")
    assert [u.row for u in found.report.unmatched] == [6]
    assert [n.row for n in found.report.not_numbers] == [7]


def test_a_row_without_a_name_is_unmatched(provinces: Boundaries) -> None:
    found = joined(provinces, "who,v\n安徽,1\n,2\n")
    assert found.report.unmatched == (Unmatched(3, "", ()),)


def test_the_report_has_the_documented_keys(provinces: Boundaries) -> None:
    report = joined(
        provinces, "who,v\n安徽,1\n安徽,2\nAtlantis,x\n广东,x\n浙江,2\n"
    ).report.to_dict()
    assert list(report) == [
        "rows", "matched", "matched_by", "unmatched", "duplicates", "not_numbers",
        "places_without_data",
    ]  # fmt: skip
    assert report["duplicates"] == [{"adcode": ANHUI, "rows": [2, 3]}]
    assert report["unmatched"] == [{"row": 4, "text": "Atlantis", "suggestions": []}]
    assert report["not_numbers"] == [{"row": 5, "text": "x", "column": "v"}]


def test_places_of_the_gazetteer_that_the_boundaries_lack_are_unmatched(
    provinces: Boundaries,
) -> None:
    fewer = replace(provinces, frame=provinces.frame.drop(index=GUANGDONG))
    found = joined(fewer, "who,v\n安徽,1\n广东,2\n")
    assert [u.text for u in found.report.unmatched] == ["广东"]


codes = st.sampled_from(list(GAZETTEER.places))
junk = st.sampled_from(["", "Atlantis", "total", "Shangxi"])


@given(
    st.lists(
        st.tuples(st.one_of(codes, junk), st.sampled_from(["1", "2.5", "", "-", "x", "0"])),
        min_size=1,
        max_size=20,
    )
)
def test_every_row_is_accounted_for(provinces: Boundaries, rows: list[tuple[str, str]]) -> None:
    text = "".join(f"{who},{cell},7\n" for who, cell in rows)
    found = joined(provinces, f"who,v,sure\n{text}", key="who")
    report = found.report
    assert report.rows == len(rows) == report.matched_rows + len(report.unmatched)
    matched = [code for code, _ in rows if code in GAZETTEER.places]
    assert set(found.values) == set(matched)
    extra = sum(len(numbers) - 1 for numbers in report.duplicates.values())
    assert report.matched_rows == len(found.values) + extra
    for code in matched:
        first = next(cell for who, cell in rows if who == code)
        if "v" in found.columns:
            assert found.values[code]["v"] == (float(first) if first[:1].isdigit() else None)


# Numbers


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("280", 280), (" 280 ", 280), ("34.1", 34.1), ("-5", -5), ("+5", 5), ("1e3", 1000),
        ("43.5%", 43.5), ("43.5 %", 43.5), ("1,234", 1234), ("1,234.5", 1234.5), ("0", 0),
        ("1,234,567", 1234567), ("1，234", 1234), ("-1,234", -1234), ("１２３", 123), (".5", 0.5),
        ("12,345%", 12345),
    ],
)  # fmt: skip
def test_numbers_are_read(cell: str, number: float) -> None:
    assert read_number(cell) == number


@pytest.mark.parametrize("cell", sorted(MISSING))
def test_a_missing_figure_is_never_zero(cell: str) -> None:
    for spelling in (cell, cell.upper(), f" {cell} "):
        assert read_number(spelling) is None


@pytest.mark.parametrize(
    "cell",
    [
        "many", "12 projects", "约280", ">280", "inf", "-inf", "1e999", "0x10", "1 234", "%",
        "43,5", "1,23", "12,34,567", "1,2345", ",5", "1.234,5", "1,234,56", "43.5‰",
    ],
)  # fmt: skip
def test_what_is_no_number_stays_as_it_is(cell: str) -> None:
    assert read_number(cell) == cell


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_as_written(number: float) -> None:
    assert read_number(repr(number)) == number
    assert read_number(f"{round(number, 2):,.2f}") == pytest.approx(round(number, 2), rel=1e-12)
