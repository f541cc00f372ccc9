"""What one cell of a user's table says: a number, that there is none, a period, a unit.

Only full-width forms are folded (１２％ is 12%). The wider NFKC would turn the footnote in ``124①``
into a digit.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

#: Spellings of a missing figure, after folding. Missing is never zero.
MISSING = frozenset(
    ("", "-", "--", "---", "—", "——", "–", "――", "―", "──", "─", "…", "……", "...", "..", "/",
     "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "无", "暂无", "缺", "无数据",
     "暂无数据", "不详", "未公布", "空", "無", "暫無", "無資料")
)  # fmt: skip

#: A larger number is taken for a mistake: it is listed, not drawn.
LARGEST = 1e21

#: A whole number of so many digits is held exactly.
EXACT_DIGITS = 15

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xA0: " ", 0x2009: " ", 0x202F: " ", 0x200B: None, 0xFEFF: None,
    0x2212: "-", 0xFE63: "-", 0x3001: "、",
}  # fmt: skip
_PLAIN = r"(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?"
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?: \d{3})+(?:\.\d*)?"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?) ?(?P<digits>{_GROUPED}|{_PLAIN}) ?"
    r"(?P<magnitude>[十百千]?(?:万亿|萬億|亿|億|万|萬)|千|百|十)? ?(?P<percent>%?)",
    re.ASCII,
)
_EXACT = 2**53
_COUNTED_IN = re.compile(r"[十百千]?(?:万亿|萬億|亿|億|万|萬)|[千百](?![米瓦克分])")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}

_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_PERIODS = (
    re.compile(rf"{_YEAR} ?年?(?:度|末|底|全年)?", re.ASCII),
    re.compile(rf"{_YEAR} ?[-/.年] ?(?P<month>0?[1-9]|1[0-2]) ?月?(?:份|末|底)?", re.ASCII),
    re.compile(
        rf"{_YEAR} ?[-/.年] ?(?P<month>0?[1-9]|1[0-2]) ?[-/.月] ?(?P<day>0?[1-9]|[12]\d|3[01]) ?日?"
        r"(?: 00:00:00)?",
        re.ASCII,
    ),
    re.compile(rf"{_YEAR} ?[-年]? ?(?:q|第)?(?P<quarter>[1-4一二三四])(?:季度?)?", re.ASCII),
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}

_UNIT_WORDS = (
    r"%|‰|人|户|家|个|座|台|套|件|项|处|辆|吨|元|美元|亩|公顷|平方公里|平方千米|公里|千米|米|千瓦时|度|"
    r"千瓦|兆瓦|公斤|千克|天|小时|次|分"
)
_UNIT = re.compile(rf"(?:[十百千]?[万亿萬億]{{0,2}}|千|百)?(?:{_UNIT_WORDS})(?:/\S{{1,12}})?")
_STATED_UNIT = re.compile(
    r"[\[(]? ?(?:计量)?(?:单位|單位|units?) ?[:：] ?(?P<unit>[^)\]]{1,40})[\])]?", re.I
)
_TRAILING_UNIT = re.compile(r"(?P<head>.*\S) ?[\[(](?P<unit>[^()\[\]]{1,40})[\])]", re.S)
_AFTER_COMMA = re.compile(r"(?P<head>.*\S) ?[,，、/] ?(?P<unit>\S{1,12})", re.S)


def fold(text: str) -> str:
    """A cell without full-width forms and without blanks around it."""
    return text.translate(_FOLD).strip()


def parse_number(cell: str, *, power: int = 0) -> float | str | None:
    """The number in a cell, None where it says that there is none, else the cell itself.

    Understood are thousands separators (``1,234``), percentages (``43.5%`` is 43.5), Chinese
    magnitudes (``12.4万`` is 124000), parentheses for negatives (``(1.2)``), and full-width digits.
    A comma elsewhere makes no number: ``43,5`` may be 43.5, and is never taken for 435. Beyond
    :data:`LARGEST` nothing is a number.

    ``power`` is the power of ten that the column's unit counts in (:func:`magnitude_of`), which is
    not applied a second time: among 万人, ``2487万`` is 2487.
    """
    number = _decimal(cell, power)
    if not isinstance(number, Decimal):
        return number
    value = float(number)
    return value if abs(value) <= LARGEST else cell


def is_inexact(cell: str) -> bool:
    """Whether a cell is a whole number with more digits than a figure can hold (2^53 and above)."""
    number = _decimal(cell, 0)
    return (
        isinstance(number, Decimal)
        and abs(number) > _EXACT
        and number == number.to_integral_value()
        and Decimal(float(number)) != number
    )


def magnitude_of(unit: str) -> int:
    """The power of ten that a unit counts in: 4 of 万人, 8 of 亿元, 0 of 人 and of 千米."""
    found = _COUNTED_IN.match(fold(unit))
    return sum(_POWERS[c] for c in found[0]) if found else 0


def magnitude_in(cell: str) -> str:
    """The magnitude that a number in a cell has of its own: 万 of ``2487万``, "" of 2487."""
    found = _NUMBER.fullmatch(fold(cell).casefold())
    return (found["magnitude"] or "") if found else ""


def _decimal(cell: str, power: int) -> Decimal | str | None:
    """A cell's number before it is held in binary; see :func:`parse_number`."""
    text = fold(cell).casefold()
    if text in MISSING:
        return None
    negative = text.startswith("(") and text.endswith(")")
    found = _NUMBER.fullmatch(text[1:-1].strip() if negative else text)
    if found is None or (negative and found["sign"]) or (found["magnitude"] and found["percent"]):
        return cell
    # Decimal, since 12.4 times 10000 must be 124000.
    number = Decimal(found["digits"].replace(",", "").replace(" ", ""))
    if magnitude := found["magnitude"]:
        number = number.scaleb(sum(_POWERS[c] for c in magnitude) - power)
    return -number if negative or found["sign"] == "-" else number


