"""Which files a user's table may be, and how large: whatever a file claims, no more is held in
memory."""

from __future__ import annotations

from collections.abc import Iterable

from geo.model import Sheet, TableError, Workbook

#: The endings of the files that are understood.
ENDINGS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "parquet", "json", "geojson")

MOST_CELLS = 20_000_000
MOST_COLUMNS = 1_000
#: A workbook is a ZIP file; unpacked it may be so large.
MOST_UNPACKED = 2**30


def one_sheet(
    rows: Iterable[Iterable[str]], name: str, *, encoding: str = "", separator: str = ""
) -> Workbook:
    """A file without sheets as a workbook of one."""
    sheet = Sheet("", checked_rows(rows, name))
    return Workbook(name, (sheet,), encoding, separator)


def checked_rows(rows: Iterable[Iterable[str]], name: str) -> tuple[tuple[str, ...], ...]:
    """The rows as tuples, equal texts shared; too many cells are an error before they are held."""
    shared: dict[str, str] = {}
    cells, held = 0, []
    for row in rows:
        held.append(tuple([shared.setdefault(cell, cell) for cell in map(str.strip, row)]))
        cells += len(held[-1])
        if len(held[-1]) > MOST_COLUMNS and any(held[-1][MOST_COLUMNS:]):
            raise too_many_columns(name, f"{len(held[-1]):,}")
        if cells > MOST_CELLS:
            raise too_many_cells(name)
    if not any(map(any, held)):
        raise TableError("sheets.no_text", name=name)
    return tuple(held)


def too_many_cells(name: str) -> TableError:
    """The error of a table with more cells than are read."""
    return TableError("sheets.many_cells", name=name, most=MOST_CELLS)


def too_many_columns(name: str, columns: str) -> TableError:
    """The error of a table with more columns than are read."""
    return TableError("sheets.many_columns", name=name, columns=columns, most=MOST_COLUMNS)
