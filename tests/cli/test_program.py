"""The command line: what it writes and says, and that bad input gets one clear message."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PIL import Image

from geo import cli
from geo.export.data import to_json
from geo.export.formats import OF_ONE
from geo.export.honoured import HONOURED
from geo.indicators.catalogue import load_every_level, read_indicator
from tests.pictures import a_map, read_svg
from tests.slow import up_to

ROOT = Path(__file__).parents[2]
IDS = [indicator.id for indicator in load_every_level()]


@dataclass(frozen=True)
class Ran:
    """What one call of the command line came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Run]:
    """The command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["geo", *map(str, arguments)])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as stop:
            code = stop.code
        seen = capsys.readouterr()
        return Ran(code or 0, seen.out, seen.err)

    return call


def cold(*arguments: str | bytes, cwd: Path) -> Ran:
    """``python -m geo`` as a process of its own, as a user runs it."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "geo", *arguments],
        cwd=cwd, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def refused(ran: Ran, *words: str) -> None:
    """Exit code 2 and one message, with these words in it, and nothing else."""
    assert ran.code == 2, ran
    assert ran.out == ""
    assert "Traceback" not in ran.err
    lines = ran.err.splitlines()
    if "Usage:" in ran.err:  # the parser's own, with a hint above the message
        assert lines[-1].startswith("Error: ")
    else:
        assert len([line for line in lines if line.startswith("error: ")]) == 1
    for text in words:
        assert text in ran.err


def csv_table(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def xlsx_table(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(path)
    return path


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), strict=True))


#: A table as users have them: names in several spellings, marks in numbers, gaps.
ROWS: list[list[object]] = [
    ["省份", "5G基站（个）", "占比", "备注"],
    ["安徽省", "29,738", "43.5%", "截至年底"],
    ["Guangdong", 124000, 34.1, ""],
    ["330000", "62,500.25", "-1.5", "ok"],
    ["西藏", "", "—", "无数据"],
    ["内蒙古自治区", 11_000, 0.0000001, ""],
]


# -- indicators -------------------------------------------------------------------------------


def test_indicators_as_json(run: Run) -> None:
    ran = run("indicators", "--json")
    assert (ran.code, ran.err) == (0, "")
    content = json.loads(ran.out)
    assert [entry["id"] for entry in content] == IDS
    for entry in content:
        assert entry["title"]["en"]
        assert entry["title"]["zh"]
        assert entry["unit"]["zh"]
        assert entry["periods"]
        assert entry["source"]
        assert entry["kind"] in ("count", "ratio", "index")
    by_id = {entry["id"]: entry for entry in content}
    assert by_id["ccid-projects"]["figures"] == 3


# -- render -----------------------------------------------------------------------------------


def sized(file_format: str) -> tuple[str, ...]:
    """A size for what has one; the others refuse it."""
    return ("--size", "480x360") if file_format in HONOURED["size"] else ()


@pytest.mark.parametrize("file_format", [f for f in OF_ONE if not sized(f)])
def test_a_file_without_a_size_refuses_one(run: Run, tmp_path: Path, file_format: str) -> None:
    path = tmp_path / f"map.{file_format}"
    ran = run("render", "ccid-projects", "-o", path, "--size", "170x120mm")
    refused(ran, f"{file_format} does not honour size:")
    assert not path.exists()


@pytest.mark.parametrize("file_format", OF_ONE)
def test_render_every_format(run: Run, tmp_path: Path, file_format: str) -> None:
    path = tmp_path / f"map.{file_format}"
    ran = run("render", "ccid-projects", "-o", path, *sized(file_format))
    embedded = ran.err.startswith("To show it in a page of your own: <iframe src=")
    assert (ran.code, ran.out) == (0, "")
    assert embedded if file_format == "html" else not ran.err
    starts = {
        "png": b"\x89PNG", "pdf": b"%PDF", "xlsx": b"PK", "svg": b"<?xml", "html": b"<!DOCTYPE",
        "pptx": b"PK", "csv": b"\xef\xbb\xbfadcode,name_zh", "json": b"{", "geojson": b'{"type"',
    }  # fmt: skip
    assert path.read_bytes().startswith(starts[file_format])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_render_writes_what_the_library_gives(run: Run, tmp_path: Path) -> None:
    run("render", "population-2020", "-o", "map.json", "--lang", "zh")
    content = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    assert content == json.loads(json.dumps(to_json(a_map("population-2020", "zh"))))


