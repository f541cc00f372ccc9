"""The recipe that makes the example tables of this folder, which a user can download and read back.

Run it from the root of the project: python geo/data/examples/build.py

- ``clean.csv`` is a table as a program writes it: one header line, UTF-8, English names.
- ``yearbook.xlsx`` is laid out like a table of a statistical yearbook.
- ``projects.xlsx`` is a register, one row per project. Its projects are invented and it says so.
- ``gbk.csv`` is a table as an office saves it: GBK, full names, a dash where there is no figure.

The figures of the other three are those of the catalogue (``geo/data/indicators``), and a total is
the sum of the rows above it. Each label is written by hand; only its hash is renewed here. Running
it twice gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).resolve().parent
DATA = FOLDER.parent

EXERCISE = "练习数据，非真实项目"
"""What marks the register of projects as invented; it stands in the table itself."""

CREATED = datetime(2026, 1, 1)
"""The day of creation that the workbooks carry, so that the same table gives the same bytes."""

FIELDS = {
    "5G基站": ("5G基站建设", "5G网络覆盖", "第五代移动通信基站", "5G基站"),
    "大数据中心": ("大数据中心", "IDC机房", "数据中心一期", "云计算数据中心"),
    "人工智能": ("人工智能", "人工智能创新平台", "AI开放平台"),
    "特高压": ("特高压", "特高压直流输电", "特高压变电站"),
    "充电桩": ("充电桩", "新能源汽车充电设施", "公共充电站"),
    "城际高速铁路和城市轨道交通": (
        "城际高速铁路和城市轨道交通",
        "地铁3号线",
        "城际铁路",
        "轨道交通延长线",
    ),
    "工业互联网": ("工业互联网", "工业互联网标识解析", "工业互联网平台"),
}
"""The seven fields of new infrastructure, and the ways in which a register words them."""

PLACES = (
    "广东", "江苏省", "浙江", "山东省", "北京", "上海市", "安徽", "河北", "湖北省", "四川",
    "重庆市", "河南", "湖南", "福建", "陕西", "贵州", "内蒙古自治区", "江西", "天津", "辽宁",
    "广西", "云南", "山西", "黑龙江", "甘肃", "新疆维吾尔自治区", "海南",
)  # fmt: skip
"""Where the invented projects lie, spelled as people spell it; some provinces have none."""


def figures(identifier: str) -> dict[str, str]:
    """An indicator's figures by adcode, as its file writes them; an empty one is unknown."""
    text = (DATA / "indicators" / f"{identifier}.csv").read_text(encoding="utf-8")
    return {row["adcode"]: row["value"] for row in csv.DictReader(io.StringIO(text))}


def names(column: str) -> dict[str, str]:
    """A column of the names of the provinces by adcode."""
    text = (DATA / "places" / "provinces.csv").read_text(encoding="utf-8")
    return {row["adcode"]: row[column] for row in csv.DictReader(io.StringIO(text))}


def spaced(name: str) -> str:
    """A short name as a yearbook sets it, with blanks to the width of three characters."""
    return {2: "  ", 3: " "}.get(len(name), "").join(name)


def clean() -> bytes:
    """Names and one column of figures, nothing else."""
    place = names("name_en")
    rows = [("Province", "Resident population 2020 (persons)")]
    rows += [(place[code], value) for code, value in figures("population-2020").items()]
    return "".join(f"{name},{value}\n" for name, value in rows).encode()


def gbk() -> bytes:
    """Full Chinese names and scores in GBK with the line ends of Windows."""
    place = names("full_zh")
    lines = ["地区,新基建发展基础得分（分）"]
    lines += [
        f"{place[code]},{value or '—'}"
        for code, value in figures("ccid-potential-foundation").items()
    ]
    lines.append("注：“—”表示来源中无数据或未列入排名。,")
    lines.append("资料来源：赛迪《我国各省区市“新基建”发展潜力白皮书》表2，2020年4月。,")
    return "".join(f"{line}\r\n" for line in lines).encode("gbk")


