"""Files of every kind, also broken and hostile ones: a workbook, or one clear error."""

from __future__ import annotations

import io
import json
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from geo.model.errors import GeoError, TableError
from geo.model.tables import Workbook
from geo.places.names import read_gazetteer
from geo.tables import office_file
from geo.tables.workbook import read_file, read_pasted, read_workbook
from tests.gathered import gathered

ROWS = [["省份", "数值"], ["安徽", "280"], ["河北省", "43.5"], ["广东", "1,165"]]


def known(text: str) -> bool:
    return read_gazetteer().resolve(text) is not None


def read(data: bytes, name: str = "t.csv") -> Workbook:
    return read_workbook(data, name, known=known)


def refused(data: bytes, name: str, words: str) -> None:
    with pytest.raises(TableError) as error:
        read(data, name)
    assert words in str(error.value)
    assert name in str(error.value)


@gathered("mark", ["\t", ";", "|", ",", "，"])
@gathered("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_and_separator(encoding: str, mark: str) -> None:
    rows = [["省份", "值"], ["北京", "280"], ["山西", "43.5"], ["江西", "5"]]
    text = "\r\n".join(mark.join(row) for row in rows)
    book = read(text.encode(encoding), "t.txt")
    assert book.sheets[0].rows == tuple(map(tuple, rows))
    assert book.separator == mark


def test_traditional_names_tell_big5_from_gbk() -> None:
    rows = "地區,數值\n廣東省,1\n臺灣,2\n陝西省,3\n"
    assert read(rows.encode("big5")).sheets[0].rows[1] == ("廣東省", "1")


def test_a_file_that_changes_its_encoding_says_where() -> None:
    data = "省份,值\n安徽,1\n河北,2\n".encode() + "广东,3\n湖北,4\n".encode("gbk")
    refused(data, "t.csv", "up to line 4 it is UTF-8")


def test_pasted_cells() -> None:
    assert read_pasted("省份\t值\n安徽\t1\n", known=known).sheets[0].rows[1] == ("安徽", "1")
    with pytest.raises(TableError, match="nothing was pasted"):
        read_pasted(" \n", known=known)


def workbook(**cells: object) -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_shows_what_a_spreadsheet_shows() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("甲")
    sheet.write_row(0, 0, ["省份", "占比", "数"])
    sheet.write("A2", "安徽")
    sheet.write("B2", 0.435, book.add_format({"num_format": "0.0%"}))
    sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
    sheet.merge_range("A3:A4", "河北")
    sheet.write("B3", 12)
    book.close()
    (found,) = read(buffer.getvalue(), "t.xlsx").sheets
    assert found.rows[1] == ("安徽", "43.5%", "#DIV/0!")
    assert found.rows[2][:2] == ("河北", "12")
    assert found.merged == ((2, 0, 3, 0),)


def test_formulas_that_were_never_computed_are_said() -> None:
    book = read(workbook(A1="省份", B1="值", A2="安徽", B2="=1+1"), "t.xlsx")
    assert book.notes[0].en.startswith("1 formulas have no stored value")


@gathered(
    ("data", "name", "words"),
    [
        (b"", "t.csv", "is empty"),
        (b" \r\n\t ", "t.csv", "is empty"),
        (b",,\n,,\n", "t.csv", "no cells with text"),
        (b"<html><table><tr><td>1", "t.xls", "is a web page"),
        (b"%PDF-1.7 x", "t.csv", "is no table"),
        (b"\x89PNG\r\n", "t.png", "is no table"),
        (b"PK\x03\x04 broken", "t.xlsx", "no readable workbook"),
        (b"\xd0\xcf\x11\xe0 broken", "t.xls", "no readable workbook"),
        (b"PAR1 broken", "t.parquet", "no readable Parquet"),
        (b"a,b\n\x00,1\n", "t.csv", "NUL"),
        (b'a,b\n"x"y,1\n', "t.csv", "no proper table"),
        (b'a,b\n"' + b"x" * 200_000 + b'",1\n', "t.csv", "field larger"),
        (b"{", "t.json", "no readable JSON"),
        (b"[" * 100_000, "t.json", "no readable JSON"),
        (b"[1, 2]", "t.json", "has no records"),
        (b"[{\"a\": " + b"9" * 5000 + b"}]", "t.json", "no readable JSON"),
        (",".join("abcdefghij" * 1000).encode() + b"\n", "t.csv", "10,000 columns"),
    ],
)  # fmt: skip
def test_bad_files(data: bytes, name: str, words: str) -> None:
    refused(data, name, words)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n" * 300)
    with pytest.raises(TableError, match=r"t\.csv has 0\.0 MB; the limit is 0 MB"):
        read_file(path, known=known, most_bytes=1000)
    assert read_file(path, known=known, most_bytes=1200)
    with pytest.raises(TableError, match="cannot be read"):
        read_file(tmp_path / "missing.csv", known=known)


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def test_archives_that_are_no_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    refused(archive(**{"../a.txt": b"x"}), "t.xlsx", "is a ZIP file, no workbook")
    refused(archive(**{str(n): b"" for n in range(5001)}), "t.xlsx", "in 5,001 parts")
    monkeypatch.setattr(office_file, "MOST_UNPACKED", 2**20)
    bomb = archive(**{"[Content_Types].xml": b"0" * 2**21})
    assert len(bomb) < 10_000
    refused(bomb, "t.xlsx", "unpacks to 2 MB")


def test_a_sheet_that_claims_to_be_huge_is_refused() -> None:
    refused(workbook(A1="省份", XFD1048576="x"), "t.xlsx", "more than 20,000,000 cells")


def test_names_of_files_are_names_only() -> None:
    assert read(b"a,b\n1,2\n", "../../etc/t.csv").name == "t.csv"
    assert read(b"a,b\n1,2\n", "C:\\x\\t.csv").name == "t.csv"


def test_scripts_and_formulas_are_text() -> None:
    rows = read(b"a,b\n<script>alert(1)</script>,=1+1\n").sheets[0].rows
    assert rows[1] == ("<script>alert(1)</script>", "=1+1")


def test_records(tmp_path: Path) -> None:
    records = [{"省份": "安徽", "n": 1.0}, {"省份": "河北", "m": None}]
    features = {"features": [{"properties": record} for record in records]}
    for content in (records, features, {"data": records}):
        rows = read(json.dumps(content).encode(), "t.json").sheets[0].rows
        assert rows == (("省份", "n", "m"), ("安徽", "1", ""), ("河北", "", ""))
    rows = read(json.dumps({"安徽": 1, "河北": 2}).encode(), "t.json").sheets[0].rows
    assert rows[1:] == (("安徽", "1"), ("河北", "2"))


@given(
    st.binary(max_size=300),
    st.sampled_from(["t.csv", "t.txt", "t.json", "t.geojson", "t.xls", "t.bin", "t"]),
)
def test_any_bytes_are_a_workbook_or_an_error(data: bytes, name: str) -> None:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return  # the next test
    with suppress(GeoError):
        assert read(data, name).sheets


@pytest.mark.parametrize(
    "file", ["geo/data/examples/yearbook.xlsx", "tests/office/yearbook_gdp.xls"]
)
def test_damaged_workbooks_are_read_or_refused(file: str) -> None:
    data = (Path(__file__).parents[2] / file).read_bytes()
    chance = random.Random(1)
    for _ in range(6):
        broken = bytearray(data)
        for _ in range(20):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        with suppress(GeoError):
            assert read(bytes(broken), Path(file).name).sheets
