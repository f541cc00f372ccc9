"""From a sheet to a table: headings, rows, notes; what is read is never lost."""

from __future__ import annotations

import csv
import io
import math
import pkgutil
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import tables
from geo.model.errors import GeoError, TableError, UnknownNameError
from geo.model.tables import Sheet, Table, Workbook
from geo.places.names import read_gazetteer
from geo.tables.columns import find_roles
from geo.tables.heading import find_heading
from geo.tables.layout import read_table
from geo.tables.sheets import choose_sheet, places_by_sheet
from geo.tables.workbook import read_workbook

GAZETTEER = read_gazetteer()


def table_of(*rows: list[str], merged: Any = (), header: tuple[int, ...] | None = None) -> Table:
    sheet = Sheet("", tuple(map(tuple, rows)), merged, bool(merged))
    return read_table(
        Workbook("t.xlsx", (sheet,)),
        sheet,
        resolve=GAZETTEER.resolve,
        group=GAZETTEER.group,
        header=header,
    )


def test_title_unit_blank_rows_and_notes_stand_around_the_table() -> None:
    table = table_of(
        ["表1 2020年地区生产总值", "", ""],
        ["", "", "单位：亿元"],
        ["", "", ""],
        ["地 区", "", "数值"],
        ["全 国", "", "30"],
        ["安 徽", "", "10"],
        ["河 北", "", "20"],
        ["注：初步核算。", "", ""],
        ["资料来源：国家统计局。", "", ""],
    )
    assert table.columns == ("地 区", "数值")
    assert table.rows == (("全 国", "30"), ("安 徽", "10"), ("河 北", "20"))
    assert (table.row_numbers, table.header) == ((5, 6, 7), (4,))
    assert (table.title, table.period) == ("表1 2020年地区生产总值", "2020")
    assert table.headings[1].unit == "亿元"
    assert table.notes == ("注：初步核算。", "资料来源：国家统计局。")
    assert table.source == "国家统计局。"


def test_a_heading_of_two_rows_says_measure_period_and_unit() -> None:
    rows = [["地区", "GDP（亿元）", "", "人口"], ["", "2019", "2020年", "2020"]]
    body = [["安徽", "1", "2", "3"], ["河北", "4", "5", "6"]]
    for merged in ((), ((0, 0, 1, 0), (0, 1, 0, 2))):
        headings = table_of(*rows, *body, merged=merged).headings
        assert [(c.measure, c.period, c.unit) for c in headings[1:]] == [
            ("GDP", "2019", "亿元"), ("GDP", "2020", "亿元"), ("人口", "2020", ""),
        ]  # fmt: skip


def test_a_heading_of_half_a_year_keeps_its_words() -> None:
    headings = table_of(["地区", "2020年1-6月", "2020年产值"], ["安徽", "1", "2"]).headings
    assert [(c.measure, c.period) for c in headings[1:]] == [("2020年1-6月", ""), ("产值", "2020")]


@pytest.mark.parametrize(
    "first", [["Anhuii", "280"], ["深圳", "12"], ["某地", "—"], ["某地", "约5"]]
)
def test_a_row_with_an_unknown_name_is_no_heading(first: list[str]) -> None:
    table = table_of(["省份", "项目"], first, ["安徽", "280"], ["河北", "43"])
    assert table.header == (1,)
    assert table.rows[0] == tuple(first)


def test_a_short_last_row_is_a_row() -> None:
    table = table_of(["省份", "项目"], ["安徽", "280"], ["Shangdong", ""])
    assert table.rows[-1] == ("Shangdong", "")
    assert table.notes == ()


def test_the_heading_can_be_given() -> None:
    rows = [["a", "b"], ["省份", "项目"], ["安徽", "280"]]
    assert table_of(*rows, header=(1,)).columns == ("a", "b")
    assert table_of(*rows, header=()).columns == ("column 1", "column 2")
    with pytest.raises(TableError, match="has no row 9; it has rows 1 to 3"):
        table_of(*rows, header=(9,))
    with pytest.raises(TableError, match="has no rows"):
        table_of(*rows, header=(3,))
    for numbers in ((0,), (0, 2), (4,), (1, 4)):  # beside the first and the last
        with pytest.raises(TableError, match=r"has no row \d.*; it has rows 1 to 3"):
            table_of(*rows, header=numbers)
    none = table_of(["甲", "乙"], ["安徽", "280"], header=())
    assert (none.title, len(none.rows)) == ("", 2)  # nothing stands above no heading
    two = table_of(["甲", "乙"], ["省份", "项目"], ["安徽", "280"], header=(1, 2))
    assert (two.title, two.columns) == ("", ("甲 · 省份", "乙 · 项目"))
    body = [["安徽", "280"]] * 7
    far = table_of(["省份", "a"], *body, ["", "b"], ["河北", "1"], header=(9, 1))
    assert far.header == (1, 9)  # in the order of the file


