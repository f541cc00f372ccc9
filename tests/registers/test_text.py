"""Registers as text: encoding, separator, heading, parts, dates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geo.model.errors import RegisterError
from geo.registers.files.columns import find_columns
from geo.registers.files.find import open_register, parts_of, read_part
from geo.registers.files.parts import Batch, RegisterFile
from geo.registers.files.rows import as_utf8, cut


def write(path: Path, text: str, encoding: str = "utf-8") -> RegisterFile:
    path.write_bytes(text.encode(encoding))
    return open_register(path)


def batch_of(file: RegisterFile, *, category: str = "", weight: str = "", date: str = "") -> Batch:
    fields = find_columns(file, category=category, weight=weight, date=date)
    (part,) = parts_of(file, fields)
    (batch,) = read_part(part).batches
    return batch


def categories(batch: Batch) -> list[str]:
    assert batch.categories is not None
    return [batch.categories.names[code] for code in batch.categories.codes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_separator_and_line_ends_are_found(
    encoding: str, separator: str, end: str, tmp_path: Path
) -> None:
    rows = [("经度", "纬度", "名称"), ("116.4", "39.9", "東"), ("121.4", "31.2", "移动")]
    file = write(tmp_path / "r.txt", end.join(map(separator.join, rows)), encoding)
    assert file.columns == ("经度", "纬度", "名称")
    assert file.separator == separator
    batch = batch_of(file, category="名称")
    assert batch.lon.tolist() == [116.4, 121.4]
    assert categories(batch) == ["東", "移动"]


def test_gb18030_with_faulty_rows_and_bytes_that_could_be_utf_8(tmp_path: Path) -> None:
    text = "经度,纬度,名称\n116.4,39.9,一\n116.4,39.9,移动,多\n116.4,39.9,一\n"
    batch = batch_of(write(tmp_path / "r.csv", text, "gb18030"), category="名称")
    assert categories(batch) == ["一", "一"]
    assert batch.broken.tolist() == [1]
    assert batch.numbers.tolist() == [0, 2]


def test_chinese_that_comes_late(tmp_path: Path) -> None:
    rows = "116.4,39.9,A\n" * 100_000 + "116.4,39.9,移动\n"
    for encoding in ("utf-8", "gb18030"):
        batch = batch_of(write(tmp_path / "r.csv", f"lon,lat,c\n{rows}", encoding), category="c")
        assert set(categories(batch)) == {"A", "移动"}


def test_a_damaged_character_spoils_no_other() -> None:
    good = "移动,联通,电信,广电\n".encode()
    assert as_utf8(good) == good
    assert as_utf8("移动".encode("gb18030")).decode() == "移动"
    assert as_utf8(good + b"\xff\n").decode() == "移动,联通,电信,广电\n\ufffd\n"


@pytest.mark.parametrize(
    ("text", "line", "columns"),
    [
        ("lon,lat\n", 1, ("lon", "lat")),
        ("\ufefflon,lat\n", 1, ("lon", "lat")),
        ('\ufeff"lon","lat"\n', 1, ("lon", "lat")),
        ("全国5G基站登记表,,\n,,\n名称,经度,纬度\n", 3, ("名称", "经度", "纬度")),
        ('"经度\n(°)","纬度\n(°)"\n', 3, ("经度\n(°)", "纬度\n(°)")),
        ('5" 表\nlon,lat\n', 2, ("lon", "lat")),
        ("lon,lat,,\n", 1, ("lon", "lat", "column 3", "column 4")),
        ("lon,lat,a,a,a\n", 1, ("lon", "lat", "a", "a (2)", "a (3)")),
        ("经度(°;x),纬度(°;x),a\n", 1, ("经度(°;x)", "纬度(°;x)", "a")),
        ("说明，见下,备注\nlon;lat;名,称\n", 2, ("lon", "lat", "名,称")),
    ],
)
def test_the_heading_is_found(
    text: str, line: int, columns: tuple[str, ...], tmp_path: Path
) -> None:
    rows = "116.4,39.9,,,\n"
    file = write(tmp_path / "r.csv", text + rows)
    assert (file.heading, file.columns) == (line, columns)
    assert (tmp_path / "r.csv").read_bytes()[file.first :] == rows.encode()


def test_titles_do_not_hide_what_is_wrong_with_the_heading(tmp_path: Path) -> None:
    file = write(tmp_path / "r.csv", "登记表,,,\nlon_a,lat_a,lon_b,lat_b\n1,2,3,4\n")
    with pytest.raises(RegisterError, match="several columns may hold the longitude: lon_a, lon_b"):
        find_columns(file)


def test_columns_may_serve_twice(tmp_path: Path) -> None:
    file = write(tmp_path / "r.csv", "lon,lat,band\n116.4,39.9,700\n116.4,39.9,2600\n")
    batch = batch_of(file, category="band", weight="band", date="lon")
    assert categories(batch) == ["700", "2600"]
    assert batch.weights is not None
    assert batch.weights.tolist() == [700, 2600]
    assert batch.lon.tolist() == [116.4, 116.4]


def test_a_category_may_be_called_none(tmp_path: Path) -> None:
    file = write(tmp_path / "r.csv", "lon,lat,c\n1,2,无\n1,2,NA\n1,2,\n1,2, 无\n")
    assert categories(batch_of(file, category="c")) == ["无", "NA", "", "无"]


def test_cells_are_told_as_they_stand(tmp_path: Path) -> None:
    file = write(tmp_path / "r.csv", "lon,lat\nNULL,39.90\n无,待定\n,\n")
    batch = batch_of(file)
    assert batch.told_lon.to_pylist() == ["NULL", "无", None]
    assert batch.told_lat.to_pylist() == ["39.90", "待定", None]


@pytest.mark.parametrize("other", ["1", "待定"])
def test_weights_do_not_depend_on_other_cells(other: str, tmp_path: Path) -> None:
    # One cell that is no number makes all columns be read as texts.
    cells = ["1.5", "1e3", "1e21", "1e22", "inf", "1e400", "", "00012", "-0.1"]
    lines = [f"1,2,{cell}" for cell in cells] + [f"{other},2,7"]
    batch = batch_of(write(tmp_path / "r.csv", "\n".join(["lon,lat,w", *lines])), weight="w")
    expected = [1.5, 1e3, 1e21, None, None, None, None, 12, -0.1, 7]
    assert batch.weights is not None
    assert np.array_equal(batch.weights, np.array(expected, dtype=float), equal_nan=True)


def test_weights_in_words_of_their_own(tmp_path: Path) -> None:
    rows = '1,2,"1,234"\n1,2,1.2万\n1,2,50%\n1,2,many\n1,2,-\n'
    batch = batch_of(write(tmp_path / "r.csv", f"lon,lat,w\n{rows}"), weight="w")
    assert batch.weights is not None
    assert np.array_equal(batch.weights, [1234, 12000, 50, np.nan, np.nan], equal_nan=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-01-05", "2020-01-05"), ("2020/1/5", "2020-01-05"), ("20200105", "2020-01-05"),
        ("2020年1月5日", "2020-01-05"), ("2020.1.5", "2020-01-05"),
        ("2020-01-05 12:30:00", "2020-01-05"), ("2020/1/5 8:00", "2020-01-05"),
        ("2020-01-05T12:30:00Z", "2020-01-05"), ("2020-01-05T23:30:00.123+08:00", "2020-01-05"),
        (" 2020-01-05 ", "2020-01-05"), ("2020-02-29", "2020-02-29"),
        ("2020-02-30", ""), ("2020-13-05", ""), ("20200230", ""), ("05/01/2020", ""), ("43835", ""),
        ("soon", ""), ("", ""), ("2020-01-05x", ""), ("2020-02-30T10:00:00", ""),
    ],
)  # fmt: skip
def test_dates(text: str, day: str, tmp_path: Path) -> None:
    assert cut(text, "day") == day
    assert cut(text, "month") == day[:7]
    assert cut(text, "year") == day[:4]
    assert cut(text, "quarter") == (day and f"{day[:4]}-Q1")
    batch = batch_of(write(tmp_path / "r.csv", f"lon,lat,d\n1,2,{text}\n"), date="d")
    assert batch.periods is not None
    assert batch.periods.names == (day[:4],)


@pytest.mark.parametrize(
    ("month", "quarter"), [("03", "Q1"), ("04", "Q2"), ("09", "Q3"), ("10", "Q4"), ("12", "Q4")]
)
def test_quarters(month: str, quarter: str) -> None:
    assert cut(f"2020-{month}-30", "quarter") == f"2020-{quarter}"


def test_coarser_dates_stay_as_they_are() -> None:
    assert [cut(text, "day") for text in ("2020", "2020年3月", "2020Q2")] == [
        "2020", "2020-03", "2020-Q2",
    ]  # fmt: skip
    assert cut("2020", "quarter") == "2020"


def test_many_columns_with_one_name(tmp_path: Path) -> None:
    # Seconds, not hours.
    names = ",".join(["列"] * 10_000)
    file = write(tmp_path / "r.csv", f"{names},经度,纬度\n" + ("," * 10_000 + "116.4,39.9\n") * 3)
    assert len(set(file.columns)) == 10_002
    assert batch_of(file).lon.tolist() == [116.4] * 3


@pytest.mark.parametrize("text", ['"a, b","116.4","39.9"\n', 'a,"two\nlines",116.4,39.9\n'])
def test_whether_a_quotation_is_open_is_guessed_right(text: str, tmp_path: Path) -> None:
    # A wrong guess is put right later, but costs a second count of the part.
    heading = ",".join([*"abcd"[: text.count(",") - text.count(", ") - 1], "lon", "lat"])
    file = write(tmp_path / "r.csv", f"{heading}\n" + text * 20)
    wrong = 0
    for part in parts_of(file, find_columns(file), part_bytes=7):
        rows = read_part(part)
        assert rows.quotes is not None
        before = (tmp_path / "r.csv").read_bytes()[file.first : part.start]
        wrong += rows.quotes.open_before != (before.count(b'"') % 2 == 1)
    # At the file's end there are no rows to guess from; between two marks it does not matter.
    assert wrong <= 3
