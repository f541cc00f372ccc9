"""The recipe that writes the tables of this folder and answers.toml, which says what they mean.

Run it from the root of the project: python tests/office/make.py [name …]

The tests do not run it: they read the files as they lie here. It needs more than the project does:
openpyxl, xlsxwriter, xlwt, pyarrow, msoffcrypto-tool, and LibreOffice with its Python bridge
(Debian: libreoffice-calc and python3-uno). With names, only those files are written anew;
answers.toml is always written whole. Workbooks carry the time of saving and protected ones random
salt, so their bytes differ from run to run; their cells do not.

Figures come from ``geo/data/indicators`` unchanged. Where a layout asks for figures that are not
there (other years, a growth rate, projects), a file shows exercise figures: made by counting, so
that nobody takes them for statistics, and marked in the file itself: 练习数据，非统计数字.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import pandas as pd
import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font, PatternFill

FOLDER = Path(__file__).resolve().parent
DATA = FOLDER.parents[1] / "geo" / "data"
PASSWORD = "练习123"
BRIDGE = "/usr/bin/python3"
"""The Python that has LibreOffice's bridge."""

ZH = "练习数据，非统计数字"
EN = "exercise data, not statistics"

REGIONS = {
    "东部地区": "11 12 13 31 32 33 35 37 44 46",
    "中部地区": "14 34 36 41 42 43",
    "西部地区": "15 45 50 51 52 53 54 61 62 63 64 65",
    "东北地区": "21 22 23",
}
"""The four regions of the National Bureau of Statistics, by the first two digits of the codes."""

Values = dict[str, float]


@dataclass
class Column:
    """A column of figures: where it stands, what it says, and what it means."""

    header: str
    values: Values
    column: str = ""
    period: str = ""
    unit: str = ""
    missing: tuple[str, ...] = ()
    exercise: bool = False
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Answer:
    """What must be understood of a file; row numbers are those a spreadsheet shows."""

    made_by: str
    layout: str = ""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    title: str = ""
    title_rows: tuple[int, ...] = ()
    unit_rows: tuple[int, ...] = ()
    header_rows: tuple[int, ...] = ()
    first_row: int = 0
    last_row: int = 0
    key: str = ""
    key_column: str = ""
    period_column: str = ""
    columns: tuple[Column, ...] = ()
    totals: tuple[int, ...] = ()
    regions: tuple[int, ...] = ()
    subtotals: tuple[int, ...] = ()
    unmatched: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()
    note: str = ""
    source: str = ""
    error: str = ""
    may_refuse: str = ""
    password: str = ""
    remark: str = ""


def read(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((DATA / path).read_text(encoding="utf-8"))))


PLACES = {row["adcode"]: row for row in read("places/provinces.csv")}
GDP_TEXT = {row["adcode"]: row["value"] for row in read("indicators/gdp-2020.csv")}
GDP = {code: float(text) for code, text in GDP_TEXT.items()}
PEOPLE = {row["adcode"]: int(row["value"]) for row in read("indicators/population-2020.csv")}
ANNOUNCED = {
    row["adcode"]: int(row["value"])
    for row in read("indicators/5g-stations-announced-2020.csv")
    if row["value"]
}
SHARE = {row["adcode"]: row["value"] for row in read("indicators/ccid-share.csv") if row["value"]}
MAINLAND = tuple(GDP)
BLOCKS = {name: [f"{two}0000" for two in codes.split()] for name, codes in REGIONS.items()}
NATIONAL_PEOPLE = 1411778724
"""With 2,000,000 servicemen who are counted in no province; see the label of the population."""

GDP_SOURCE = "资料来源：国家统计局《中国统计年鉴2021》表3-9。"
PEOPLE_SOURCE = "资料来源：《第七次全国人口普查公报（第三号）》。"
BOTH_SOURCES = "资料来源：《中国统计年鉴2021》表3-9，《第七次全国人口普查公报（第三号）》。"


def zh(code: str) -> str:
    return PLACES[code]["name_zh"]


def spaced(name: str, blank: str = " ") -> str:
    """A short name with blanks to the width of three characters."""
    return (blank * (3 - len(name) if len(name) == 2 else 1)).join(name) if len(name) < 4 else name


def exercise(year: int, codes: Iterable[str] = MAINLAND) -> Values:
    """Exercise figures of a year: the places counted through, from 1801 for 2018."""
    return {code: float((year - 2000) * 100 + n) for n, code in enumerate(codes, start=1)}


def total(values: Mapping[str, float], codes: Iterable[str] | None = None) -> float:
    return float(sum(Decimal(str(values[code])) for code in codes or values))


def without(values: Mapping[str, float], codes: Sequence[str]) -> Values:
    return {code: value for code, value in values.items() if code not in codes}


def as_floats(values: Mapping[str, float]) -> Values:
    return {code: float(value) for code, value in values.items()}


# --- spreadsheets -------------------------------------------------------------------------------