def test_render_without_a_name_writes_map_png(run: Run, tmp_path: Path) -> None:
    assert run("render", "ccid-projects").code == 0
    with Image.open(tmp_path / "map.png") as image:
        assert image.size == (1920, 1080)
        assert image.info["dpi"] == pytest.approx((144, 144), abs=0.02)


def test_every_option_of_render(run: Run, tmp_path: Path) -> None:
    ran = run(
        "render", "population-2020", "-o", "map.svg", "--period", "2020", "--scheme",
        "equal_interval", "--k", 4, "--palette", "roses", "--lang", "zh", "--size", "720X540",
        "--dpi", 72, "--title", "人口（草稿）", "--per", "area",
    )  # fmt: skip
    assert ran == Ran(0, "", "")
    drawn = read_svg((tmp_path / "map.svg").read_bytes())
    assert "人口（草稿）" in drawn.texts
    assert drawn.size == ("720", "540")
    wish = a_map("population-2020", "zh", scheme="equal_interval", k=4, palette="roses", per="area")
    assert set(drawn.fills.values()) == {wish.colour_of(place) for place in wish.places}
    assert all(entry.label in drawn.texts for entry in wish.legend)


@pytest.mark.parametrize(("of", "counts"), [("shown", [1, 1, 1, 1]), ("all", [0, 1, 0, 0, 3])])
def test_render_with_classes_of_one_period_or_of_all(
    run: Run, tmp_path: Path, of: str, counts: list[int]
) -> None:
    ran = run("render", "5g-stations-region", "--classes-of", of, "-o", "map.json")
    assert ran.code == 0
    content = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    assert [e["count"] for e in content["legend"] if e["kind"] == "class"] == counts
    said = "Classes are made from the figures of all periods."
    assert (said in content["notes"]) == (of == "all")


def test_render_with_a_unit_decimals_and_notes(run: Run, tmp_path: Path) -> None:
    def labels(*arguments: str) -> tuple[list[str], list[str]]:
        assert run("render", *arguments, "-o", "map.json").code == 0
        content = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
        return [e["label"] for e in content["legend"] if e["kind"] == "class"], content["notes"]

    trillions = labels(
        "gdp-2020", "--unit", "trillion yuan", "--decimals", "2", "--notes", "Draft."
    )
    assert trillions == (
        ["0.19 – 1.37", "1.37 – 2.40", "2.40 – 3.62", "3.62 – 4.50", "4.50 – 11.10"], ["Draft."]
    )  # fmt: skip
    assert labels("gdp-2020", "--shown-in", "trillion yuan", "--notes", "none")[1] == []
    table = tmp_path / "own.csv"
    table.write_text("省份,产值\n安徽,12000\n广东,56000\n浙江,31000\n", encoding="utf-8")
    own = ("--table", table.name, "--unit", "万元", "--lang", "zh", "--notes", "short")
    assert labels(*own)[0] == ["12,000", "31,000", "56,000"]
    assert labels(*own, "--shown-in", "亿元")[0] == ["1.2", "3.1", "5.6"]
    ran = run("render", "gdp-2020", "--unit", "dollars")
    assert ran.code == 2
    assert "cannot be written in “dollars”. What there is: yuan" in ran.err


def test_render_with_an_unknown_choice_of_classes(run: Run) -> None:
    ran = run("render", "gdp-2020", "--classes-of", "both")
    assert ran.code == 2
    assert "unknown choice of classes 'both'" in ran.err