def test_a_near_tie_of_two_headings_is_kept() -> None:
    body = [["安徽", "1", "2"], ["河北", "3", "4"]]
    tie = table_of(["", "", "表1"], ["地区", "a", "b"], *body)
    assert (tie.header, tie.rival_header) == ((1, 2), (2,))
    clear = table_of(["各地区情况", "", ""], *body)  # by just as much as is enough
    assert (clear.header, clear.rival_header) == ((), None)


def test_without_places_the_first_row_of_several_words_is_the_heading() -> None:
    assert table_of(["标题", ""], ["a", "b"], ["7", "8"]).header == (2,)
    assert table_of(["", ""], ["a", ""], ["b", ""]).header == (2,)
    assert table_of(["a", ""], ["b", ""]).header == (1,)


def test_the_name_of_a_group_alone_is_a_title_and_beside_figures_a_row() -> None:
    assert table_of(["东部地区", ""], ["地区", "值"], ["北京", "7"], ["河北", "8"]).header == (2,)
    assert table_of(["全国", "15"], ["北京", "7"], ["河北", "8"]).header == ()


def test_names_that_a_library_made_up_are_none() -> None:
    """In the first ten rows: below them such a word is somebody's."""
    rows = [["Unnamed: 0", "Unnamed: 12_level_0", "值"], *[["安徽", "x", "2"]] * 8]
    table = table_of(*rows, ["河北", "Unnamed: 1", "3"], ["山西", "Unnamed: 1", "4"])
    assert table.columns == ("column 1", "column 2", "值")
    assert [row[1] for row in table.rows[-2:]] == ["", "Unnamed: 1"]


def test_a_heading_that_stands_again_is_no_note() -> None:
    table = table_of(["省份", "值"], ["安徽", "5"], ["续表", ""], ["省份", "值"], ["河北", "6"])
    assert table.rows == (("安徽", "5"), ("河北", "6"))
    assert [(aside.row, aside.kind) for aside in table.asides] == [(3, "heading"), (4, "heading")]
    assert table.notes == ()


def test_places_across_are_turned() -> None:
    table = table_of(
        ["各省产值"], ["年份", "北京", "天津", "河北", "安徽"], ["2019", "1", "2", "3", "4"],
        ["2020", "5", "6", "7", "8"],
    )  # fmt: skip
    assert table.turned
    assert table.rows[3] == ("安徽", "4", "8")
    assert table.row_numbers == (2, 3, 4, 5)  # the file's columns
    assert table.header == (1,)
    noted = table_of(
        ["各省产值"], ["年份", "北京", "天津", "注：初步核算。"], ["2019", "1", "2", ""]
    )
    assert [(aside.row, aside.kind) for aside in noted.asides][-1] == (4, "note")
    given = table_of(["表"], ["年份", "北京", "天津"], ["2019", "1", "2"], header=(1,))
    assert (given.title, given.header, given.columns) == ("表", (1,), ("年份", "2019"))


def test_halves_side_by_side_are_put_below_each_other() -> None:
    table = table_of(
        ["地区", "数", "地区", "数"],
        ["北京", "1", "河北", "4"],
        ["天津", "2", "山西", "5"],
        ["安徽", "3", "广东", "6"],
    )
    assert table.columns == ("地区", "数")
    assert dict(table.rows) == {
        "北京": "1", "天津": "2", "安徽": "3", "河北": "4", "山西": "5", "广东": "6",
    }  # fmt: skip


