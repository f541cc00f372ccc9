"""Counting: every row is accounted for, and neither the order of rows nor their parts matter."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model.values import Boundaries
from geo.registers.count import Columns, Count, StoppedError
from geo.registers.exact import to_float
from geo.registers.files.find import parts_of
from geo.registers.files.parts import Fault, RegisterFile
from geo.registers.part_count import MOST_CATEGORIES, PartCount, Rejects
from tests.point_files import Register

#: Cells by what becomes of them.
LON = ("116.4", "121.47", "113.26", "91.1", "116°24′14.4″E", "", "NULL", "待定", "0", "999",
       "1e400", "nan", "-75", " 104.06 ")  # fmt: skip
LAT = ("39.9", "31.23", "23.13", "29.65", "39°54′N", "", "无", "x", "0", "91", "inf", "116.4", "20")
NAMES = (
    "移动",
    "联通",
    "a,b",
    'say "hi"',
    "two\nlines",
    "one\r\nmore",
    ";|\t",
    "",
    "東",
    "一",
    "12",
)
WEIGHTS = ("1", "0.1", "2.5", "1e3", "", "many", "1,234", "-7", "1e22")
DATES = ("2020-01-05", "2021/7/1", "20200105", "2020年1月5日", "2020-01-05T10:30:00Z", "", "soon")
#: Cells with marks that a careful program would have doubled.
STRAY = ('5" pipe', '19"', 'a""b', ' "x"', '"a"b', "116°24'14\"E")
HEADING = ("名称", "经度", "纬度", "weight", "date")


@pytest.fixture(scope="module")
def counting(provinces: Boundaries) -> Register:
    return Register(provinces)


@dataclass(frozen=True)
class Written:
    """A register as bytes, and its rows as Python's csv module reads them."""

    data: bytes
    rows: tuple[tuple[str, ...], ...]


@st.composite
def registers(draw: st.DrawFn) -> Written:
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "gb18030")))
    separator = draw(st.sampled_from(",;\t|"))
    end = draw(st.sampled_from(("\n", "\r\n")))
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    rows = draw(st.lists(st.tuples(*map(st.sampled_from, (NAMES, LON, LAT, WEIGHTS, DATES))),
                         max_size=12))  # fmt: skip
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(HEADING)
    for row in rows:
        kind = draw(st.sampled_from(("row",) * 6 + ("blank", "heading", "short", "long", "stray")))
        if kind == "blank":
            written.write(end)
        elif kind == "heading":
            writer.writerow(HEADING)
        elif kind == "stray":
            name = draw(st.sampled_from(STRAY))
            written.write(separator.join((name, *row[1:3], "1", "2020")) + end)
        else:
            writer.writerow(row[:3] if kind == "short" else (*row, "x") if kind == "long" else row)
    text = written.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(end)
    return Written(text.encode(encoding), _rows_of(text, separator))


def _rows_of(text: str, separator: str) -> tuple[tuple[str, ...], ...]:
    read = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return tuple(tuple(row) for row in read if row)[1:]


COLUMNS = Columns(category="名称", weight="weight", date="date", every="month")


@dataclass(frozen=True)
class Outcome:
    """All that may not depend on how a register is cut."""

    total: PartCount
    rejects: tuple[tuple[int, int], ...]


def outcome(
    paths: Sequence[Path],
    counting: Register,
    *,
    part_bytes: int | None = None,
    columns: Columns = COLUMNS,
) -> tuple[Outcome, Count]:
    plan = counting.plan(*paths, columns=columns)
    if part_bytes is not None:
        pairs = zip(plan.files, plan.fields, strict=True)
        parts = tuple(p for f, s in pairs for p in parts_of(f, s, part_bytes=part_bytes))
        plan = replace(plan, parts=parts)
    rejects: list[tuple[int, int]] = []

    def take(_: RegisterFile, before: int, taken: Rejects) -> None:
        pairs = zip(taken.numbers.tolist(), taken.faults.tolist(), strict=True)
        rejects.extend((before + 1 + number, why) for number, why in pairs)

    count = counting.count_plan(plan, take_rejects=take)
    assert Counter(Fault(why).key for _, why in rejects) == Counter(count.not_counted)
    if len(paths) == 1:
        assert rejects == sorted(rejects)
    return Outcome(replace(count.total, part=None, odd=False), tuple(rejects)), count