def yearbook() -> bytes:
    """A title, a unit row, a header in two rows, names with blanks in them, a total, footnotes."""
    gdp, people, place = figures("gdp-2020"), figures("population-2020"), names("name_zh")
    stream, book = _workbook()
    sheet = book.add_worksheet("2-1")
    title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    head = book.add_format({"align": "center", "valign": "vcenter", "top": 1, "bottom": 1})
    right, middle = book.add_format({"align": "right"}), book.add_format({"align": "center"})
    money, whole = book.add_format({"num_format": "0.00"}), book.add_format({"num_format": "0"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 2, 22)
    sheet.merge_range("A1:C1", "表2-1  各地区地区生产总值和常住人口", title)
    sheet.write_string("C2", "单位：亿元", right)
    sheet.merge_range("A3:A4", "地  区", head)
    sheet.merge_range("B3:C3", "2020年", head)
    sheet.write_string("B4", "地区生产总值", head)
    sheet.write_string("C4", "常住人口（人）", head)
    sheet.write_string("A5", "合  计", middle)
    sheet.write_number("B5", float(sum(map(Decimal, gdp.values()))), money)
    sheet.write_number("C5", sum(map(int, people.values())), whole)
    row = 5
    for code, value in gdp.items():
        sheet.write_string(row, 0, spaced(place[code]), middle)
        sheet.write_number(row, 1, float(value), money)
        sheet.write_number(row, 2, int(people[code]), whole)
        row += 1
    notes = (
        "注：1.地区生产总值按当年价格计算，为首次公布数。",
        "    2.常住人口为2020年11月1日普查数，现役军人2000000人不计入各地区。",
        "    3.合计为表中31个地区之和。版式仿统计年鉴，表号为示例。",
        "资料来源：国家统计局《中国统计年鉴2021》表3-9，《第七次全国人口普查公报（第三号）》。",
    )
    for offset, note in enumerate(notes):
        sheet.write_string(row + offset, 0, note)
    book.close()
    return stream.getvalue()


def projects() -> bytes:
    """A register of invented projects, with a total below and a note that says what it is."""
    stream, book = _workbook()
    sheet = book.add_worksheet("项目登记表")
    title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    head = book.add_format({"bold": True, "align": "center", "border": 1})
    money = book.add_format({"num_format": "0.0"})
    month = book.add_format({"num_format": "yyyy-mm", "align": "left"})
    header = ("序号", "项目名称", "所在省份", "领域", "总投资（亿元）", "状态", "开工时间")
    for column, width in enumerate((6, 24, 18, 28, 16, 8, 12)):
        sheet.set_column(column, column, width)
    sheet.merge_range("A1:G1", f"新型基础设施项目登记表（{EXERCISE}）", title)
    for column, cell in enumerate(header):
        sheet.write_string(1, column, cell, head)
    total, row, wordings = Decimal(0), 2, list(FIELDS.values())
    for number in range(1, 97):
        wording = wordings[(number * 5 + number // 7) % 7]
        amount = Decimal((number * number * 13) % 397 + 5) / 10
        state = ("在建", "拟建", "建成", "在建")[number % 4]
        sheet.write_number(row, 0, number)
        sheet.write_string(row, 1, f"练习项目{number:03d} {'一二三'[number % 3]}期")
        sheet.write_string(row, 2, PLACES[int(len(PLACES) * (number * 389 % 997 / 997) ** 1.5)])
        sheet.write_string(row, 3, wording[number % len(wording)])
        if number % 31:
            sheet.write_number(row, 4, float(amount), money)
            total += amount
        else:
            sheet.write_string(row, 4, "待定")
        sheet.write_string(row, 5, state)
        if state == "拟建":
            sheet.write_string(row, 6, "待定")
        else:
            begun = date(2018 + number % 3, number % 12 + 1, 1)
            sheet.write_datetime(row, 6, datetime(begun.year, begun.month, begun.day), month)
        row += 1
    sheet.write_string(row, 1, "合计")
    sheet.write_number(row, 4, float(total), money)
    sheet.write_string(row + 1, 0, f"注：{EXERCISE}。项目、金额和时间均为虚构，合计为各行之和。")
    book.close()
    return stream.getvalue()


def _workbook() -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": CREATED})
    return stream, book


FILES: dict[str, Callable[[], bytes]] = {
    "clean.csv": clean,
    "yearbook.xlsx": yearbook,
    "projects.xlsx": projects,
    "gbk.csv": gbk,
}


def main() -> None:
    for name, make in FILES.items():
        data = make()
        (FOLDER / name).write_bytes(data)
        label = (FOLDER / name).with_suffix(".toml")
        written = label.read_text(encoding="utf-8")
        digest = hashlib.sha256(data).hexdigest()
        renewed = re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', written)
        label.write_text(renewed, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
