"""A user's file, whatever its kind and encoding; what is no table is refused in words."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import TableError
from geo.model import Table
from geo.tables import parse_table, read_table

Rows = list[list[object]]
ROWS: Rows = [
    ["省份", "项目数", "占比"],
    ["安徽", 280, 12.5],
    ["浙江", 109, None],
    ["广东", 165, 34.1],
]
EXPECTED = (("安徽", "280", "12.5"), ("浙江", "109", ""), ("广东", "165", "34.1"))

CSV = "省份,项目数,占比\n安徽,280,12.5\n浙江,109,\n广东,165,34.1\n"


def by_openpyxl(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_xlsxwriter(rows: Rows) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def attempt(data: bytes, name: str) -> Table | str:
    """The table, or what the user is told instead."""
    try:
        return parse_table(data, name)
    except TableError as error:
        return str(error)


def parse(text: str, name: str = "table.csv") -> Table:
    return parse_table(text.encode(), name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "gb2312", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding(encoding: str, newline: str) -> None:
    table = parse_table(CSV.replace("\n", newline).encode(encoding), "table.csv")
    assert table.columns == ("省份", "项目数", "占比")
    assert table.rows == EXPECTED
    assert table.row_numbers == (2, 3, 4)


def test_traditional_characters_and_rare_ones_in_gb18030() -> None:
    text = "地區,數值\n臺灣㐀𠀀,1\n"
    assert parse_table(text.encode("gb18030"), "t.csv").rows == (("臺灣㐀𠀀", "1"),)


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("name", ["table.csv", "table.tsv", "table.txt", "TABLE.CSV"])
def test_every_separator(mark: str, name: str) -> None:
    table = parse(CSV.replace(",", mark), name)
    assert table.rows == EXPECTED
    assert table.name == name


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('name,value\nAnhui,"1,234,567"\n', ("Anhui", "1,234,567")),
        ('name,value\nAnhui,"a; b; c; d"\n', ("Anhui", "a; b; c; d")),
        ("name;value\nAnhui;1,234,567.5\nHebei;2,345,678.1\n", ("Anhui", "1,234,567.5")),
        ("name;value\nAnhui;43,5\n", ("Anhui", "43,5")),
        ("name\tvalue\nAnhui\t1,2;3,4;5,6\n", ("Anhui", "1,2;3,4;5,6")),
        ('name,value\nAnhui,"two\nlines"\n', ("Anhui", "two\nlines")),
        ('name,value\nAnhui,"say ""so"""\n', ("Anhui", 'say "so"')),
    ],
)
def test_marks_inside_cells_are_no_separators(text: str, row: tuple[str, ...]) -> None:
    table = parse(text)
    assert table.columns == ("name", "value")
    assert table.rows[0] == row


def test_one_column_is_a_table() -> None:
    assert parse("adcode\n340000\n").rows == (("340000",),)


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_workbooks(write: Callable[[Rows], bytes]) -> None:
    table = parse_table(write(ROWS), "table.xlsx")
    assert table.columns == ("省份", "项目数", "占比")
    assert table.rows == EXPECTED


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_numbers_in_workbooks_read_as_in_a_csv(write: Callable[[Rows], bytes]) -> None:
    rows: Rows = [["a"], [340000], [340000.0], [0.1], [-5], [1e20], [True], ["  x  "]]
    table = parse_table(write(rows), "table.xlsx")
    assert [row[0] for row in table.rows][:5] == ["340000", "340000", "0.1", "-5", "1e+20"]
    assert [row[0] for row in table.rows][6] == "x"


def test_dates_in_workbooks_are_text() -> None:
    table = parse_table(by_openpyxl([["day"], [datetime.date(2020, 12, 31)]]), "table.xlsx")
    assert table.rows[0][0].startswith("2020-12-31")


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_blank_rows_of_a_workbook_keep_their_numbers(write: Callable[[Rows], bytes]) -> None:
    blank: list[object] = [None, None]
    rows = [blank, ["name", "value"], ["Anhui", 1], blank, blank, ["Hebei", 2]]
    table = parse_table(write(rows), "table.xlsx")
    assert table.columns == ("name", "value")
    assert table.row_numbers == (3, 6)