def yearbook_gdp(path: Path) -> Answer:
    """A yearbook in BIFF: header in two rows with years as numbers, regions, footnotes."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("2-1")
    middle = xlwt.easyxf("align: horiz centre, vert centre")
    bold = xlwt.easyxf("font: bold on, height 280; align: horiz centre")
    money = xlwt.easyxf(num_format_str="0.00")
    title = f"2-1  各地区地区生产总值和常住人口（2019年栏为{ZH}）"
    sheet.write_merge(0, 0, 0, 3, title, bold)
    sheet.write(1, 3, "单位：亿元", xlwt.easyxf("align: horiz right"))
    sheet.write_merge(3, 4, 0, 0, "地　区", middle)
    sheet.write_merge(3, 3, 1, 2, "地区生产总值", middle)
    sheet.write(3, 3, "常住人口（人）", middle)
    for column, year in enumerate((2019, 2020, 2020), start=1):
        sheet.write(4, column, year, middle)
    old = exercise(2019)
    sheet.write(5, 0, "全　国", middle)
    sheet.write(5, 1, total(old), money)
    sheet.write(5, 2, "…")
    sheet.write(5, 3, NATIONAL_PEOPLE)
    row, regions = 6, []
    for region, codes in BLOCKS.items():
        regions.append(row + 1)
        sheet.write(row, 0, region, middle)
        for column, values in enumerate((old, GDP, PEOPLE), start=1):
            sheet.write(row, column, total(values, codes), money if column < 3 else xlwt.XFStyle())
        row += 1
        for code in codes:
            sheet.write(row, 0, spaced(zh(code), "　"), middle)
            sheet.write(row, 1, old[code], money)
            sheet.write(row, 2, GDP[code], money)
            sheet.write(row, 3, PEOPLE[code])
            row += 1
    notes = [
        "注：1.地区生产总值按当年价格计算，2020年为首次公布数，“…”表示本表未列。",
        "    2.四大地区为所列省份之和；全国人口含现役军人2000000人，不计入各地区。",
        f"    3.2019年栏为{ZH}。",
        BOTH_SOURCES,
    ]
    for offset, note in enumerate(notes):
        sheet.write(row + offset, 0, note)
    book.save(str(path))
    return Answer(
        made_by="xlwt",
        layout="wide",
        sheet="2-1",
        sheets=("2-1",),
        title=title,
        title_rows=(1,),
        unit_rows=(2,),
        header_rows=(4, 5),
        first_row=6,
        last_row=row,
        key="地　区",
        key_column="A",
        columns=(
            Column("地区生产总值", old, "B", "2019", "亿元", exercise=True),
            Column("地区生产总值", GDP, "C", "2020", "亿元"),
            Column("常住人口（人）", as_floats(PEOPLE), "D", "2020", "人"),
        ),
        totals=(6,),
        regions=tuple(regions),
        notes=tuple(range(row + 1, row + len(notes) + 1)),
        note=notes[0],
        source=notes[-1],
        remark="Years are numbers. The unit in the header of column D goes before that of row 2.",
    )


def miit_5g(path: Path) -> Answer:
    """A ministry's list: running numbers, block rows, figures such as 12.4万 among plain ones."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2026, 1, 1)})
    sheet = book.add_worksheet("5G基站")
    head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    block = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
    title = f"2020年末前后各地公布的5G基站数（占比栏为{ZH}）"
    sheet.merge_range("A1:E1", title, head)
    for column, cell in enumerate(
        ("序号", "地区", "5G基站数（个）", "5G基站数（万个）", "占比（%）")
    ):
        sheet.write_string(1, column, cell, head)
    sheet.freeze_panes(2, 0)
    row, number, regions, shares = 2, 0, [], {}
    for numeral, (region, codes) in zip("一二三四", BLOCKS.items(), strict=True):
        sheet.merge_range(row, 0, row, 4, f"{numeral}、{region}", block)
        regions.append(row + 1)
        row += 1
        for code in codes:
            number += 1
            mark = "①" if code in ("110000", "440000", "460000", "520000") else ""
            sheet.write_number(row, 0, number)
            sheet.write_string(row, 1, zh(code) + mark)
            stations = ANNOUNCED.get(code)
            if stations is None:
                sheet.write_string(row, 2, "—")
                sheet.write_string(row, 3, "—")
            else:
                if stations % 100 == 0:
                    sheet.write_string(row, 2, f"{Decimal(stations) / 10000:f}万")
                elif stations % 2:
                    sheet.write_string(row, 2, f"{stations:,}")
                else:
                    sheet.write_number(row, 2, stations)
                sheet.write_number(row, 3, float(Decimal(stations) / 10000))
            shares[code] = (10 + number) / 10
            sheet.write_number(row, 4, shares[code])
            row += 1
    notes = [
        "①下限，即超过所列数。",
        "注：各地公布数，时点和统计口径不一，不得加总或排名；“—”表示未查到公布数。",
        f"    河北、内蒙古为推算数。占比栏为{ZH}。",
        "资料来源：各省级主管部门公布的2020年末前后数据。",
    ]
    for offset, note in enumerate(notes):
        sheet.write_string(row + offset, 0, note)
    book.close()
    missing = tuple(code for code in MAINLAND if code not in ANNOUNCED)
    tens = {code: float(Decimal(value) / 10000) for code, value in ANNOUNCED.items()}
    return Answer(
        made_by="xlsxwriter",
        layout="wide",
        sheet="5G基站",
        sheets=("5G基站",),
        title=title,
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=row,
        key="地区",
        key_column="B",
        columns=(
            Column("5G基站数（个）", as_floats(ANNOUNCED), "C", "2020", "个", missing),
            Column("5G基站数（万个）", tens, "D", "2020", "万个", missing),
            Column("占比（%）", shares, "E", "2020", "%", exercise=True),
        ),
        regions=tuple(regions),
        notes=tuple(range(row + 1, row + len(notes) + 1)),
        note=notes[1],
        source=notes[-1],
        remark="Block rows have no figures. Column A is a running number, no figure. The period "
        "stands in the title only.",
    )


