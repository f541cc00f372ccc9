"""A pandas object becomes a :class:`Workbook`, as a file with the same cells would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from numbers import Integral, Real

import pandas as pd

from geo.model import TableError, Workbook
from geo.tables.limits import one_sheet


def from_frame(frame: pd.DataFrame | pd.Series, *, name: str = "frame") -> Workbook:
    """A frame's cells as a table.

    Parameters
    ----------
    frame
        A table; the names of its columns are the heading, each level a row. Its index is a column
        (each level one) unless it only counts the rows. A Series has its index as names
        and its own name as the heading of the figures.
    name
        What the table is called in reports.

    Returns
    -------
    Workbook
        One sheet. Numbers keep their exact values, and what is missing (NaN, NaT, ``pd.NA``, None)
        is an empty cell.

    Raises
    ------
    TableError
        If there is no cell, or more than a file may have.
    """
    if isinstance(frame, pd.Series):
        frame = frame.to_frame("value" if frame.name is None else frame.name)
        own_index = True
    else:
        own_index = not _counts(frame.index)
    if frame.empty:
        raise TableError("sheets.no_text", name=name)
    return one_sheet(_rows(frame, own_index=own_index), name)


def _counts(index: pd.Index) -> bool:
    """Whether an index only counts the rows, or those that a filter left; codes of places do
    not."""
    if any(label is not None for label in index.names):
        return False
    if isinstance(index, pd.RangeIndex):
        return True
    return index.inferred_type == "integer" and not all(100_000 <= n < 1_000_000 for n in index)


def _rows(frame: pd.DataFrame, *, own_index: bool) -> Iterator[list[str]]:
    """The heading, a row for each level of the columns' names, and the rows."""
    labels = [["" if n is None else n for n in frame.index.names]] if own_index else [[]]
    for level in range(frame.columns.nlevels):
        first = labels[0] if level == frame.columns.nlevels - 1 else [""] * len(labels[0])
        yield [*map(_cell, first), *map(_cell, frame.columns.get_level_values(level))]
    indexes = [frame.index.get_level_values(n) for n in range(frame.index.nlevels * own_index)]
    columns = [frame.iloc[:, n] for n in range(frame.shape[1])]
    for row in zip(*indexes, *columns, strict=True):
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    """A value as text from which the same value is read again."""
    if pd.api.types.is_scalar(value) and pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        number = float(str(value))  # a single-precision 0.1 is 0.1, and not 0.10000000149011612
        return f"{number:.0f}" if number.is_integer() else repr(number)
    if isinstance(value, datetime):
        day = value.hour == value.minute == value.second == value.microsecond == 0
        return value.date().isoformat() if day else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