def test_a_name_that_stands_once_for_several_rows_is_filled_in() -> None:
    rows = [["省份", "年份", "值"], ["安徽", "2019", "1"], ["", "2020", "2"],
            ["河北", "2019", "3"], ["", "2020", "4"]]  # fmt: skip
    table = table_of(*rows)
    assert table.filled
    assert [row[0] for row in table.rows] == ["安徽", "安徽", "河北", "河北"]
    merged = table_of(*rows, merged=((1, 0, 2, 0),))
    assert [row[0] for row in merged.rows] == ["安徽", "安徽", "河北", ""]


def test_a_merged_number_is_never_repeated() -> None:
    table = table_of(
        ["省份", "值"], ["安徽", "5"], ["河北", ""], ["山西", "1"], merged=((1, 1, 2, 1),)
    )
    assert table.rows[1] == ("河北", "")


def test_columns_of_one_name_stay_apart() -> None:
    assert table_of(["省份", "a", "a"], ["安徽", "1", "2"]).columns == ("省份", "a", "a (2)")


def test_the_sheet_with_the_places_is_chosen() -> None:
    cover = Sheet("说明", (("本表由统计处编制",), ("2020",)))
    data = Sheet("数据", (("省份", "值"), ("安徽", "1"), ("河北", "2")))
    book = Workbook("t.xlsx", (cover, data))
    places = places_by_sheet(book, resolve=GAZETTEER.resolve)
    assert places == {"说明": 0, "数据": 2}
    assert choose_sheet(book, None, places) is data
    assert choose_sheet(book, "说明", places) is cover
    with pytest.raises(UnknownNameError, match="sheet of t"):
        choose_sheet(book, "x", places)


FIGURES = "安徽,1,2\n河北,3,4"
YEARS = "安徽,2011,2012\n河北,2013,2014"
WORDS = "安徽,甲,2\n河北,乙,4"
MIXED = "安徽,甲,丙\n河北,5,丁\n山西,6,戊"
HALF = "安徽,1,甲\n河北,2,3\n山西,乙,丙\n山东,丁,5"
FOUR = "安徽,1,2,3,4\n河北,3,4,5,6"
ALL = "安徽,甲,丙,戊,庚\n河北,乙,丁,己,辛"
SECOND = "5,安徽,2\n6,河北,3"
RAGGED = "安徽,1\n河北,3,4\n山西"