@pytest.mark.parametrize("blank", ["", ",", " , ", '""'])
def test_blank_rows_of_a_text_keep_their_numbers(blank: str) -> None:
    table = parse(f"\nname,value\nAnhui,1\n{blank}\n{blank}\nHebei,2\n{blank}\n")
    assert table.columns == ("name", "value")
    assert table.rows == (("Anhui", "1"), ("Hebei", "2"))
    assert table.row_numbers == (3, 6)


def test_columns_with_the_same_name_and_without_one_get_their_own() -> None:
    table = parse("name,value,value,,value\nAnhui,1,2,3,4,5\n")
    assert table.columns == ("name", "value", "value (2)", "column 4", "value (3)", "column 6")
    assert table.cells("value (2)") == ("2",)
    assert table.cells("column 6") == ("5",)


def test_short_rows_are_filled_up() -> None:
    assert parse("a,b,c\n1\n1,2,3\n").rows == (("1", "", ""), ("1", "2", "3"))


def test_a_name_that_looks_like_a_made_one_stays_unique() -> None:
    columns = parse("a (2),a,a\n1,2,3\n").columns
    assert len(set(columns)) == 3
    assert columns[:2] == ("a (2)", "a")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(CSV, encoding="utf-8")
    assert read_table(path) == read_table(str(path)) == parse(CSV, "表.csv")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"nothing\.csv cannot be read: No such file"):
        read_table(tmp_path / "nothing.csv")


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be read: Is a directory"):
        read_table(tmp_path)


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "t.csv", r"t\.csv is empty: it must have a header row"),
        (b"", "t.xlsx", r"t\.xlsx is empty"),
        (b"name,value\n", "t.csv", r"t\.csv has no rows: it must have a header row and"),
        (b"\n\n,,\n", "t.csv", r"t\.csv has no rows"),
        (b"\xef\xbb\xbf", "t.csv", r"t\.csv has no rows"),
        (by_openpyxl([["name", "value"]]), "t.xlsx", r"t\.xlsx has no rows"),
        (by_openpyxl([]), "t.xlsx", r"t\.xlsx has no rows"),
        (b"a,b\n1,2\n", "t.pdf", r"t\.pdf is of an unknown kind '\.pdf'; known are \.csv, \.tsv"),
        (b"a,b\n1,2\n", "t", r"t is of an unknown kind ''; known are"),
        (b"name,value\nAnhui,\x00\n", "t.csv", r"t\.csv is no text file: it contains NUL bytes"),
        (b'name,value\n"Anhui,1\n', "t.csv", r"t\.csv is no proper table of separated values"),
        (b"name,value\nAnhui,1\n", "t.xlsx", r"t\.xlsx is no readable workbook"),
        (by_openpyxl(ROWS)[:3000], "t.xlsx", r"t\.xlsx is no readable workbook"),
        (bytes(range(256)) * 8, "t.xls", r"t\.xls is no readable workbook"),
        (bytes(range(256)) * 8, "t.csv", r"t\.csv is "),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "t.csv", r"t\.csv is "),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(data: bytes, name: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        parse_table(data, name)


@given(st.binary(max_size=300), st.sampled_from(["t.csv", "t.txt", "t.xlsx", "t.xls", "t.ods"]))
def test_whatever_the_bytes_the_answer_is_a_table_or_an_error_in_words(
    data: bytes, name: str
) -> None:
    result = attempt(data, name)
    if isinstance(result, str):
        assert name in result
    else:
        assert len(set(result.columns)) == len(result.columns)
        assert all(len(row) == len(result.columns) for row in result.rows)
        assert len(result.rows) == len(result.row_numbers) > 0


WORKBOOK = by_openpyxl(ROWS)


@given(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255), st.booleans())
def test_a_damaged_workbook_is_a_table_or_an_error_in_words(
    position: int, byte: int, cut: bool
) -> None:
    damaged = WORKBOOK[:position] + (b"" if cut else bytes([byte]) + WORKBOOK[position + 1 :])
    result = attempt(damaged, "t.xlsx")
    assert isinstance(result, Table) or "t.xlsx" in result


cells = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='",;\t'),
    min_size=1,
    max_size=8,
).filter(str.strip)


@given(st.lists(st.tuples(cells, cells), min_size=2, max_size=6), st.sampled_from(",;\t"))
def test_what_was_written_is_what_is_read(rows: list[tuple[str, str]], mark: str) -> None:
    text = "\n".join(mark.join(row) for row in rows)
    table = parse_table(text.encode("utf-8-sig"), "t.csv")
    assert table.rows == tuple(tuple(cell.strip() for cell in row) for row in rows[1:])
