"""What all workbooks have in common: no clock in them, and how numbers are shown."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def new_workbook(file: BinaryIO, title: str) -> Workbook:
    """A workbook that is written to a file when it is closed."""
    from xlsxwriter import Workbook  # only this format needs it

    workbook = Workbook(file, {"in_memory": True})
    # Without a date of its own the workbook would carry the clock's.
    workbook.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    return workbook


def number_format(decimals: int) -> str:
    """How a cell shows a number: with groups of three digits and so many decimals."""
    return "#,##0" + "." * bool(decimals) + "0" * decimals