@pytest.mark.parametrize(
    ("above", "body", "found", "behind"),
    [
        ("", FIGURES, (), math.inf),
        ("地区,a,b", FIGURES, (0,), 13),
        ("名称,a,b", FIGURES, (0,), 13),
        ("某,a,b", FIGURES, (0,), 4),
        (",a,b", FIGURES, (0,), 6.5),
        ("地区,a,b\n某地,7,8", FIGURES, (0,), 13),
        ("地区,a,b\n某地,,8", FIGURES, (0,), 13),
        ("地区,a,b\n某地,—,—", FIGURES, (0,), 13),
        ("地区,a,b\n某地,x,y", FIGURES, (0,), 9),
        ("地区,a,b\n,7,8", FIGURES, (0,), 6.5),
        ("某地,7,8", FIGURES, (), 8),
        ("某地,7,x", FIGURES, (), 4),
        ("某地,7,", FIGURES, (), 4),
        (",7,8", FIGURES, (), 5.5),
        ("地区,a,b\n甲,1,2", FIGURES, (0,), 13),
        ("甲,1,2", FIGURES, (), 6),
        ("地区,a,b\n(1),(2),(3)", FIGURES, (0,), 13),
        ("某地,2019,2020", YEARS, (0,), 2),
        ("地区,2019,2020\n某地,2021,2022", YEARS, (0,), 12),
        ("地区,2019,2020", YEARS, (0,), 12),
        ("地区,2019,2020\n,2021,2022", FIGURES, (0,), 4.5),
        (",2019年,", FIGURES, (0,), 2),
        ("标题,,\n地区,a,b", FIGURES, (1,), 2),
        (",,标题\n地区,a,b", FIGURES, (0, 1), 0),
        ("标题,,\n单位：亿元,,\n地区,a,b", FIGURES, (2,), 1),
        (",,单位：亿元\n地区,a,b", FIGURES, (1,), 1),
        ("各,地,表\n地区,a,b", FIGURES, (1,), 1),
        ("标题,,\n副题,,\n地区,a,b", FIGURES, (2,), 2),
        (",GDP,\n地区,2019,2020", FIGURES, (0, 1), 2),
        ("地区,GDP,\n,2019,2020", FIGURES, (0, 1), 3.5),
        ("地区,,GDP\n,2019,2020", FIGURES, (0, 1), 3.5),
        ("地区,GDP,\n某地,2019,2020", FIGURES, (0,), 5),
        ("指标,GDP,GDP\n地区,2019,2020", FIGURES, (0, 1), 3),
        ("指标,GDP,\n地区,a,b", FIGURES, (0, 1), 7),
        ("地区,a,b\n,亿元,万人", FIGURES, (0, 1), 7.5),
        ("地区,a,b\n,,亿元", FIGURES, (0, 1), 4.5),
        ("地区,a,b\n,,\n,2019,2020", FIGURES, (0, 2), 3.5),
        ("地区,GDP,\n,2019,2020\n,亿元,亿元", FIGURES, (0, 1, 2), 5.5),
        ("地区,a,b\n,c,d\n,e,f\n,g,h\n,i,j", FIGURES, (0, 1, 2, 3, 4), 0.5),
        ("地区,a,b\n,c,d\n,e,f\n,g,h\n,i,j\n,k,l", FIGURES, (0, 1, 2, 3, 4), 0.5),
        ("地区,0,1", FIGURES, (0,), 10),
        (",0,1", FIGURES, (0,), 2.5),
        ("地区,1,2", FIGURES, (0,), 2),
        ("地区,类,b\n某地,甲,5", WORDS, (0,), 13),
        ("地区,类,b\n某地,甲,x", WORDS, (0,), 13),
        ("地区,类,b\n,甲,5", WORDS, (0,), 6.5),
        ("地区,甲,b", WORDS, (0,), 10),
        (",甲,b", WORDS, (0,), 2.5),
        ("地区,甲,丙\n某地,丁,x", MIXED, (0,), 5),
        ("地区,a,b\n某地,x,丁", MIXED, (0,), 13),
        ("地区,a,b\n某地,甲,丙", MIXED, (0,), 13),
        ("a,b,c\n地区,x,y", FIGURES, (1,), 1),
        ("地区,a,b\n名称,c,d", FIGURES, (1,), 1),
        ("a,b,\nd,e,f", FIGURES, (0, 1), 3),
        (",GDP,\n地区,2019,c", FIGURES, (0, 1), 0),
        ("地区,a,b,c", FIGURES, (0,), 14),
        ("某地,7,8,c", FIGURES, (), 8),
        ("地区,,", FIGURES, (), 1),
        ("2019,a,b", FIGURES, (0,), 4),
        ("地区,a,b\n,,\n某地,7,8", FIGURES, (0,), 13),
        ("序号,地区,b", SECOND, (0,), 13),
        (",标题,\n序号,地区,b", SECOND, (1,), 2),
        ("标题,,\n序号,地区,b", SECOND, (1,), 1.5),
        (",,标题\n序号,地区,b", SECOND, (0, 1), 0),
        ("5,某地,2", SECOND, (), 8),
        ("a,某,b", SECOND, (0,), 4),
        ("a,,b", SECOND, (0,), 6.5),
        ("a", SECOND, (), 0.5),
        ("序号\na,地区,b", SECOND, (1,), 1.5),
        ("序号,地区,\n,,b", SECOND, (0, 1), 3.5),
        ("合计,x,9", SECOND, (), 4),
        ("合计,,9", SECOND, (), 1.5),
        ("地区,a,b", RAGGED, (0,), 13),
        ("某地,7", RAGGED, (), 4),
        ("地区,a\n某地,7,8", RAGGED, (0,), 12),
        ("地区,a,b,c,d", FOUR, (0,), 14),
        ("地区,2018,2019,2020,2021", FOUR, (0,), 13),
        ("某,2018,2019,2020,2021", FOUR, (0,), 3),
        ("某,2018年,2019年,b,c", FOUR, (0,), 6),
        ("某地,2018,2019,7,8", FOUR, (), 6),
        ("某地,7,x,y,z", FOUR, (), 0),
        ("某地,7,8,x,y", FOUR, (), 8),
        ("某地,7,8,9,x", FOUR, (), 8),
        ("表,a,b,c,d\n地区,a,b,c,d", FOUR, (0, 1), 0),
        ("表,a,b,c,\n地区,a,b,c,d", FOUR, (0, 1), 9),
        ("表,7,8,9,5\n地区,a,b,c,d", FOUR, (1,), 2),
        ("某地,甲,丙,戊,庚", ALL, (), 7),
        ("地区,甲,丙,戊,庚", ALL, (0,), 3),
        ("地区,甲,丙,戊,x", ALL, (0,), 3),
        ("地区,甲,丙,x,y", ALL, (0,), 5),
        ("地区,a,b,c,d\n某地,甲,丙,戊,x", ALL, (0,), 13),
        ("某地,x,y", HALF, (0,), 3),
        ("某地,7,y", HALF, (), 1),
        ("某地,x,7", HALF, (), 1),
        (",,表\n地区,a,b", FIGURES, (0, 1), 0),
        (",,GDP\n,2019,2020", FIGURES, (0, 1), 2),
        (",GDP,\n,2019,2020", FIGURES, (0, 1), 2),
        ("地区,a,b\n,2019,c", FIGURES, (0, 1), 2.5),
        ("地区,a,b\n某地,2019,2020", FIGURES, (0,), 9),
        ("指标,a,b\n地区,,c", FIGURES, (0, 1), 4),
        ("指标,2018,2019\n地区,2019,2020", FIGURES, (1,), 1),
        (",2018,2019\n,2019,2020", FIGURES, (0,), 4.5),
        ("地区,2018,\n,2019,2020", FIGURES, (0, 1), 3.5),
        ("标题,,\n,,\n地区,a,b", FIGURES, (2,), 2),
        ("标题,,\n地区,a,b\n,,\n某地,7,8", FIGURES, (1,), 2),
        ("地区,a,b\n单位：亿元,,", FIGURES, (0,), 9.5),
        ("地区,a,b\n—,—,—", FIGURES, (0,), 13),
        ("0,1,2", FIGURES, (), 0),
        ("地区,0,2", FIGURES, (0,), 2),
    ],
)  # fmt: skip
def test_the_heading_and_by_how_much_the_next_best_is_behind(
    above: str, body: str, found: tuple[int, ...], behind: float
) -> None:
    """Below 1 it is asked about. What says most is a word such as 地区 over the names; figures
    above figures, and words that stand again below, are a row's."""
    rows = [tuple(line.split(",")) for line in f"{above}\n{body}".strip("\n").split("\n")]
    key = 1 if body is SECOND else 0
    heading = find_heading(rows, key=key, first=len(rows) - body.count("\n") - 1)
    assert (heading.rows, heading.margin) == (found, behind)


