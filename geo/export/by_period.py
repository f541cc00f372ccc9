"""The figures of several periods as two sheets of a workbook, one column a period: the figures as
numbers, and beside them the status of each in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.export.workbook import number_format
from geo.maps import join
from geo.model import ABSENT, MARKED, Choropleth, Observation, Plate, Status, word

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_PLACE = ("adcode", "name_zh", "name_en")
#: How a figure of a status looks; one that is missing is an empty cell on grey.
_LOOKS: dict[Status, dict[str, Any]] = {
    "derived": {"font_color": "#1f5673"},
    "estimated": {"italic": True},
    "forecast": {"italic": True, "font_color": "#6b3fa0"},
    "unconfirmed": {"italic": True, "font_color": "#8a4b00"},
    **{status: {"bg_color": "#e6e6e6"} for status in ABSENT},
}


@dataclass(frozen=True)
class Column:
    """A period and its figures by place."""

    period: str
    figures: Mapping[str, Observation]


def columns_of(picture: Choropleth | Plate) -> tuple[Column, ...]:
    """The periods of a picture's maps; of one map, all those of its indicator. The earliest comes
    first."""
    if isinstance(picture, Plate) and len(picture.maps) > 1:
        layers = [choropleth.layer for choropleth in picture.maps]
    else:
        layer = (picture.maps[0] if isinstance(picture, Plate) else picture).layer
        layers = [
            join(layer.boundaries, layer.indicator, period=period)
            for period in layer.indicator.periods
        ]
    return tuple(
        Column(layer.period, {o.adcode: o for o in layer.values})
        for layer in sorted(layers, key=lambda layer: layer.period)
    )


def add_periods(workbook: Workbook, choropleth: Choropleth, columns: Sequence[Column]) -> None:
    """Write both sheets: figures by period, and their statuses."""
    indicator, language = choropleth.layer.indicator, choropleth.language
    digits = number_format(indicator.decimals)
    plain = workbook.add_format({"num_format": digits})
    looks = {
        status: workbook.add_format({"num_format": digits, **look})
        for status, look in _LOOKS.items()
    }
    by_name = indicator.categories if indicator.kind == "category" else ()
    figures = _sheet(workbook, "sheet_periods", choropleth, columns)
    statuses = _sheet(workbook, "sheet_statuses", choropleth, columns)
    for i, column in enumerate(columns, start=len(_PLACE)):
        for row, adcode in enumerate(choropleth.layer.boundaries.adcodes, start=1):
            observation = column.figures[adcode]
            look = looks.get(observation.status, plain)
            _write(figures, row, i, observation, by_name, look)
            statuses.write_string(row, i, word(observation.status, language), look)


def told_looks(choropleth: Choropleth, columns: Sequence[Column]) -> list[str]:
    """What the looks of the cells mean, in words; only of those that there are."""
    language = choropleth.language
    found = {o.status for column in columns for o in column.figures.values()}
    return [
        word(f"look_{status}", language, section="columns", status=word(status, language))
        for status in MARKED
        if status in found
    ] + [word("look_absent", language, section="columns")] * bool(found & set(ABSENT))


def _sheet(workbook: Workbook, name: str, choropleth: Choropleth, columns: Sequence[Column]) -> Any:
    """A sheet with its heading and its places."""
    language, names = choropleth.language, choropleth.layer.boundaries.names
    sheet = workbook.add_worksheet(word(name, language))
    bold = workbook.add_format({"bold": True})
    right = workbook.add_format({"bold": True, "align": "right"})
    for i, key in enumerate(_PLACE):
        sheet.write_string(0, i, word(key, language, section="columns"), bold)
    for i, column in enumerate(columns, start=len(_PLACE)):
        sheet.write_string(0, i, column.period, right)
    for row, adcode in enumerate(choropleth.layer.boundaries.adcodes, start=1):
        for i, text in enumerate((adcode, names[adcode].zh, names[adcode].en)):
            sheet.write_string(row, i, text)
    sheet.freeze_panes(1, len(_PLACE))
    sheet.set_column(0, len(_PLACE) + len(columns) - 1, 13)
    sheet.ignore_errors({"number_stored_as_text": f"A1:ZZ{len(names) + 1}"})
    return sheet


def _write(
    sheet: Any, row: int, column: int, o: Observation, by_name: Sequence[str], look: Format
) -> None:
    if o.value is None:
        sheet.write_blank(row, column, None, look)
    elif by_name:
        sheet.write_string(row, column, by_name[round(o.value) - 1], look)
    else:
        sheet.write_number(row, column, o.value, look)
