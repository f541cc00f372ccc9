"""A ranking as a native bar chart: bars in the colours of the map, the highest first, with their
figures in a workbook of its own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from geo.draw.layout import Box
from geo.draw.media.slide.markup import DECLARED, clean, element_of, rgb
from geo.draw.scene import Group, Item, Rectangle, Words

_BAR = "bar-"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_GAP_WIDTH = 45  # between bars, in per cent of one


@dataclass(frozen=True)
class Ranking:
    """What the bars of a picture stand for: figures by adcode, their format as Excel writes it,
    and what is said of them."""

    figures: Mapping[str, float]
    number_format: str
    unit: str
    source: str


@dataclass(frozen=True)
class Bar:
    """A bar, its name, and the row of the picture that it is instead of."""

    letters: Words
    adcode: str
    fill: str
    row: Box

    @property
    def name(self) -> str:
        """The whole name of the place."""
        return self.letters.text


def bars_of(group: Group) -> tuple[Bar, ...]:
    """The bars of a ranking strip; each stands between its name and its figure."""
    items = group.items
    return tuple(
        Bar(name, item.id.partition(_BAR)[2], item.fill or "", _around(name, item, figure))
        for name, item, figure in zip(items, items[1:], items[2:], strict=False)
        if isinstance(item, Rectangle) and _BAR in item.id
        if isinstance(name, Words) and isinstance(figure, Words)
    )


def _around(*items: Words | Rectangle) -> Box:
    boxes = [item.box for item in items]
    return Box(
        min(b.left for b in boxes), min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip


def without_bars(group: Group) -> Iterator[Item]:
    """What a ranking strip has beside its bars: its heading, and places without a figure."""
    items = group.items
    bars = {i for i, item in enumerate(items) if isinstance(item, Rectangle) and _BAR in item.id}
    rows = {j for i in bars for j in (i - 1, i, i + 1)}
    return (item for i, item in enumerate(items) if i not in rows)


def columns_of(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars of each column of a strip."""
    return [list(column) for _, column in groupby(bars, key=lambda bar: round(bar.row.left))]


def add_chart(
    slide: Any, box: tuple[int, int, int, int], bars: Sequence[Bar], ranking: Ranking, *,
    size: float, ends: tuple[float, float], ink: str, told: str,
) -> Any:  # fmt: skip
    """A native chart in a box in EMU.

    Parameters
    ----------
    slide
        The slide.
    box
        Left, top, width and height.
    bars, ranking
        What it shows.
    size
        Of its letters, in points.
    ends
        The figures at both ends of the axis, which several charts share.
    ink
        The markup of the colour of its letters.
    told
        What it tells those who cannot see it.
    """
    data: Any = CategoryChartData(number_format=ranking.number_format)  # type: ignore[no-untyped-call]
    data.categories = [clean(bar.name) for bar in bars]
    figures = [ranking.figures[bar.adcode] for bar in bars]
    data.add_series(clean(ranking.unit), figures)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    frame.name, chart = told, frame.chart
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(told))
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(bars, figures, ranking))
    chart.has_legend = chart.has_title = False
    _set_axes(chart, ends)
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories, plot.has_data_labels = _GAP_WIDTH, False, True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = ranking.number_format, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for i, bar in enumerate(bars):
        fill = plot.series[0].points[i].format.fill
        fill.solid()
        fill.fore_color.rgb = rgb(bar.fill)
    plot.series[0].invert_if_negative = False
    chart.font.size = Pt(max(round(size, 1), 1))
    chart.font._rPr.insert(0, element_of(f"<a:solidFill {DECLARED}>{ink}</a:solidFill>"))
    return frame._element


def _set_axes(chart: Any, ends: tuple[float, float]) -> None:
    """Names from top to bottom, and no numbers beside those at the bars."""
    names, numbers = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.fill.background()
    numbers.minimum_scale, numbers.maximum_scale = ends
    numbers.visible = numbers.has_major_gridlines = False
    for name in chart._chartSpace.iter(f"{_C}axId", f"{_C}crossAx"):
        # By the schemas a number without a sign, which python-pptx gives it; LibreOffice knows
        # none above 2**31.
        name.set("val", str(abs(int(name.get("val")))))


def _workbook(bars: Sequence[Bar], figures: Sequence[float], ranking: Ranking) -> bytes:
    """What the chart is made from, where PowerPoint looks for it, with unit and source beside."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    # Without a date of its own the file would carry the clock's.
    workbook.set_properties({"created": datetime(2000, 1, 1)})
    sheet = workbook.add_worksheet("Sheet1")
    number = workbook.add_format({"num_format": ranking.number_format})
    sheet.write_string(0, 1, clean(ranking.unit))
    for i, (bar, figure) in enumerate(zip(bars, figures, strict=True), start=1):
        sheet.write_string(i, 0, clean(bar.name))
        sheet.write_number(i, 1, figure, number)
    sheet.write_string(0, 3, clean(ranking.source))
    sheet.set_column(0, 1, 16)
    workbook.close()
    return buffer.getvalue()