def test_render_with_edges(run: Run, tmp_path: Path) -> None:
    edges = "0, 1e7,5e7,2e8"
    assert run("render", "population-2020", "-o", "map.json", "--edges", edges).code == 0
    content = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    assert content["scheme"] == "manual"
    assert content["edges"] == [0, 1e7, 5e7, 2e8]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ccid-project"], ["unknown indicator 'ccid-project'", "ccid-projects"]),
        (["zzz"], ["unknown indicator 'zzz'. Known: ", "48 more"]),
        (["ccid-projects", "--scheme", "quantile"], ["scheme", "Did you mean quantiles"]),
        (["ccid-projects", "--scheme", "manual"], ["edges", "manual"]),
        (["ccid-projects", "--palette", "purple"], ["palette", "purples"]),
        (["ccid-projects", "--period", "2021"], ["period", "2020"]),
        (["ccid-projects", "--per", "people"], ["denominator", "population"]),
        (["ccid-share", "--per", "area"], ["only a count"]),
        (["population-2020", "--per", "population"], ["related to itself"]),
        (["ccid-projects", "--lang", "fr"], ["language 'fr'", "en, zh"]),
        (["ccid-projects", "--k", "1"], ["1 classes", "2 to 9"]),
        (["ccid-projects", "--k", "10"], ["10 classes", "2 to 9"]),
        (["ccid-projects", "--k", "many"], ["--k"]),
        (["population-2020", "--palette", "okabe-ito", "--k", "9"], ["colours", "palette"]),
        (["population-2020", "--edges", "5,1,2e8"], ["rise", "5, 1"]),
        (["population-2020", "--edges", "0,1e8,1e8,2e8"], ["rise"]),
        (["population-2020", "--edges", "0,2e8"], ["classes"]),
        (["population-2020", "--edges", "0,nan,2e8"], ["finite"]),
        (["population-2020", "--edges", "0;1;2"], ["no numbers separated by commas"]),
        (["population-2020", "--edges", "a,b,c"], ["'a,b,c'", "0,100,300"]),
        (["population-2020", "--edges", ""], ["no numbers"]),
        (["population-2020", "--edges", "0,10,20"], ["leave out"]),
        (["ccid-projects", "--size", "0x0"], ["0 x 0 pixels", "200 to 20000"]),
        (["ccid-projects", "--size", "-1x5"], ["-1 x 5"]),
        (["ccid-projects", "--size", "99999x10"], ["99999 x 10"]),
        (["ccid-projects", "--size", "abc"], ["'abc'", "1920x1080"]),
        (["ccid-projects", "--size", "100"], ["'100'", "1920x1080"]),
        (["ccid-projects", "--size", "1920x1080x3"], ["1920x1080x3"]),
        (["ccid-projects", "--dpi", "0"], ["0 dpi"]),
        (["ccid-projects", "--dpi", "nan"], ["nan dpi"]),
        (["ccid-projects", "--dpi", "fine"], ["--dpi"]),
        (["ccid-projects", "--title", "Rollout 🚀"], ["🚀 (U+1F680)"]),
        ([], ["name an indicator", "--table"]),
        (["ccid-projects", "--table", "t.csv"], ["one of the two"]),
        (["ccid-projects", "--value", "x"], ["only with --table"]),
        (["ccid-projects", "--report", "r.json"], ["only with --table"]),
        (["ccid-projects", "more"], ["more"]),
        (["ccid-projects", "--colour", "red"], ["--colour"]),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_bad_wishes(run: Run, tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    refused(run("render", *arguments, "-o", "map.png"), *words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("map.jpg", ["unknown format 'jpg'", "png"]),
        ("map.jsn", ["Did you mean", "json"]),
        ("map", ["unknown format 'map'", "Known: png"]),
        ("missing/map.json", ["cannot be written", "No such file"]),
        ("file/map.json", ["cannot be written", "Not a directory"]),
        ("folder.json", ["folder.json cannot be written", "directory"]),
    ],
)
def test_bad_output(run: Run, tmp_path: Path, name: str, words: list[str]) -> None:
    (tmp_path / "file").write_text("as it was", encoding="utf-8")
    (tmp_path / "folder.json").mkdir()
    refused(run("render", "ccid-projects", "-o", name), *words)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder.json"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "as it was"