def test_two_hundred_rows_show_what_stands_below_a_heading() -> None:
    rows = [("地区", "甲"), *[("安徽", "1")] * 199, ("河北", "2"), ("山西", "甲")]
    assert find_heading(rows, key=0, first=1) == find_heading(rows[:-1], key=0, first=1)
    rows[-2] = ("山西", "甲")  # the word stands again
    assert find_heading(rows, key=0, first=1) != find_heading(rows[:-2], key=0, first=1)


CELL = st.one_of(
    st.sampled_from(["", "安徽", "河北省", "全国", "2020", "12.4万", "注：", "地区", "单位：亿元"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=6),
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=8))
def test_no_row_is_lost_and_nothing_but_a_geo_error_is_raised(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    try:
        book = read_workbook(
            buffer.getvalue().encode(), "t.csv", known=lambda t: GAZETTEER.resolve(t) is not None
        )
        (sheet,) = book.sheets
        table = read_table(
            book, sheet, resolve=GAZETTEER.resolve, group=GAZETTEER.group, header=(1,)
        )
    except GeoError:
        return
    if table.turned or len(set(table.row_numbers)) != len(table.row_numbers):
        return
    accounted = {*table.row_numbers, *table.header, *(aside.row for aside in table.asides)}
    for number, row in enumerate(sheet.rows, start=1):
        assert number in accounted or not any(row)
    try:
        find_roles(table, resolve=GAZETTEER.resolve)
    except GeoError:
        return


def test_the_guide_to_the_wing_names_every_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(tables.__path__)}
    assert set(re.findall(r"``(\w+)``", tables.__doc__ or "")) == modules