def colleague_merged(path: Path) -> Answer:
    """A colleague's sheet: cells merged downwards, numbers as text, column A empty, notes right."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总"
    title = "各省经济、人口和新基建情况（汇总）"
    sheet["B2"] = title
    sheet["B2"].font = Font(bold=True, size=16)
    sheet.merge_cells("B2:H2")
    for column, cell in enumerate(
        ("区域", "省份", "指标", "2020年", "新基建项目占比", None, "备注"), start=2
    ):
        sheet.cell(4, column, cell).fill = PatternFill("solid", fgColor="FFC000")
    row = 5
    centre = Alignment(vertical="center", horizontal="center")
    for region, codes in BLOCKS.items():
        sheet.merge_cells(start_row=row, end_row=row + 2 * len(codes) - 1, start_column=2,
                          end_column=2)  # fmt: skip
        sheet.cell(row, 2, region).alignment = centre
        for code in codes:
            for column in (3, 6):
                sheet.merge_cells(
                    start_row=row, end_row=row + 1, start_column=column, end_column=column
                )
            sheet.cell(row, 3, zh(code)).alignment = centre
            sheet.cell(row, 4, "地区生产总值（亿元）")
            sheet.cell(row + 1, 4, "常住人口（人）")
            sheet.cell(row, 5, f"{Decimal(GDP_TEXT[code]):,.2f}").number_format = "@"
            sheet.cell(row + 1, 5, PEOPLE[code]).number_format = "#,##0"
            if code in SHARE:
                sheet.cell(row, 6, float(Decimal(SHARE[code]) / 100)).number_format = "0.0%"
            if code in ("120000", "140000", "540000"):
                sheet.cell(row, 8, "待核对")
            row += 2
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=3)
    sheet.cell(row, 2, "合计")
    sheet.cell(row, 4, "地区生产总值（亿元）")
    sheet.cell(row + 1, 4, "常住人口（人）")
    sheet.cell(row, 5, f"{total(GDP):,.2f}")
    sheet.cell(row + 1, 5, sum(PEOPLE.values())).number_format = "#,##0"
    source = "来源：统计年鉴2021表3-9、七普公报（第三号）、赛迪；合计为31个省份之和"
    sheet.cell(row + 3, 2, source)
    book.save(path)
    shares = {code: float(text) for code, text in SHARE.items()}
    return Answer(
        made_by="openpyxl",
        layout="long by measure",
        sheet="汇总",
        sheets=("汇总",),
        title=title,
        title_rows=(2,),
        header_rows=(4,),
        first_row=5,
        last_row=row + 1,
        key="省份",
        key_column="C",
        columns=(
            Column("2020年", GDP, "E", "2020", "亿元", where={"D": "地区生产总值（亿元）"}),
            Column("2020年", as_floats(PEOPLE), "E", "2020", "人", where={"D": "常住人口（人）"}),
            Column(
                "新基建项目占比",
                shares,
                "F",
                "",
                "%",
                tuple(code for code in MAINLAND if code not in shares),
            ),
        ),
        totals=(row, row + 1),
        notes=(row + 3,),
        source=source,
        remark="B is merged over the provinces of a region, C and F over the two rows of a "
        "province. F holds fractions with a percent format; its unit is that of what is shown.",
    )


def english_report(path: Path) -> Answer:
    """An English report in OpenDocument: Province, Total, n/a, negatives in parentheses."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Table 3"
    title = f"Table 3. Output and growth by province, 2020 (growth: {EN})"
    sheet["A1"] = title
    sheet.append([])
    sheet.append(["Province", "GDP (100 million yuan)", "Growth (%)"])
    growth: Values = {}
    for number, code in enumerate(MAINLAND):
        value = (number % 7 * 10 - 20 + number % 3) / 10
        cell: Any = f"({-value:.1f})" if value < 0 else value
        if code in ("540000", "650000"):
            cell = "n/a"
        else:
            growth[code] = value
        sheet.append([PLACES[code]["full_en"], GDP[code], cell])
        sheet.cell(sheet.max_row, 2).number_format = "#,##0.00"
        sheet.cell(sheet.max_row, 3).number_format = "0.0"
    last = sheet.max_row
    sheet.append(["Total", total(GDP), None])
    source = "Source: National Bureau of Statistics, China Statistical Yearbook 2021, table 3-9."
    note = (
        f"Note: Total of the rows shown. Growth: {EN}; negative in parentheses. n/a: not available."
    )
    sheet.append([])
    sheet.append([source])
    sheet.append([note])
    convert(book, path)
    return Answer(
        made_by="LibreOffice",
        layout="wide",
        sheet="Table 3",
        sheets=("Table 3",),
        title=title,
        title_rows=(1,),
        header_rows=(3,),
        first_row=4,
        last_row=last + 1,
        key="Province",
        key_column="A",
        columns=(
            Column("GDP (100 million yuan)", GDP, "B", "2020", "100 million yuan"),
            Column("Growth (%)", growth, "C", "2020", "%", ("540000", "650000"), exercise=True),
        ),
        totals=(last + 1,),
        notes=(last + 3, last + 4),
        note=note,
        source=source,
    )