@settings(max_examples=60)
@given(register=registers(), part_bytes=st.integers(1, 80))
def test_how_a_text_is_cut_does_not_matter(
    register: Written, part_bytes: int, counting: Register
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        path.write_bytes(register.data)
        whole, count = outcome([path], counting, part_bytes=len(register.data))
        cut, _ = outcome([path], counting, part_bytes=part_bytes)
    assert whole == cut
    assert count.rows == len(register.rows)
    wrong = [n for n, row in enumerate(register.rows) if len(row) != len(HEADING)]
    told = [n - 2 for n, why in whole.rejects if why == Fault.WRONG_CELLS]
    assert told == wrong
    headings = [n for n, row in enumerate(register.rows) if row == HEADING]
    assert [n - 2 for n, why in whole.rejects if why == Fault.HEADING] == headings


@settings(max_examples=40)
@given(register=registers(), seed=st.integers(0, 9), files=st.integers(1, 3))
def test_order_and_files_do_not_matter(
    register: Written, seed: int, files: int, counting: Register
) -> None:
    rows = list(register.rows)
    random.Random(seed).shuffle(rows)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        path.write_bytes(register.data)
        one, _ = outcome([path], counting)
        dealt = [Path(folder) / f"dealt{i}.csv" for i in range(files)]
        for i, each in enumerate(dealt):
            with each.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([HEADING, *rows[i::files]])
        several, _ = outcome(dealt, counting)
    assert one.total == several.total


@pytest.mark.parametrize("part_bytes", [1, 7, 100, 10_000])
def test_categories_periods_and_weights_are_those_that_python_adds_up(
    part_bytes: int, counting: Register, tmp_path: Path
) -> None:
    places = {"110000": ("116.4", "39.9"), "310000": ("121.4", "31.2"), "440000": ("113.3", "23.1")}
    chance = random.Random(1)
    expected: dict[tuple[str, str, str], list[Fraction]] = {}
    rows = []
    for _ in range(300):
        adcode = chance.choice(list(places))
        name, weight = (
            chance.choice(("移动", " 联通", "two\nlines", "")),
            chance.choice(WEIGHTS[:4]),
        )
        month = chance.choice(("2020-01", "2021-12"))
        rows.append((name, *places[adcode], weight, f"{month}-05 10:00:00"))
        expected.setdefault((adcode, name.strip(), month), []).append(Fraction(float(weight)))
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADING, *rows])
    _, count = outcome([path], counting, part_bytes=part_bytes)
    found = {
        (count.adcodes[key.place], key.category, key.period): (tally.points, to_float(tally.total))
        for key, tally in count.total.tallies.items()
    }
    assert found == {key: (len(ws), float(sum(ws))) for key, ws in expected.items()}
    assert count.total.undated == 0


# Known answers


def faults_of(rows: Iterable[str], counting: Register, path: Path) -> list[str]:
    """What is wrong with each of some rows ``lon,lat``; "" where it is counted."""
    rows = list(rows)
    path.write_text("\n".join(("lon,lat", *rows)) + "\n", encoding="utf-8")
    found, _ = outcome([path], counting, columns=Columns())
    told = dict(found.rejects)
    return [Fault(told[n]).key if n in told else "" for n in range(2, len(rows) + 2)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("116.4,39.9", ""), ("139.7,35.7", "outside"), ("123.5,30", "at_sea"),
        (",39.9", "no_coordinate"), ("116.4,", "no_coordinate"), ("NULL,NULL", "no_coordinate"),
        ("无,39.9", "no_coordinate"), ("116.4,-", "no_coordinate"), (",", "no_coordinate"),
        ("<Null>,39.9", "no_coordinate"), ("待定,39.9", "not_a_number"), (",x", "no_coordinate"),
        ("nan,39.9", "not_a_number"), ("116.4,NaN", "not_a_number"), ("0,0", "zero"),
        ("0.0,-0", "zero"), ("0,1e-9", "outside"), ("180,39.9", "outside"),
        ("180.0001,39.9", "out_of_range"), ("-180,39.9", "outside"),
        ("-180.0001,39.9", "out_of_range"), ("116.4,90", "outside"),
        ("116.4,90.0001", "out_of_range"), ("116.4,-90", "outside"),
        ("-116.4,-90.0001", "out_of_range"), ("999,39.9", "out_of_range"),
        ("1e308,39.9", "out_of_range"), ("1e400,39.9", "out_of_range"),
        ("inf,39.9", "out_of_range"), ("116.4,-inf", "out_of_range"), ("39.9,116.4", "swapped"),
        ("3,73", "swapped"), ("2.9999,73", "outside"), ("54,136", "swapped"),
        ("54.0001,89", "outside"), ("lon,lat", "heading"), ("  lon ,lat", "heading"),
        ("116.4,39.9,7", "wrong_cells"), ("116.4", "wrong_cells"), (" ", "wrong_cells"),
        ("\ufefflon,lat", "heading"),
    ],
)  # fmt: skip
def test_known_faults(row: str, fault: str, counting: Register, tmp_path: Path) -> None:
    fine = "116.4,39.9"
    found = faults_of([fine, row, fine, fine], counting, tmp_path / "r.csv")
    assert found == ["", fault, "", ""]


def test_blank_lines_are_no_rows(counting: Register, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("lon,lat\n\n116.4,39.9\n\r\n999,1\n" + "\n" * 100_000 + "1\n116.4,39.9\n\n")
    found, count = outcome([path], counting, columns=Columns(), part_bytes=30_000)
    assert (count.rows, count.counted) == (4, 2)
    assert found.rejects == ((3, Fault.OUT_OF_RANGE), (4, Fault.WRONG_CELLS))


def test_a_thousand_categories_are_counted_and_more_are_refused(
    counting: Register, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    columns = Columns(category="c")
    for most, part_bytes in ((MOST_CATEGORIES, 10_000), (MOST_CATEGORIES, 10**6)):
        lines = [f"116.4,39.9,{i}" for i in range(most)]
        path.write_text("\n".join(["lon,lat,c", *lines]))
        _, count = outcome([path], counting, columns=columns, part_bytes=part_bytes)
        assert count.counted == len(count.total.tallies) == most
    path.write_text("\n".join(["lon,lat,c", *(f"116.4,39.9,{i}" for i in range(5000))]))
    with pytest.raises(StoppedError, match="more than 1,000 different values") as caught:
        outcome([path], counting, columns=columns, part_bytes=5_000)
    assert 0 < caught.value.partial.counted < 5000
    assert not caught.value.partial.complete
