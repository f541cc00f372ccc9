"""Tables of every shape are read as they were written, or end in a question: in whichever file
format, encoding and orientation they come."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter

from geo.model.errors import QuestionError
from geo.tables import cells
from geo.tables.indicator import indicator_of, join_work
from geo.tables.work import Work, open_bytes
from tests.gathered import gathered
from tests.random_tables import Made, difference, make, read
from tests.slow import up_to

Rows = tuple[tuple[str, ...], ...]

#: Tables that are written as workbooks: some of every kind, and some with heads to merge.
SEEDS = [*range(0, 60, 10), *[s for s in range(150) if "merged" in make(s).traits][:6]]


SLOW = pytest.mark.slow(reads=up_to("tables"))


@pytest.mark.parametrize("hundred", [0, *(pytest.param(n, marks=SLOW) for n in range(1, 5))])
def test_random_tables_are_read_as_they_were_written(hundred: int) -> None:
    wrong = {}
    for seed in range(100 * hundred, 100 * hundred + 100):
        made = make(seed)
        try:
            told = difference(made, read(made))
        except QuestionError:
            continue
        if told:
            wrong[seed] = told
    assert wrong == {}


@pytest.mark.parametrize("seed", [1592, 2440, 3198])
def test_what_was_once_read_wrong(seed: int) -> None:
    """A first row with an unknown name and figures like years; figures that are their places' codes
    by chance."""
    made = make(seed)
    assert difference(made, read(made)) == ""


def test_the_random_tables_have_every_trait() -> None:
    """So that the test above is about something."""
    traits = set().union(*(make(seed).traits for seed in range(500)))
    assert traits >= {
        "long", "list", "periods", "months", "days", "m/d/y", "merged", "three rows", "across",
        "title", "unit line", "unit row", "notes", "total", "typos", "rank", "codes beside",
        "degrees beside", "remarks", "gaps", "blank column", "values:codes", "values:years",
        "values:ranks", "values:degrees", "values:zeros", "keys:code", "keys:en",
    }  # fmt: skip


def test_a_figure_that_is_changed_is_found() -> None:
    """The comparison sees one wrong figure among many."""
    made = make(2)
    row = next(n for n, cells in enumerate(made.rows) if any(map(str.isdigit, "".join(cells[1:]))))
    joined = read(made)
    indicator = indicator_of(joined)
    assert difference(made, joined) == ""
    assert row >= 0
    assert indicator.values
    name = next(iter(made.figures))
    period = next(iter(made.figures[name]))
    figures = dict(made.figures[name][period])
    figures[next(iter(figures))] = -1.0
    changed = Made(made.rows, {**made.figures, name: {period: figures}}, made.typos, made.traits)
    assert difference(changed, joined) != ""


# Files


def text(rows: Rows, *, encoding: str, separator: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue().encode(encoding)


def typed(cell: str) -> float | str | None:
    """A cell as a person types it: numbers are numbers."""
    try:
        number = float(cell)
    except ValueError:
        return cell or None
    return int(number) if number.is_integer() else number


def by_openpyxl(rows: Rows) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([typed(cell) for cell in row])
    book.save(buffer)
    return buffer.getvalue()


def by_xlsxwriter(rows: Rows) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("数据")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write(number, column, typed(cell))
        for number, left, right in merged(rows):
            sheet.merge_range(number, left, number, right, rows[number][left])
    return buffer.getvalue()


def merged(rows: Rows) -> Iterator[tuple[int, int, int]]:
    """The words of a heading that stand over several periods, which a person merges: row, first and
    last column."""
    for number, (upper, lower) in enumerate(pairwise(rows)):
        if not any(lower) or not all(is_period(cell) for cell in lower[1:] if cell):
            continue
        starts = [c for c, cell in enumerate(upper) if cell and lower[c] and is_period(lower[c])]
        for left, after in pairwise([*starts, len(upper)]):
            last = max(c for c in range(left, after) if c == left or is_period(lower[c]))
            if last > left and not any(upper[left + 1 : last + 1]):
                yield number, left, last


def is_period(cell: str) -> bool:
    return cells.read_period(cell) is not None


def as_open_document(rows: Rows) -> bytes:
    def cell(content: str) -> str:
        value = typed(content)
        if value is None:
            return "<table:table-cell/>"
        kind = "string" if isinstance(value, str) else "float"
        number = "" if isinstance(value, str) else f' office:value="{value!r}"'
        return (
            f'<table:table-cell office:value-type="{kind}"{number}>'
            f"<text:p>{escape(content)}</text:p></table:table-cell>"
        )

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "manifest")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest {names}><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def of_file(made: Made, data: bytes, name: str) -> str:
    """What was read otherwise than it was written; "" where nothing was, or where it was asked."""
    try:
        return difference(made, join_work(Work(open_bytes(data, name))))
    except QuestionError:
        return ""


@gathered("separator", [",", ";", "\t"])
@gathered("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_of_every_encoding_and_separator(encoding: str, separator: str) -> None:
    for seed in range(20):
        made = make(seed)
        data = text(made.rows, encoding=encoding, separator=separator)
        assert of_file(made, data, "table.csv") == "", seed


@pytest.mark.parametrize(
    ("write", "name"),
    [(by_openpyxl, "t.xlsx"), (by_xlsxwriter, "t.xlsx"), (as_open_document, "t.ods")],
)
def test_workbooks_of_every_writer(write: Callable[[Rows], bytes], name: str) -> None:
    for seed in SEEDS:
        made = make(seed)
        assert of_file(made, write(made.rows), name) == "", seed


def test_some_of_the_headings_are_merged() -> None:
    assert sum(bool(list(merged(make(seed).rows))) for seed in SEEDS) > 3


def test_a_heading_in_excel_shown_as_october_is_october() -> None:
    """2020.10 is stored as 2020.1; its format says how it is shown."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["地区", 2020.09, 2020.1, 2020.11])
    for cell in sheet[1][1:]:
        cell.number_format = "0.00"
    sheet.append(["北京", 9, 10, 11])
    sheet.append(["天津", 90, 100, 110])
    book.save(buffer)
    joined = join_work(Work(open_bytes(buffer.getvalue(), "t.xlsx")))
    indicator = indicator_of(joined)
    assert indicator.periods == ("2020-09", "2020-10", "2020-11")
    october = {o.adcode: o.value for o in indicator.values if o.period == "2020-10"}
    assert october == {"110000": 10, "120000": 100}
