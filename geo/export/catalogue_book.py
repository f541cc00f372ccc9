"""The whole catalogue as a workbook: its indicators, all their figures, and what a status means."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.export.catalogue_rows import (
    Row,
    figure_rows,
    heading,
    indicator_rows,
    status_rows,
    told,
)
from geo.export.workbook import new_workbook, number_format
from geo.model import Indicator, Language, word

if TYPE_CHECKING:
    from xlsxwriter import Workbook

#: Columns that need more room than the others, in letters.
_WIDE = {
    "title_en": 44, "title_zh": 32, "source": 50, "note": 50, "notes": 90, "meaning": 90,
    "licence": 40, "publisher": 30, "method": 50, "gaps": 30, "without": 30, "periods": 30,
    "unit": 22, "indicator": 34, "id": 34, "group": 22,
}  # fmt: skip
_WIDTH = 13


def catalogue_book(indicators: Sequence[Indicator], language: Language) -> bytes:
    """The catalogue as XLSX: headings, notes and sources in the language, titles and the names of
    places in both; the same bytes for the same catalogue."""
    buffer = io.BytesIO()
    workbook = new_workbook(buffer, word("title", language, section="catalogue"))
    decimals = {indicator.id: indicator.decimals for indicator in indicators}
    sheets: dict[str, Iterable[Row]] = {
        "sheet_indicators": indicator_rows(indicators),
        "sheet_figures": figure_rows(indicators),
        "sheet_statuses": status_rows(),
    }
    for key, rows in sheets.items():
        said = (told(row, language, twice=("title", "name")) for row in rows)
        _write(workbook, word(key, language, section="catalogue"), said, language, decimals)
    workbook.close()
    return buffer.getvalue()


def _write(
    workbook: Workbook,
    name: str,
    rows: Iterable[Row],
    language: Language,
    decimals: Mapping[str, int],
) -> None:
    """One sheet: a heading that stays in sight and can be filtered by, and the rows."""
    sheet, bold = workbook.add_worksheet(name), workbook.add_format({"bold": True})
    formats = {
        places: workbook.add_format({"num_format": number_format(places)})
        for places in {*decimals.values()}
    }
    keys: list[str] = []
    number = 0
    for number, row in enumerate(rows, start=1):
        if not keys:
            keys = list(row)
            for column, key in enumerate(keys):
                sheet.write_string(0, column, heading(key)[language], bold)
                sheet.set_column(column, column, _WIDE.get(key, _WIDTH))
        shown = formats.get(decimals.get(row.get("indicator", ""), -1))
        for column, value in enumerate(row.values()):
            _cell(sheet, number, column, value, shown if keys[column] == "value" else None)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, number, len(keys) - 1)


def _cell(sheet: Any, row: int, column: int, value: object, shown: object) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, shown)
    elif value:
        sheet.write_string(row, column, str(value))