def two_sheets(path: Path) -> Answer:
    """A cover sheet with text only, the data, and a small lookup table."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "说明"
    for line in ("各省常住人口", None, "一、数据为2020年11月1日常住人口。", "二、见“数据”表。",
                 "三、区域代码见“对照表”。", PEOPLE_SOURCE):  # fmt: skip
        cover.append([line])
    data = book.create_sheet("数据")
    data.append(["省份", "区域代码", "常住人口（人）"])
    codes = {code: number for number, block in enumerate(BLOCKS.values(), 1) for code in block}
    for code in MAINLAND:
        data.append([PLACES[code]["full_zh"], codes[code], PEOPLE[code]])
    lookup = book.create_sheet("对照表")
    lookup.append(["区域代码", "区域"])
    for number, region in enumerate(BLOCKS, 1):
        lookup.append([number, region])
    convert(book, path)
    return Answer(
        made_by="LibreOffice",
        layout="wide",
        sheet="数据",
        sheets=("说明", "数据", "对照表"),
        header_rows=(1,),
        first_row=2,
        last_row=32,
        key="省份",
        key_column="A",
        columns=(Column("常住人口（人）", as_floats(PEOPLE), "C", "", "人"),),
        remark="区域代码 (column B) is a number, but a code. Title, period and source stand on the "
        "cover sheet only.",
    )


def formulas_without_values(path: Path) -> Answer:
    """Formulas as a program writes them, never computed: there is no number in the file."""
    book = _formulas()
    book.save(path)
    return Answer(
        made_by="openpyxl",
        layout="wide",
        sheet="Sheet",
        sheets=("Sheet",),
        title=f"练习指数（{ZH}）",
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=33,
        key="地区",
        key_column="A",
        columns=(Column("练习指数", {}, "B", "", "", MAINLAND, exercise=True),),
        error="formulas without values",
        remark="Column B holds formulas without stored results: open it once in a spreadsheet "
        "program and save it.",
    )


def formulas_with_values(path: Path) -> Answer:
    """The same workbook after LibreOffice computed and saved it."""
    convert(_formulas(), path)
    values = {code: float(1000 + row) for row, code in enumerate(MAINLAND, start=3)}
    return Answer(
        made_by="LibreOffice",
        layout="wide",
        sheet="Sheet",
        sheets=("Sheet",),
        title=f"练习指数（{ZH}）",
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=33,
        key="地区",
        key_column="A",
        columns=(Column("练习指数", values, "B", exercise=True),),
    )


def _formulas() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"练习指数（{ZH}）"])
    sheet.append(["地区", "练习指数"])
    for row, code in enumerate(MAINLAND, start=3):
        sheet.append([zh(code), f"=1000+ROW(A{row})"])
    return book


def transposed(path: Path) -> Answer:
    """Provinces across, years down."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2026, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    title = f"各地区生产总值（2018、2019年为{ZH}）"
    sheet.write_string(0, 0, title)
    sheet.write_string(1, 0, "单位：亿元")
    years = {2018: exercise(2018), 2019: exercise(2019), 2020: GDP}
    sheet.write_row(2, 0, ["年份", *(zh(code) for code in MAINLAND)])
    for row, (year, values) in enumerate(years.items(), start=3):
        sheet.write_row(row, 0, [year, *values.values()])
    sheet.write_string(7, 0, f"2020年{GDP_SOURCE}")
    book.close()
    return Answer(
        made_by="xlsxwriter",
        layout="transposed",
        sheet="Sheet1",
        sheets=("Sheet1",),
        title=title,
        title_rows=(1,),
        unit_rows=(2,),
        header_rows=(3,),
        first_row=4,
        last_row=6,
        key="年份",
        key_column="",
        period_column="A",
        columns=tuple(
            Column(str(year), values, "", str(year), "亿元", exercise=year < 2020)
            for year, values in years.items()
        ),
        notes=(8,),
        source=f"2020年{GDP_SOURCE}",
        remark="The places stand in row 3, from column B on; the years in column A.",
    )


def side_by_side(path: Path) -> Answer:
    """One list printed as two blocks next to each other to fit the page."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "GDP"
    title = "各地区2020年地区生产总值（亿元）"
    sheet["A1"] = title
    sheet.merge_cells("A1:E1")
    half = 16
    for block, codes in enumerate((MAINLAND[:half], MAINLAND[half:])):
        left = 1 + 3 * block
        sheet.cell(2, left, "地区")
        sheet.cell(2, left + 1, "数值")
        for row, code in enumerate(codes, start=3):
            sheet.cell(row, left, zh(code))
            sheet.cell(row, left + 1, GDP[code])
    sheet.cell(half + 4, 1, GDP_SOURCE)
    book.save(path)
    return Answer(
        made_by="openpyxl",
        layout="side by side",
        sheet="GDP",
        sheets=("GDP",),
        title=title,
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=half + 2,
        key="地区",
        key_column="A",
        columns=(Column("数值", GDP, "B", "2020", "亿元"),),
        notes=(half + 4,),
        source=GDP_SOURCE,
        remark="A second block with the same header stands in columns D and E; 16 places in the "
        "first, 15 in the second. Unit and period stand in the title only.",
    )


def continued(path: Path) -> Answer:
    """A table that goes on below as 续表, with its header again."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "3-9"
    title = "表3-9  地区生产总值和常住人口（2020年）"
    half = 16
    rows: list[list[Any]] = [[title], [None, "单位：亿元"]]
    rows.append(["地区", "地区生产总值", "常住人口（人）"])
    rows += [[zh(code), GDP[code], PEOPLE[code]] for code in MAINLAND[:half]]
    rows += [[], ["续表3-9"], ["地区", "地区生产总值", "常住人口（人）"]]
    again = len(rows)
    rows += [[zh(code), GDP[code], PEOPLE[code]] for code in MAINLAND[half:]]
    rows.append([BOTH_SOURCES])
    for line in rows:
        sheet.append(line)
    book.save(path)
    return Answer(
        made_by="openpyxl",
        layout="continued",
        sheet="3-9",
        sheets=("3-9",),
        title=title,
        title_rows=(1, again - 1),
        unit_rows=(2,),
        header_rows=(3, again),
        first_row=4,
        last_row=len(rows) - 1,
        key="地区",
        key_column="A",
        columns=(
            Column("地区生产总值", GDP, "B", "2020", "亿元"),
            Column("常住人口（人）", as_floats(PEOPLE), "C", "2020", "人"),
        ),
        notes=(len(rows),),
        source=BOTH_SOURCES,
        remark="The second header row repeats the first in the middle of the table.",
    )