def last_digit(cell: str) -> float:
    """What one more in the last digit of a printed number would be: 0.01 in ``1.50``, 1 in ``280``,
    1000 in ``12.4万``; 0 where there is no number."""
    found = _NUMBER.fullmatch(fold(cell).casefold().strip("()").strip())
    if found is None:
        return 0.0
    exponent = Decimal(found["digits"].replace(",", "").replace(" ", "")).as_tuple().exponent
    power = sum(_POWERS[c] for c in found["magnitude"] or "")
    return float(10.0 ** (int(exponent) + power))


def is_percentage(cell: str) -> bool:
    """Whether a cell is a number with a percent sign."""
    return fold(cell).rstrip(") ").endswith("%") and isinstance(parse_number(cell), float)


def read_period(cell: str) -> str | None:
    """The period in a cell (``2020年``, ``2020-06``, ``2020年6月6日``, ``2020Q1``) in the form of
    ISO 8601, a quarter as ``2020-Q1``; None where it names none."""
    text = fold(cell).casefold().removesuffix(".0")
    for pattern in _PERIODS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        if quarter := parts.get("quarter"):
            if "季" not in text and "q" not in text:
                continue
            return f"{parts['year']}-Q{_QUARTERS.get(quarter, quarter)}"
        written = [
            parts["year"],
            *(f"{int(parts[p]):02}" for p in ("month", "day") if parts.get(p)),
        ]
        if len(written) == 3:
            try:
                date.fromisoformat("-".join(written))
            except ValueError:
                return None
        return "-".join(written)
    return None


def is_unit(text: str) -> bool:
    """Whether a cell is nothing but a unit: ``(亿元)``, ``万人``, ``%``."""
    bare = fold(text)
    if bare[:1] in "([" and bare[-1:] in ")]" and 2 < len(bare) <= 20:
        inner = bare[1:-1].strip()
        return isinstance(parse_number(inner), str) and read_period(inner) is None
    return bool(_UNIT.fullmatch(bare))


def stated_unit(text: str) -> str | None:
    """The unit that a line such as ``单位：亿元`` states."""
    found = _STATED_UNIT.fullmatch(fold(text))
    return found["unit"].strip() if found else None


def split_unit(heading: str) -> tuple[str, str]:
    """A heading and the unit at its end: ``GDP（亿元）`` is ``GDP`` in ``亿元``."""
    text = fold(heading)
    found = _TRAILING_UNIT.fullmatch(text)
    if found and read_period(found["unit"]) is None:
        return found["head"].strip(), (stated_unit(found["unit"]) or found["unit"]).strip()
    found = _AFTER_COMMA.fullmatch(text)
    if found and _UNIT.fullmatch(found["unit"]):
        return found["head"].strip(), found["unit"]
    return text, ""
