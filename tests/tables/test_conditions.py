"""Conditions: cells are compared as what they are, and a value that no row has is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.model.errors import TableError, UnknownNameError
from geo.model.tables import Column, NotNumber, Table
from geo.tables.conditions import Condition, check_conditions, parse_condition
from geo.tables.lists import aggregate
from tests.gathered import gathered

COLUMNS = ("状态", "类型（新）", "总投资", "总投资（亿元）", "a=b", "c")


def met(condition: str, cell: str) -> bool | None:
    return parse_condition(condition, ("c",)).test()(cell)


def column(*cells: str) -> Table:
    rows = tuple((cell,) for cell in cells)
    return Table("t.csv", (Column("c", "c"),), rows, tuple(range(2, len(rows) + 2)))


def refusal(condition: str, *cells: str) -> str:
    with pytest.raises(TableError) as error:
        check_conditions(column(*cells), [parse_condition(condition, ("c",))])
    assert error.value.told("zh") != str(error.value)
    return str(error.value)


# As they are written


@gathered(
    ("text", "name", "sign", "values"),
    [
        ("状态=在建|拟建", "状态", "=", ("在建", "拟建")),
        ("状态 == '在建'", "状态", "=", ("在建",)),
        ('状态 = "在建"|“拟建”', "状态", "=", ("在建", "拟建")),
        ("状态＝「在建」｜‘拟建’", "状态", "=", ("在建", "拟建")),
        ("状态 = ''", "状态", "=", ("",)),
        ("状态=", "状态", "=", ("",)),
        ("状态 = '在建|拟建'", "状态", "=", ("在建|拟建",)),
        ("状态 = '5G'基站", "状态", "=", ("'5G'基站",)),
        ("状态≠在建", "状态", "!=", ("在建",)),
        ("状态！＝在建", "状态", "!=", ("在建",)),
        ("状态<>在建", "状态", "!=", ("在建",)),
        ("状态～在", "状态", "~", ("在",)),
        ("总投资≥10", "总投资", ">=", ("10",)),
        ("总投资 ＞＝ 10", "总投资", ">=", ("10",)),
        ("总投资＜10", "总投资", "<", ("10",)),
        ("总投资 ≤ 10", "总投资", "<=", ("10",)),
        ("总投资（亿元）>10", "总投资（亿元）", ">", ("10",)),
        ("总投资(亿元)>10", "总投资（亿元）", ">", ("10",)),
        ("a=b=c", "a=b", "=", ("c",)),
    ],
)
def test_a_condition_as_it_is_written(
    text: str, name: str, sign: str, values: tuple[str, ...]
) -> None:
    assert parse_condition(text, COLUMNS) == Condition(name, sign, values)


words = st.text(st.sampled_from("在建5G ab|=<>!~'\"“”‘’「」"), max_size=8).map(str.strip)


@given(
    st.sampled_from(COLUMNS),
    st.sampled_from(["=", "!=", "~", "<", "<=", ">", ">="]),
    st.lists(words, min_size=1, max_size=3).map(tuple),
)
def test_a_condition_is_read_as_it_was_told(name: str, sign: str, values: tuple[str, ...]) -> None:
    said = Condition(name, sign, values)
    assert parse_condition(str(said), COLUMNS) == said


def test_what_is_no_condition_is_refused() -> None:
    with pytest.raises(TableError, match="'在建' is no condition"):
        parse_condition("在建", COLUMNS)
    with pytest.raises(UnknownNameError, match="unknown column '现状'"):
        parse_condition("现状=在建", COLUMNS)
    with pytest.raises(TableError, match=r"c ~ : every cell contains nothing"):
        met("c~", "x")
    with pytest.raises(TableError, match="'many' is no number to compare with"):
        met("c>=many", "1")


# What a cell is

_DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
_WRITTEN = st.sampled_from(
    ["{y}/{m}/{d}", "{y}-{m:02}-{d:02}", "{y}年{m}月{d}日", "{y}.{m}.{d}",
     "{y}-{m:02}-{d:02} 00:00:00", "{y}/{m}/{d} 0:00", "{y}-{m:02}-{d:02}T08:30:00Z",
     "{y}-{m:02}-{d:02} 23:59:59.5+08:00"]
)  # fmt: skip
_SIGNS = {
    "=": "__eq__",
    "!=": "__ne__",
    "<": "__lt__",
    "<=": "__le__",
    ">": "__gt__",
    ">=": "__ge__",
}


def written(day: date, form: str) -> str:
    return form.format(y=day.year, m=day.month, d=day.day)


@given(_DAYS, st.integers(-400, 400), _WRITTEN, _WRITTEN, st.sampled_from(list(_SIGNS)))
@example(date(2020, 3, 1), 0, "{y}/{m}/{d}", "{y}-{m:02}-{d:02}", "=")
def test_days_are_compared_as_days(day: date, later: int, form: str, other: str, sign: str) -> None:
    cell, value = day + timedelta(later), day
    expected = getattr(cell, _SIGNS[sign])(value)
    assert met(f"c{sign}{written(value, other)}", written(cell, form)) == expected


@gathered(
    ("condition", "cell", "expected"),
    [
        ("c>=2020-03", "2020-03-01", True), ("c>2020-03", "2020-03-31", False),
        ("c>2020年3月", "2020-04-01", True), ("c<=2020-03", "2020/3/31", True),
        ("c<2020-03", "2020-03-01", False), ("c<2020年", "2019-12-31", True),
        ("c>2020", "2020-12-31", False), ("c>=2020Q2", "2020-04-01", True),
        ("c<=2020Q2", "2020年第2季度", True), ("c>2020Q1", "2020-03-31", False),
        ("c=2020", "2020年", True), ("c=2020", "2020-03-01", False),  # a year beside a day of it
        ("c=2020Q1", "2020年一季度", True), ("c=2020年6月", "2020-06", True),
    ],
)  # fmt: skip
def test_periods_are_spans_of_days(condition: str, cell: str, expected: bool) -> None:
    assert met(condition, cell) is expected


_NUMBER = st.integers(-(10**9), 10**9) | st.decimals(
    -(10**6), 10**6, places=2, allow_nan=False, allow_infinity=False
)


@given(_NUMBER, _NUMBER, st.sampled_from(list(_SIGNS)))
def test_numbers_are_compared_as_numbers(cell: object, value: object, sign: str) -> None:
    as_months = all(1900 <= abs(float(str(n))) < 2200 for n in (cell, value))
    expected = getattr(float(str(cell)), _SIGNS[sign])(float(str(value)))
    if not as_months:
        assert met(f"c{sign}{value}", f"{cell:,}") == expected


@gathered(
    ("condition", "cell", "expected"),
    [
        ("c=10", "10.0", True), ("c=1,000", "1000", True), ("c=12万", "120,000", True),
        ("c!=10", "10.00", False), ("c=１０", "10", True), ("c>=12万", "119999", False),
        ("c<=2020", "2020.7", False),  # yuan, not July
        ("c=2020.7", "2020.70", True), ("c=2020.1", "2020.10", False),
        ("c=2020.1", "2020.01", False), ("c>=2020.2", "2020.10", None),  # of months, or of yuan?
        ("c>=10", "约50", None), ("c>=10", "—", False), ("c>=10", "", False),
        ("c=10", "第10", False),
        ("c=12345678901234567", "12345678901234568", False),
    ],
)  # fmt: skip
def test_what_a_number_meets(condition: str, cell: str, expected: bool | None) -> None:
    assert met(condition, cell) is expected


@gathered(
    ("condition", "cell", "expected"),
    [
        ("c=5G基站", "５Ｇ基站", True), ("c=5G 基站", "5g基站", True),
        ("c=数据中心", "数据 中心", True),
        ("c=AI lab", "ai  LAB", True), ("c=AI lab", "ailab", False), ("c=在建", " 在建 ", True),
        ("c~5G", "５ｇ基站", True), ("c~5g", "15 giga", False), ("c~中心", "数据 中心", True),
        ("c!=在建|拟建", "拟建", False), ("c!=在建|拟建", "已建", True), ("c=", "", True),
        ("c=安徽", "安徽省", False),
    ],
)  # fmt: skip
def test_texts_are_compared_without_their_form(condition: str, cell: str, expected: bool) -> None:
    assert met(condition, cell) is expected


# What no row has


@gathered(
    ("condition", "cells", "said"),
    [
        ("c=建成", ("已建", "在建"), "'建成' in the column 'c'. Nearest are: 已建, 在建"),
        ("c=在建|建成", ("已建", "在建"), "no row has '建成'"),
        ("c!=建成", ("已建", "在建"), "no row has '建成'"),
        ("c~建成", ("已建", "在建"), "no row contains '建成'"),
        ("c=2020-03-04", ("2020/3/1", "2020/3/9", "x"), "Nearest are: 2020/3/1, 2020/3/9."),
        ("c=5", ("1", "4", "9.0", "—"), "Nearest are: 1, 4, 9.0."),
        ("c=xyz", ("甲", "甲", "乙"), "Nearest are: 甲, 乙."),
        ("c=xyz", ("甲", "乙", "丙", "丁", "戊", "己"), "甲, 乙, 丙, 丁, 戊, …."),
        ("c=", ("甲", "乙"), "no row has ''"),
        ("c!=甲", ("甲", " 甲"), "every row has one of these values"),
        ("c>10", ("1", "7", "—"), "reaches from 1 to 7."),
        ("c<2020-01", ("2020/3/1", "2021年"), "reaches from 2020/3/1 to 2021年."),
        ("c>10", ("甲", "—"), "nothing that can be compared so; it has 甲"),
        ("c>2020-01-01", ("5", "7"), "nothing that can be compared so; it has 5, 7"),
    ],
)  # fmt: skip
def test_what_no_row_has_is_refused_with_what_is_near(
    condition: str, cells: tuple[str, ...], said: str
) -> None:
    assert said in refusal(condition, *cells)


@pytest.mark.parametrize("condition", ["c=甲", "c!=甲", "c~乙", "c!=", "c=甲|乙"])
def test_what_some_row_has_is_not_refused(condition: str) -> None:
    check_conditions(column("甲", "乙"), [parse_condition(condition, ("c",))])


@given(st.lists(words, min_size=1, max_size=6), st.sampled_from(["=", "!="]))
def test_a_value_of_the_column_is_never_refused(cells: list[str], sign: str) -> None:
    for cell in cells:
        condition = Condition("c", sign, (cell,))
        meets = condition.test()
        if any(map(meets, cells)):
            check_conditions(column(*cells), [condition])
        assert meets(cell) is (sign == "=")


# What is counted


def test_places_without_such_a_row_have_zero_and_a_slip_has_no_figure() -> None:
    rows = (("a", "甲"), ("a", "乙"), ("b", "乙"))
    table = Table("t.csv", (Column("place", "place"), Column("c", "c")), rows, (2, 3, 4))
    places = ("a", "a", "b")
    counted = aggregate(table, places, how="count", where=(Condition("c", "=", ("甲",)),))
    assert counted.numbers == {"a": 1, "b": 0}
    for how in ("count", "share"):
        with pytest.raises(TableError, match="no row has '丙'"):
            aggregate(table, places, how=how, where=(Condition("c", "=", ("丙",)),))


def test_cells_that_cannot_be_compared_are_named() -> None:
    rows = (("1", "x"), ("约50", "x"), ("60", "x"), ("—", "x"), ("约70", "y"))
    table = Table("t.csv", (Column("c", "c"), Column("d", "d")), rows, (2, 3, 4, 5, 6))
    where = (Condition("c", ">", ("10",)), Condition("d", "=", ("x",)))
    found = aggregate(table, ("a",) * 5, how="count", where=where)
    assert found.numbers == {"a": 1}
    assert found.not_numbers == (NotNumber(3, "约50", "c"),)