def date_headers(path: Path) -> Answer:
    """Months across, their headers real dates shown as 2020年1月."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "月度"
    sheet.append([f"月度练习指数（{ZH}）"])
    months = [date(2020, month, 1) for month in (1, 2, 3)]
    sheet.append(["地区", *months])
    for cell in sheet[2][1:]:
        cell.number_format = 'yyyy"年"m"月"'
    series = {month: exercise(2000 + month.month) for month in months}
    for code in MAINLAND:
        sheet.append([zh(code), *(values[code] for values in series.values())])
    book.save(path)
    return Answer(
        made_by="openpyxl",
        layout="wide",
        sheet="月度",
        sheets=("月度",),
        title=f"月度练习指数（{ZH}）",
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=33,
        key="地区",
        key_column="A",
        columns=tuple(
            Column(f"{m.year}年{m.month}月", values, "BCD"[n], f"{m:%Y-%m}", "", exercise=True)
            for n, (m, values) in enumerate(series.items())
        ),
        remark="The headers are dates; what a spreadsheet shows is given as the header.",
    )


def hidden(path: Path) -> Answer:
    """A hidden first sheet with last year's draft, a hidden row and a hidden column."""
    book = openpyxl.Workbook()
    draft = book.active
    draft.title = "草稿"
    draft.append([f"草稿（{ZH}）"])
    draft.append(["地区", "练习指数"])
    for code, value in exercise(2019).items():
        draft.append([zh(code), value])
    draft.sheet_state = "hidden"
    sheet = book.create_sheet("正式")
    sheet.append([f"各省常住人口（B栏为{ZH}）"])
    sheet.append(["地区", "练习指数", "常住人口（人）"])
    for code, value in exercise(2018).items():
        sheet.append([zh(code), value, PEOPLE[code]])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[5].hidden = True
    book.active = 1
    book.save(path)
    return Answer(
        made_by="openpyxl",
        layout="wide",
        sheet="正式",
        sheets=("草稿", "正式"),
        title=f"各省常住人口（B栏为{ZH}）",
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=33,
        key="地区",
        key_column="A",
        columns=(
            Column("常住人口（人）", as_floats(PEOPLE), "C", "", "人"),
            Column("练习指数", exercise(2018), "B", exercise=True),
        ),
        remark="The sheet 草稿 is hidden; so are column B and row 5 (河北) of 正式. The hidden row "
        "belongs to the table.",
    )


def cell_kinds(path: Path) -> Answer:
    """Cells that are no plain number: errors, true and false, dates, rich text, per cent."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append([f"练习指数（{ZH}）"])
    sheet.append(["地区", "练习指数", "占比", "更新日期", "已核对"])
    cells: list[tuple[Any, str, Any, str]] = [
        (1.5, "General", 0.435, "0.0%"),
        ("#DIV/0!", "General", 0.35, "0%"),
        ("#N/A", "General", 1, "0.00%"),
        (True, "General", "34.1%", "General"),
        (-3, "0;(0)", 0.005, "0.0%"),
        (1234567.5, "#,##0.0", None, "0%"),
        (12.4, '0.0"万"', 0.1, "0%"),
        (1e-7, "0.00E+00", 0.2, "0%"),
        ("'007", "@", 0.3, "0%"),
        (CellRichText("2", TextBlock(InlineFont(vertAlign="superscript"), "注")), "@", 0.4, "0%"),
        (" 8.25\n", "@", 0.5, "0%"),
        ("９．５", "@", 0.6, "0%"),
    ]
    for number, (code, (value, shown, share, percent)) in enumerate(
        zip(MAINLAND, cells, strict=False)
    ):
        sheet.append([zh(code), value, share, datetime(2020, 1 + number, 15), number % 2 == 0])
        row = sheet.max_row
        sheet.cell(row, 2).number_format = shown
        sheet.cell(row, 3).number_format = percent
        sheet.cell(row, 4).number_format = "yyyy-mm-dd"
        if isinstance(value, str) and value.startswith("#"):
            sheet.cell(row, 2).data_type = "e"
    book.save(path)
    codes = MAINLAND[: len(cells)]
    values = dict(
        zip(
            (codes[n] for n in (0, 4, 5, 7, 10, 11)),
            (1.5, -3.0, 1234567.5, 1e-7, 8.25, 9.5),
            strict=True,
        )
    )
    shares = dict(
        zip(
            (codes[n] for n in (0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11)),
            (43.5, 35.0, 100.0, 34.1, 0.5, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0),
            strict=True,
        )
    )
    return Answer(
        made_by="openpyxl",
        layout="wide",
        sheet="Sheet1",
        sheets=("Sheet1",),
        title=f"练习指数（{ZH}）",
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=2 + len(cells),
        key="地区",
        key_column="A",
        columns=(
            Column(
                "练习指数", values, "B", missing=tuple(codes[n] for n in (1, 2, 3)), exercise=True
            ),
            Column("占比", shares, "C", "", "%", (codes[5],), exercise=True),
        ),
        remark="Not among the values, read them as you like: B9, 12.4 with a format that shows "
        "12.4万 (the file says 12.4); B11, the text '007; B12, the text 2注 with a raised 注. "
        "C8 is empty.",
    )


def projects_by_province(path: Path) -> Answer:
    """A register with one merged province cell over its projects, subtotals, and projects that
    belong to two provinces or to none."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "项目"
    title = "新型基础设施项目表（练习数据，非真实项目）"
    sheet.append([title])
    sheet.append(["省份", "序号", "项目名称", "类别", "投资额", "进度"])
    sheet.append([None, None, None, None, "（万元）", None])
    for column in "ABCDF":
        sheet.merge_cells(f"{column}2:{column}3")
    sums: Values = {}
    counts: Values = {}
    subtotals, number = [], 0
    kinds = ("5G基站建设", "IDC机房", "新能源汽车充电设施", "地铁3号线", "工业互联网标识解析")
    for code, many in {"440000": 4, "330000": 3, "340000": 3, "130000": 2, "520000": 1}.items():
        top = sheet.max_row + 1
        for _ in range(many):
            number += 1
            amount = 1000.0 * number + 500
            sums[code] = sums.get(code, 0.0) + amount
            counts[code] = counts.get(code, 0.0) + 1
            state = "在建" if number % 2 else "拟建"
            sheet.append([None, number, f"练习项目{number:03d}", kinds[number % 5], amount, state])
        sheet.cell(top, 1, PLACES[code]["full_zh"])
        sheet.merge_cells(start_row=top, end_row=sheet.max_row, start_column=1, end_column=1)
        sheet.append(["小计", None, None, None, sums[code], None])
        subtotals.append(sheet.max_row)
    between = {"江苏、浙江": 7000.0, "跨省": 9000.0}
    for place, amount in between.items():
        number += 1
        sheet.append([place, number, f"练习项目{number:03d}", "特高压", amount, "在建"])
    sheet.append(["总计", None, None, None, sum(sums.values()) + sum(between.values()), None])
    last = sheet.max_row
    note = "注：练习数据，非真实项目；项目和金额均为虚构。"
    sheet.append([note])
    book.save(path)
    return Answer(
        made_by="openpyxl",
        layout="register",
        sheet="项目",
        sheets=("项目",),
        title=title,
        title_rows=(1,),
        header_rows=(2, 3),
        first_row=4,
        last_row=last,
        key="省份",
        key_column="A",
        columns=(
            Column("投资额", sums, "E", "", "万元", exercise=True),
            Column("number of projects", counts, "", "", "", exercise=True),
        ),
        totals=(last,),
        subtotals=tuple(subtotals),
        unmatched=tuple(between),
        notes=(last + 1,),
        note=note,
        remark="Several rows belong to one province; the values are sums over its rows, without "
        "the subtotals.",
    )