def test_a_refused_map_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(b"old")
    refused(run("render", "ccid-projects", "-o", "map.png", "--title", "🚀"))
    assert (tmp_path / "map.png").read_bytes() == b"old"


# -- join -------------------------------------------------------------------------------------


@pytest.fixture(params=["utf-8", "utf-8-sig", "gbk", "xlsx"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "xlsx":
        return xlsx_table(tmp_path / "表格.xlsx", ROWS)
    return csv_table(tmp_path / "表格.csv", ROWS, encoding=request.param)


EXPECTED = [
    {"adcode": "340000", "name_zh": "安徽", "name_en": "Anhui", "5G基站（个）": "29738",
     "占比": "43.5"},
    {"adcode": "440000", "name_zh": "广东", "name_en": "Guangdong", "5G基站（个）": "124000",
     "占比": "34.1"},
    {"adcode": "330000", "name_zh": "浙江", "name_en": "Zhejiang", "5G基站（个）": "62500.25",
     "占比": "-1.5"},
    {"adcode": "540000", "name_zh": "西藏", "name_en": "Tibet", "5G基站（个）": "", "占比": ""},
    {"adcode": "150000", "name_zh": "内蒙古", "name_en": "Inner Mongolia", "5G基站（个）": "11000",
     "占比": "0.0000001"},
]  # fmt: skip


def test_join_to_standard_output(run: Run, table: Path) -> None:
    ran = run("join", table)
    assert (ran.code, ran.err) == (0, "")
    assert records(ran.out) == EXPECTED


def test_join_to_a_file(run: Run, table: Path, tmp_path: Path) -> None:
    assert run("join", table, "-o", "out.csv", "--report", "report.json") == Ran(0, "", "")
    assert records((tmp_path / "out.csv").read_text(encoding="utf-8")) == EXPECTED
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert set(report) >= {
        "rows", "matched", "unmatched", "duplicates", "not_numbers", "places_without_data",
    }  # fmt: skip
    assert (report["rows"], report["matched"]) == (5, 5)
    assert report["unmatched"] == report["duplicates"] == report["not_numbers"] == []
    assert len(report["places_without_data"]) == 30
    assert "540000" in report["places_without_data"]


def test_join_with_key_and_value(run: Run, table: Path) -> None:
    ran = run("join", table, "--key", "省份", "--value", "占比")
    assert list(records(ran.out)[0]) == ["adcode", "name_zh", "name_en", "占比"]


def test_a_total_that_is_wrong_in_many_periods_is_told_once(run: Run, tmp_path: Path) -> None:
    years = range(1990, 2020)
    lines = [f"{place},{year},{n}" for year in years for place, n in (("全国", 9), ("安徽", 1))]
    (tmp_path / "mine.csv").write_text("\n".join(["地区,年份,数", *lines]), encoding="utf-8")
    said = [line for line in run("join", "mine.csv").err.splitlines() if line.startswith("total")]
    assert said == [
        "total: row 2 '全国' is 9, the places add up to 1 (1990; 29 other periods differ too)"
    ]


def test_what_does_not_match_is_named(run: Run, tmp_path: Path) -> None:
    rows = [
        ["province", "value"], ["Anhui", 1], ["Zhejang", 2], ["", 3], ["Total", "x"],
        ["Hunan", "about 5"], ["Hubei", 4],
    ]  # fmt: skip
    ran = run("join", csv_table(tmp_path / "t.csv", rows), "--report", "report.json")
    assert ran.code == 0
    assert [record["adcode"] for record in records(ran.out)] == ["340000", "430000", "420000"]
    assert records(ran.out)[1]["value"] == ""
    assert "not matched: row 3 'Zhejang'; near: Zhejiang" in ran.err
    assert "set aside: row 5 'Total' (total)" in ran.err
    assert "no number: row 6 'about 5' in value" in ran.err
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (report["rows"], report["matched"]) == (5, 3)
    assert [u["row"] for u in report["unmatched"]] == [3, 4]
    assert report["groups"] == [{"row": 5, "text": "Total", "kind": "total"}]
    assert report["unmatched"][0]["text"] == "Zhejang"
    assert report["unmatched"][0]["suggestions"][0]["name_en"] == "Zhejiang"
    assert [(n["row"], n["text"]) for n in report["not_numbers"]] == [(6, "about 5")]


def test_an_unmatched_text_is_told_once_with_its_rows(run: Run, tmp_path: Path) -> None:
    known = ["Anhui", "Hubei", "Hunan", "Henan", "Hebei", "Gansu", "Fujian", "Yunnan"]
    names = [*known, *["Inner-Monglia"] * 5, "Nowhere"]
    rows = [["province", "value"], *([name, 7.5] for name in names)]
    ran = run("join", csv_table(tmp_path / "t.csv", rows), "--report", "report.json")
    assert ran.code == 0
    assert [line for line in ran.err.splitlines() if line.startswith("not matched")] == [
        "not matched: 'Inner-Monglia' in 5 rows (10, 11, 12 …); near: Inner Mongolia",
        "not matched: row 15 'Nowhere'",
    ]
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [row["row"] for row in report["unmatched"]] == [10, 11, 12, 13, 14, 15]


def test_a_place_twice_is_refused_and_reported(run: Run, tmp_path: Path) -> None:
    rows = [["province", "value"], ["安徽", 1], ["Hubei", 2], ["Anhui Province", 3]]
    path = csv_table(tmp_path / "t.csv", rows)
    for arguments in (["join", path], ["render", "--table", path]):
        ran = run(*arguments, "-o", "out.csv", "--report", "report.json")
        refused(ran, "Anhui 安徽 in rows 2, 4")
        assert not (tmp_path / "out.csv").exists()
        report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
        assert report["duplicates"] == [{"adcode": "340000", "rows": [2, 4]}]
        (tmp_path / "report.json").unlink()


@pytest.mark.parametrize(
    ("rows", "arguments", "words"),
    [
        ([["a", "b"], ["x", 1], ["y", 2]], [], ["no column with names or codes", "a, b"]),
        ([["province"], ["安徽"], ["广东"]], [], ["no column besides"]),
        (
            [["province", "v"], ["安徽", "good"]],
            ["--value", "v", "--aggregate", "sum"],
            ["no figure"],
        ),
        ([["province", "v"], ["安徽", 1]], ["--value", "w"], ["unknown value column 'w'"]),
        ([["province", "v"], ["安徽", 1]], ["--key", "provinces"], ["Did you mean province"]),
        ([["province", "v"]], [], ["no rows"]),
        ([], [], ["is empty"]),
    ],
)
@pytest.mark.parametrize("command", ["join", "render"])
def test_bad_tables(
    run: Run, tmp_path: Path, rows: list[list[object]], arguments: list[str], words: list[str],
    command: str,
) -> None:  # fmt: skip
    path = csv_table(tmp_path / "t.csv", rows)
    call = ["join", path] if command == "join" else ["render", "--table", path]
    refused(run(*call, *arguments, "-o", "out.csv"), *words)
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_bad_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"no workbook")
    (tmp_path / "t.doc").write_bytes(b"word")
    refused(run("join", "missing.csv"), "missing.csv cannot be read")
    refused(run("join", "t.xlsx"), "t.xlsx is of an unknown kind")
    refused(run("join", "t.doc"), "t.doc is of an unknown kind")
    refused(run("join"), "")
    path = csv_table(tmp_path / "t.csv", [["province", "v"], ["安徽", 1]])
    refused(run("join", path, "-o", "out.xlsx"), "out.xlsx must end in .csv")
    refused(run("join", path, "-o", "missing/out.csv"), "cannot be written")
    refused(run("join", path, "--report", "missing/r.json", "-o", "o.csv"), "cannot be written")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.csv", "t.doc", "t.xlsx"]


def test_codes_beside_names_are_no_figures(run: Run, tmp_path: Path) -> None:
    rows = [["地区", "行政区划代码", "数值"], ["安徽", 340000, 5], ["广东", 440000, 7]]
    path = csv_table(tmp_path / "t.csv", rows)
    assert list(records(run("join", path).out)[0]) == ["adcode", "name_zh", "name_en", "数值"]
    run("render", "--table", path, "-o", "map.json")
    content = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    assert content["unit"] == "数值"


def test_a_tables_own_columns_never_replace_the_place(run: Run, tmp_path: Path) -> None:
    rows = [["地区", "name_en", "=1+1"], ["安徽", 5, 1], ["广东", 7, 2]]
    ran = run("join", csv_table(tmp_path / "t.csv", rows))
    assert records(ran.out)[0] == {
        "adcode": "340000", "name_zh": "安徽", "name_en": "Anhui", "name_en (2)": "5", "'=1+1": "1",
    }  # fmt: skip


# -- render of a table ------------------------------------------------------------------------


def test_render_a_table(run: Run, table: Path, tmp_path: Path) -> None:
    ran = run(
        "render", "--table", table, "--value", "占比", "-o", "map.json", "--lang", "zh",
        "--report", "report.json",
    )  # fmt: skip
    assert ran == Ran(0, "", "")
    content = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    values = {p["adcode"]: p["value"] for p in content["places"] if p["value"] is not None}
    assert values == {"340000": 43.5, "440000": 34.1, "330000": -1.5, "150000": 1e-7}
    assert content["title"] == "分地区占比"
    assert table.name in content["source"]["citation"]
    assert content["join"]["matched"] == 5
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == content["join"]


def test_a_tables_map_names_what_did_not_match(run: Run, tmp_path: Path) -> None:
    rows = [["province", "value"], ["Anhui", 1], ["Zhejang", 2], ["Hunan", "five"], ["Jilin", 4]]
    path = csv_table(tmp_path / "t.csv", rows)
    ran = run("render", "--table", path, "-o", "map.svg", "--size", "1200x800")
    assert ran.code == 0
    assert "not matched: row 3 'Zhejang'" in ran.err
    text = " ".join(read_svg((tmp_path / "map.svg").read_bytes()).texts)
    assert "3 of 4 rows matched" in text
    assert "Zhejang" in text
    assert "No number in" in text


def test_a_tables_map_in_every_format(run: Run, tmp_path: Path) -> None:
    path = csv_table(tmp_path / "t.csv", ROWS)
    for file_format in OF_ONE:
        name = f"map.{file_format}"
        ran = run("render", "--table", path, "-o", name, *sized(file_format), "--lang", "zh")
        assert (ran.code, ran.out) == (0, "")
        first, *rest = ran.err.splitlines()
        assert first == "读取：数值取自“5G基站”（可用 --value 更改）"
        assert ["<iframe" in line for line in rest] == [True] * (file_format == "html")
        assert (tmp_path / name).stat().st_size > 500


# -- as a process of its own ------------------------------------------------------------------


@pytest.mark.slow(reads=up_to("cli"))
def test_cold_runs(tmp_path: Path) -> None:
    """Chinese in and out, no warnings, nothing said besides data."""
    assert cold("render", "ccid-projects", "-o", "地图.png", "--lang", "zh", cwd=tmp_path) == Ran(
        0, "", ""
    )
    path = csv_table(tmp_path / "表.csv", ROWS, encoding="gbk")
    ran = cold("join", path.name, "--report", "report.json", cwd=tmp_path)
    assert (ran.code, ran.err, records(ran.out)) == (0, "", EXPECTED)
    refused(cold("render", "ccid-projcts", cwd=tmp_path), "ccid-projects")
    # A title in an encoding that is not this machine's.
    refused(
        cold("render", "ccid-projects", "-o", "a.json", "--title", b"\xff", cwd=tmp_path),
        "no text in this",
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.json", "地图.png", "表.csv"]


def test_help(run: Run) -> None:
    for command in ([], ["render"], ["join"], ["indicators"]):
        ran = run(*command, "--help")
        assert ran.code == 0
        assert "Usage:" in ran.out
        assert ran.err == ""
    assert re.search(r"render\b.*\n.*join\b", run("--help").out)


def test_a_bundle(run: Run, tmp_path: Path) -> None:
    assert run("render", "ccid-projects", "-o", "all.zip", "--formats", "png,svg").code == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {"ccid-projects-en.svg", "CITATION.txt"} <= set(archive.namelist())


def test_a_batch(run: Run, tmp_path: Path) -> None:
    (tmp_path / "jobs.toml").write_text(
        '[[jobs]]\nindicator = "ccid-projects"\nlang = ["en", "zh"]\nformat = "csv"\n',
        encoding="utf-8",
    )
    (tmp_path / "out").mkdir()
    ran = run("render", "--batch", "jobs.toml", "-o", "out")
    assert ran.code == 0
    assert "[2/2] ccid-projects-2020-zh.csv" in ran.err
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert "is no folder" in run("render", "--batch", "jobs.toml", "-o", "missing").err
    assert "leave INDICATOR" in run("render", "area", "--batch", "jobs.toml", "-o", "out").err


def test_looks_and_kinds(run: Run, tmp_path: Path) -> None:
    size = ("--size", "480x360")
    for name, options in {
        "a.svg": ("--highlight", "安徽", "--theme", "dark", "--strip", "--legend", "horizontal"),
        "b.svg": ("--crop", "Shanghai", "--crop", "江苏", "--labels", "both", "--maritime"),
        "c.svg": ("--symbols", "population-2020", "--letters", "text"),
        "d.svg": ("--with", "population-2020", "--title", "Two"),
        "e.svg": ("--scheme", "continuous"),
        "f.svg": ("--periods",),
    }.items():
        assert run("render", "gdp-2020", "-o", name, *size, *options) == Ran(0, "", "")
        assert read_svg((tmp_path / name).read_bytes()).fills or name == "d.svg"
    assert "'Nowhere' names no place" in run("render", "area", "--crop", "Nowhere").err
    assert "unknown theme 'blue'" in run("render", "area", "--theme", "blue").err


def test_a_slide_in_a_deck_of_ones_own(run: Run, tmp_path: Path) -> None:
    run("render", "ccid-projects", "-o", "deck.pptx")
    ran = run("render", "area", "-o", "more.pptx", "--template", "deck.pptx")
    assert ran == Ran(0, "", "")
    with zipfile.ZipFile(tmp_path / "more.pptx") as archive:
        assert "ppt/slides/slide4.xml" in archive.namelist()
    assert "cannot be read" in run("render", "area", "-o", "a.pptx", "--template", "no.pptx").err


def allocated(text: str) -> dict[str, tuple[int, float]]:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return {row["adcode"]: (int(row["stations"]), float(row["cost"])) for row in rows}


def test_allocate_writes_stations_and_cost(run: Run, tmp_path: Path) -> None:
    ran = run("allocate", "--total", "650000")
    found = allocated(ran.out)
    assert sum(stations for stations, _ in found.values()) == 650_000
    assert found["340000"] == (28_138, 28_138 * 160_000.0)
    assert "Estimate, not a statistic" in ran.err
    ran = run("allocate", "--total", 650000, "--blend", "gdp-2020:0.4", "--unit-cost", 100,
              "-o", "out.csv")  # fmt: skip
    assert ran.code == 0
    blended = allocated((tmp_path / "out.csv").read_text("utf-8"))
    assert sum(stations for stations, _ in blended.values()) == 650_000
    assert blended["110000"][0] > found["110000"][0]  # where GDP is above its people's share
    assert blended["110000"][1] == 100 * blended["110000"][0]


def test_allocate_meets_the_regions(run: Run) -> None:
    found = allocated(
        run("allocate", "--total", 3917000, "--regions", "5g-stations-region:2024-06").out
    )
    northeast = sum(found[adcode][0] for adcode in ("210000", "220000", "230000"))
    assert northeast == 245_000
    assert sum(stations for stations, _ in found.values()) == 3_916_000


def test_allocate_by_a_table_of_ones_own(run: Run, tmp_path: Path) -> None:
    names = [row[2] for row in csv.reader(io.StringIO(run("allocate", "--total", 31).out))][1:]
    rows = ["省份,站址", *(f"{name},{10 if name == 'Anhui' else 0}" for name in names)]
    (tmp_path / "mine.csv").write_text("\n".join(rows), "utf-8")
    found = allocated(run("allocate", "--total", 50, "--by", "mine.csv").out)
    assert found["340000"][0] == 50


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--total", "650000", "--regions", "5g-stations-region:2022-02"], "more than rounding"),
        (["--total", "-3"], "above zero"),
        (["--total", "5.5"], "no whole number"),
        (["--total", "many"], "'many' is no number"),
        (["--total", "1000000001"], "no more than 1,000,000,000"),
        (["--total", "5", "--by", "ccid-share"], "has no figure of Beijing, Tianjin"),
        (["--total", "5", "--by", "population-202"], "Did you mean population-2020"),
        (["--total", "5", "--blend", "gdp-2020"], "e.g. gdp-2020:0.4"),
        (["--total", "5", "--blend", "gdp-2020:1.1"], "between 0 and 1"),
        (["--total", "5", "--regions", "area:2020"], "unknown regional indicator"),
        (["--total", "5", "--regions", "5g-stations-region:2021"], "unknown period"),
        (["--total", "5", "--unit-cost", "-1"], "must be from 0"),
        (["--total", "5", "--missing", "guess"], "unknown choice"),
        (["--total", "5", "--value", "x"], "only where --by names a table"),
        (["--total", "5", "-o", "out.xlsx"], "must end in .csv"),
    ],
)
def test_what_cannot_be_allocated(run: Run, arguments: list[str], message: str) -> None:
    ran = run("allocate", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert not ran.out


# -- allocate within a part -------------------------------------------------------------------


def test_allocate_shares_a_provinces_figure_out_over_its_prefectures(run: Run) -> None:
    """By hand: quotas by the census of 2020, largest remainders; all of it marked an estimate."""
    ran = run("allocate", "--total", 64995, "--within", "安徽", "--level", "prefecture")
    lines = list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"))))
    people = {
        o.adcode: o.value or 0.0
        for o in read_indicator("population-2020-prefectures").values
        if o.adcode.startswith("34")
    }
    assert [line["adcode"] for line in lines] == sorted(people)
    assert sum(int(line["stations"]) for line in lines) == 64995
    for line in lines:
        quota = 64995 * people[line["adcode"]] / sum(people.values())
        assert abs(int(line["stations"]) - quota) < 1
    assert {(line["level"], line["status"]) for line in lines} == {("prefecture", "estimated")}
    assert "Estimate, not a statistic: figure of Anhui × each place's share" in ran.err
    assert run("allocate", "--total", 64995, "--within", "Anhui").out == ran.out  # what divides it
    zh = run("allocate", "--total", 10, "--within", "合肥", "--by", "area", "--lang", "zh")
    assert "合肥合计数×各地占比" in zh.err
    assert len(zh.out.splitlines()) == 1 + 9
    whole = run("allocate", "--total", 1000000, "--level", "prefecture")
    assert "figure of the country" in whole.err
    assert len(whole.out.splitlines()) == 1 + 367


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--level", "county"], "by county"),
        (["--by", "gdp-2020"], "by prefecture"),
        (["--regions", "5g-stations-region:2024-06"], "the regions' figures control provinces"),
    ],
)
def test_allocate_refuses_what_has_no_key(run: Run, options: list[str], said: str) -> None:
    ran = run("allocate", "--total", 1000, "--within", "安徽", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
