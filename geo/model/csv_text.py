"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any


def csv_bytes(records: Iterable[dict[str, Any]]) -> bytes:
    """Records with the same keys as UTF-8 CSV. Text that a spreadsheet would run as a formula is
    written with an apostrophe before it; a number, also as text, stays as it is."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for number, record in enumerate(records):
        if number == 0:
            writer.writerow([harmless(key) for key in record])
        writer.writerow([harmless(value) for value in record.values()])
    return buffer.getvalue().encode()


_FORMULA_STARTS = tuple("=+-@\t\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def harmless(value: Any) -> Any:
    """A cell as it may stand in a CSV: a text that a spreadsheet would run has an apostrophe."""
    if not isinstance(value, str):
        return "" if value is None else value
    value = value.replace("\r\n", "\n").replace("\r", "\n")  # the writer would not quote it
    if value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value