# --- text ---------------------------------------------------------------------------------------


def gbk_wide_years(path: Path) -> Answer:
    """Semicolons, years across, … and - where there is no figure, in GBK."""
    years = {2018: exercise(2018), 2019: exercise(2019), 2020: GDP}
    missing = {2018: ("540000",), 2019: ("540000", "630000"), 2020: ()}
    title = "各地区生产总值（亿元）"
    note = f"2018年、2019年为{ZH}"
    lines = [f"{title};;;", f"{note};;;", "地区;2018年;2019年;2020年"]
    for code in MAINLAND:
        cells = [zh(code)]
        for year, values in years.items():
            gap = "…" if year == 2018 else "-"
            cells.append(gap if code in missing[year] else f"{values[code]:.2f}")
        lines.append(";".join(cells))
    lines.append(f"2020年{GDP_SOURCE};;;")
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("gbk"))
    return Answer(
        made_by="text",
        layout="wide",
        encoding="gbk",
        separator=";",
        title=title,
        title_rows=(1, 2),
        header_rows=(3,),
        first_row=4,
        last_row=34,
        key="地区",
        key_column="A",
        columns=tuple(
            Column(
                f"{year}年",
                without(values, missing[year]),
                "BCD"[n],
                str(year),
                "亿元",
                missing[year],
                exercise=year < 2020,
            )
            for n, (year, values) in enumerate(years.items())
        ),
        notes=(35,),
        note=note,
        source=f"2020年{GDP_SOURCE}",
        remark="The unit stands in the title only.",
    )


def long_years(path: Path) -> Answer:
    """One row for each place and year, with a byte order mark."""
    years = {2018: exercise(2018), 2019: exercise(2019), 2020: GDP}
    lines = ["省份,年份,指标值,说明"]
    for code in MAINLAND:
        for year, values in years.items():
            said = ZH if year < 2020 else "地区生产总值（亿元），《中国统计年鉴2021》表3-9"
            lines.append(f"{zh(code)},{year},{values[code]},{said}")
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("utf-8-sig"))
    return Answer(
        made_by="text",
        layout="long",
        encoding="utf-8-sig",
        separator=",",
        header_rows=(1,),
        first_row=2,
        last_row=len(lines),
        key="省份",
        key_column="A",
        period_column="B",
        columns=tuple(
            Column(
                "指标值", values, "C", str(year), "", exercise=year < 2020, where={"B": str(year)}
            )
            for year, values in years.items()
        ),
    )


def big5_taiwan(path: Path) -> Answer:
    """Traditional characters in Big5, full-width digits."""
    codes = tuple(PLACES)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    index = exercise(2001, codes)
    lines = ["地區人口表（練習指數一欄為練習數據，非統計數字）,,", "地區,常住人口（人）,練習指數"]
    for code in codes:
        people = str(PEOPLE[code]).translate(wide) if code in PEOPLE else "－"
        name = "臺灣" if code == "710000" else traditional(PLACES[code]["full_zh"])
        lines.append(f"{name},{people},{index[code]:.0f}")
    lines.append("註：－為無資料。,,")
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("big5"))
    return Answer(
        made_by="text",
        layout="wide",
        encoding="big5",
        separator=",",
        title="地區人口表（練習指數一欄為練習數據，非統計數字）",
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=36,
        key="地區",
        key_column="A",
        columns=(
            Column(
                "常住人口（人）", as_floats(PEOPLE), "B", "", "人", ("710000", "810000", "820000")
            ),
            Column("練習指數", index, "C", exercise=True),
        ),
        notes=(37,),
        note="註：－為無資料。",
    )


def traditional(name: str) -> str:
    """A simplified name of a place in traditional characters."""
    simple = "内壮区维尔别东庆广陕宁龙苏门肃贵云辽"
    return name.translate(str.maketrans(simple, "內壯區維爾別東慶廣陝寧龍蘇門肅貴雲遼"))


def utf16_export(path: Path) -> Answer:
    """What Excel calls Unicode text: UTF-16, tabs, cells as shown, those with commas quoted."""
    lines = ["省份\t常住人口（人）\t地区生产总值（亿元）"]
    lines += [f'{zh(code)}\t"{PEOPLE[code]:,}"\t"{GDP[code]:,.2f}"' for code in MAINLAND]
    lines.append(f'合计\t"{sum(PEOPLE.values()):,}"\t"{total(GDP):,.2f}"')
    text = "".join(f"{line}\r\n" for line in lines)
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    return Answer(
        made_by="text",
        layout="wide",
        encoding="utf-16",
        separator="\t",
        header_rows=(1,),
        first_row=2,
        last_row=33,
        key="省份",
        key_column="A",
        columns=(
            Column("常住人口（人）", as_floats(PEOPLE), "B", "", "人"),
            Column("地区生产总值（亿元）", GDP, "C", "", "亿元"),
        ),
        totals=(33,),
    )


def pasted(path: Path) -> Answer:
    """Cells copied from a spreadsheet: line breaks in header cells, empty columns at the right."""
    lines = ['地区\t"常住人口\n（人）"\t"2020年\n地区生产总值（亿元）"\t\t']
    lines += [f"{zh(code)}\t{PEOPLE[code]}\t{GDP[code]:.2f}\t\t" for code in MAINLAND]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    return Answer(
        made_by="text",
        layout="wide",
        encoding="utf-8",
        separator="\t",
        header_rows=(1,),
        first_row=2,
        last_row=32,
        key="地区",
        key_column="A",
        columns=(
            Column("常住人口\n（人）", as_floats(PEOPLE), "B", "", "人"),
            Column("2020年\n地区生产总值（亿元）", GDP, "C", "2020", "亿元"),
        ),
        remark="The header is one row of cells, though two lines of text more. Columns D and E are "
        "empty.",
    )


def totals_wrong(path: Path) -> Answer:
    """A total that is not the sum of its rows."""
    title = "各地区2020年地区生产总值（练习：合计行故意写错）"
    wrong = total(GDP) + 1000
    lines = [f"{title},", "地区,地区生产总值（亿元）", f"合计,{wrong:.2f}"]
    lines += [f"{zh(code)},{GDP_TEXT[code]}" for code in MAINLAND]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return Answer(
        made_by="text",
        layout="wide",
        encoding="utf-8",
        separator=",",
        title=title,
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=34,
        key="地区",
        key_column="A",
        columns=(Column("地区生产总值（亿元）", GDP, "B", "2020", "亿元"),),
        totals=(3,),
        remark=f"The total in row 3 says {wrong:.2f}; the rows add up to {total(GDP):.2f}.",
    )


def html_export(path: Path) -> Answer:
    """What many systems call an Excel export: a web page with the ending .xls."""
    title = "各省常住人口"
    rows = "".join(
        f"<tr><td>{PLACES[code]['full_zh']}</td><td align=right>{PEOPLE[code]:,}</td></tr>\r\n"
        for code in MAINLAND
    )
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n<head>\r\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">\r\n</head>\r\n'
        f'<body>\r\n<table border="1">\r\n<tr><td colspan="2"><b>{title}</b></td></tr>\r\n'
        f"<tr><th>地区</th><th>常住人口<br>（人）</th></tr>\r\n{rows}"
        f'<tr><td colspan="2">{PEOPLE_SOURCE}&nbsp;</td></tr>\r\n</table>\r\n</body>\r\n</html>\r\n'
    )
    path.write_bytes(page.encode("gbk"))
    return Answer(
        made_by="text",
        layout="wide",
        encoding="gbk",
        title=title,
        title_rows=(1,),
        header_rows=(2,),
        first_row=3,
        last_row=33,
        key="地区",
        key_column="A",
        columns=(Column("常住人口（人）", as_floats(PEOPLE), "B", "", "人"),),
        notes=(34,),
        source=PEOPLE_SOURCE,
        may_refuse="an HTML page named .xls",
        remark="Either its table is read, or it is said what the file is. The header cell has a "
        "line break in it.",
    )


def text_named(path: Path) -> Answer:
    """Tab-separated GBK text with the ending .xls."""
    lines = ["地区\t地区生产总值（亿元）"]
    lines += [f"{zh(code)}\t{GDP_TEXT[code]}" for code in MAINLAND]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("gbk"))
    return Answer(
        made_by="text",
        layout="wide",
        encoding="gbk",
        separator="\t",
        header_rows=(1,),
        first_row=2,
        last_row=32,
        key="地区",
        key_column="A",
        columns=(Column("地区生产总值（亿元）", GDP, "B", "", "亿元"),),
        may_refuse="text named .xls",
        remark="Either it is read as the text it is, or it is said what the file is.",
    )


# --- other kinds --------------------------------------------------------------------------------


def codes_only(path: Path) -> Answer:
    """Codes as whole numbers and one value, in Parquet."""
    frame = pd.DataFrame({"adcode": [int(code) for code in GDP], "value": list(GDP.values())})
    frame.to_parquet(path, index=False)
    return Answer(
        made_by="pyarrow",
        layout="wide",
        key="adcode",
        columns=(Column("value", GDP),),
        remark="The values are those of gdp-2020; the file states no unit, period or source.",
    )


def records(path: Path) -> Answer:
    """A list of records, as a web service answers."""
    rows = [
        {
            "name": PLACES[code]["full_zh"],
            "year": 2020,
            "gdp_100m_yuan": GDP[code],
            "population": PEOPLE[code],
            "stations_5g_announced": ANNOUNCED.get(code),
        }
        for code in MAINLAND
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Answer(
        made_by="json",
        layout="long",
        encoding="utf-8",
        key="name",
        period_column="year",
        columns=(
            Column("gdp_100m_yuan", GDP, "", "2020"),
            Column("population", as_floats(PEOPLE), "", "2020"),
            Column(
                "stations_5g_announced",
                as_floats(ANNOUNCED),
                "",
                "2020",
                missing=tuple(code for code in MAINLAND if code not in ANNOUNCED),
            ),
        ),
        remark="A missing figure is null.",
    )


def properties(path: Path) -> Answer:
    """Features with properties; the shapes are boxes and no boundaries."""
    codes = ("110000", "330000", "340000", "440000", "540000")
    features = []
    for number, code in enumerate(codes):
        west, south = 100 + 2 * number, 30
        ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1],
                [west, south]]  # fmt: skip
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "code": int(code),
                    "省份": zh(code),
                    "population_2020": PEOPLE[code],
                },
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    whole = {
        "type": "FeatureCollection",
        "note": "The geometries are boxes for exercise, not boundaries.",
        "features": features,
    }
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Answer(
        made_by="json",
        layout="wide",
        encoding="utf-8",
        key="code",
        columns=(
            Column("population_2020", {code: float(PEOPLE[code]) for code in codes}, "", "2020"),
        ),
        remark="省份 names the same places as code.",
    )


# --- protected ----------------------------------------------------------------------------------


def protected_xlsx(path: Path) -> Answer:
    """A workbook that opens only with its password."""
    plain = io.BytesIO()
    _small().save(plain)
    with path.open("wb") as file:
        OOXMLFile(plain).encrypt(PASSWORD, file)
    with path.open("rb") as file:
        assert msoffcrypto.OfficeFile(file).is_encrypted()
    return Answer(made_by="msoffcrypto-tool", password=PASSWORD, error="protected by a password")


def protected(path: Path) -> Answer:
    """The same, saved by LibreOffice."""
    convert(_small(), path, password=PASSWORD)
    return Answer(made_by="LibreOffice", password=PASSWORD, error="protected by a password")


def _small() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["地区", "常住人口（人）"])
    for code, people in PEOPLE.items():
        sheet.append([zh(code), people])
    return book


# --- the rest -----------------------------------------------------------------------------------

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8"}
"""LibreOffice's names of the formats."""

SAVE = """
import os, subprocess, sys, tempfile, time, uno
from com.sun.star.beans import PropertyValue
source, target, wanted, password = sys.argv[1:]
profile = tempfile.mkdtemp()
pipe = f"office{os.getpid()}"
office = subprocess.Popen(["soffice", "--headless", "--norestore",
    f"-env:UserInstallation=file://{profile}", f"--accept=pipe,name={pipe};urp;"])
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for _ in range(120):
    try:
        remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.5)
desktop = remote.ServiceManager.createInstance("com.sun.star.frame.Desktop")
def options(**given):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in given.items())
document = desktop.loadComponentFromURL(
    uno.systemPathToFileUrl(source), "_blank", 0, options(Hidden=True))
document.calculateAll()
given = {"FilterName": wanted} | ({"Password": password} if password else {})
document.storeToURL(uno.systemPathToFileUrl(target), options(**given))
document.close(True)
try:
    desktop.terminate()
except Exception:
    pass
office.wait(60)
"""


def convert(book: openpyxl.Workbook, path: Path, *, password: str = "") -> None:
    """Open a workbook in LibreOffice, compute it and save it in the format of the path's ending."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.xlsx"
        book.save(source)
        subprocess.run(
            [BRIDGE, "-c", SAVE, str(source), str(path), FILTERS[path.suffix], password],
            check=True,
            timeout=300,
        )


RECIPES: dict[str, Callable[[Path], Answer]] = {
    "yearbook_gdp.xls": yearbook_gdp,
    "miit_5g.xlsx": miit_5g,
    "colleague_merged.xlsx": colleague_merged,
    "gbk_wide_years.csv": gbk_wide_years,
    "long_years.csv": long_years,
    "english_report.ods": english_report,
    "big5_taiwan.csv": big5_taiwan,
    "utf16_export.txt": utf16_export,
    "pasted.txt": pasted,
    "two_sheets.xlsx": two_sheets,
    "codes_only.parquet": codes_only,
    "records.json": records,
    "properties.geojson": properties,
    "formulas_without_values.xlsx": formulas_without_values,
    "formulas_with_values.xlsx": formulas_with_values,
    "transposed.xlsx": transposed,
    "side_by_side.xlsx": side_by_side,
    "totals_wrong.csv": totals_wrong,
    "continued.xlsx": continued,
    "date_headers.xlsx": date_headers,
    "hidden.xlsx": hidden,
    "cell_kinds.xlsx": cell_kinds,
    "projects_by_province.xlsx": projects_by_province,
    "html_export.xls": html_export,
    "text_named.xls": text_named,
    "protected.xlsx": protected_xlsx,
    "protected.xls": protected,
    "protected.ods": protected,
}


def toml(value: object) -> str:
    """A value as TOML, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(cell)}" for key, cell in value.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml(cell) for cell in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def written(name: str, answer: Answer) -> str:
    """A file's entry in answers.toml."""
    lines = ["[[table]]", f"file = {toml(name)}"]
    shown: dict[str, object] = {
        key: value for key, value in vars(answer).items() if key != "columns" and value
    }
    if answer.columns and "first_row" in shown:
        shown["rows"] = (shown.pop("first_row"), shown.pop("last_row"))
    lines += [f"{key} = {toml(value)}" for key, value in shown.items()]
    if answer.columns:
        first, *more = answer.columns
        places = set().union(*(set(c.values) | set(c.missing) for c in answer.columns))
        lines.append(f"matched = {len(places)}")
        lines += _column(first, "value")
        for column in more:
            lines += ["", "[[table.more]]", *_column(column, "")]
    return "\n".join(lines) + "\n"


def _column(column: Column, name: str) -> list[str]:
    said = {
        key: value
        for key, value in vars(column).items()
        if value and key not in ("values", "missing")
    }
    lines = [f"value = {toml(said)}"] if name else [f"{k} = {toml(v)}" for k, v in said.items()]
    return [*lines, f"missing = {toml(column.missing)}", f"values = {toml(column.values)}"]


HEAD = """\
# What each table of this folder means; written by make.py, keys explained in README.md.

"""


def main() -> None:
    wanted = sys.argv[1:] or list(RECIPES)
    entries = []
    for name, recipe in RECIPES.items():
        if name in wanted:
            answer = recipe(FOLDER / name)
        else:
            with tempfile.TemporaryDirectory() as folder:
                answer = recipe(Path(folder) / name)
        entries.append(written(name, answer))
        print(name)
    (FOLDER / "answers.toml").write_text(HEAD + "\n".join(entries), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
