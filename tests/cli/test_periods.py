"""Periods and changes on the command line: of the catalogue and of tables in one way."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from geo.export.honoured import HONOURED
from tests.cli.test_program import Ran, Run, refused, run

__all__ = ["run"]

TABLE = "省份,2018,2019,2020\n安徽,10,12,15\n浙江,20,25,24\n江苏,30,31,50\n"
SMALL = ("--size", "480x360", "--labels", "none")


def figures(path: Path) -> dict[tuple[str, str], float]:
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return {(r["adcode"], r["date"]): float(r["value"]) for r in rows if r["value"]}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_periods_are_all_a_list_or_a_range(run: Run, tmp_path: Path) -> None:
    for told, first, count in (
        (("--periods",), "2005", 20),
        (("--periods", "all"), "2005", 20),
        (("--periods=2015..2018",), "2015", 4),
        (("--periods", "2010,2015,2020年,2024"), "2010", 4),
        (("--periods", "--kind-of-no-value"), "", 0),
    ):
        ran = run("render", "population", *told, "-o", "p.csv")
        if not first:
            assert ran.code == 2
            assert "--kind-of-no-value" in ran.err
            continue
        assert ran == Ran(0, "", "")
        periods = sorted({period for _, period in figures(tmp_path / "p.csv")})
        assert (periods[0], len(periods)) == (first, count)
    assert run("render", "--periods", "population", "-o", "p.csv") == Ran(0, "", "")


def test_every_file_of_several_periods(run: Run, table: Path, tmp_path: Path) -> None:
    for of in (("population", "--periods", "2018..2020"), ("--table", table, "--periods")):
        for ending in ("gif", "png", "html", "xlsx", "pptx"):
            slides = ("--slides", "periods") if ending == "pptx" else ()
            look = SMALL if ending in HONOURED["size"] else ()
            assert run("render", *of, *slides, "-o", f"p.{ending}", *look).code == 0
        with Image.open(tmp_path / "p.gif") as film:
            assert (getattr(film, "n_frames", 1), film.size) == (3, (480, 360))
        columns = load_workbook(tmp_path / "p.xlsx").worksheets[1]
        assert [cell.value for cell in columns[1]][3:] == ["2018", "2019", "2020"]
    anhui = next(row for row in columns.iter_rows(values_only=True) if row[0] == "340000")
    assert anhui[3:] == (10, 12, 15)


def test_one_way_to_ask_for_a_change(run: Run, table: Path, tmp_path: Path) -> None:
    for of in ("population",), ("--table", table):
        said = {}
        for told in (
            ("--change", "percent", "--since", "2018", "--period", "2020"),
            ("--change", "percent:2018:2020"),
            ("--change", "difference", "--since", "2018", "--period", "2020"),
            ("--since", "2018", "--period", "2020"),
            ("--change", "per_year:2018:2020"),
            ("--change", "percent", "--since", "2018", "--periods", "2020"),
        ):
            assert run("render", *of, *told, "-o", "c.csv").code == 0
            said[told] = figures(tmp_path / "c.csv")["340000", "2018/2020"]
        percent, again, less, bare, yearly, several = said.values()
        assert percent == again == several
        assert less == bare
        assert yearly == pytest.approx(100 * ((1 + percent / 100) ** 0.5 - 1))
    assert percent == 50
    assert less == 5


def test_what_is_refused(run: Run, table: Path) -> None:
    refused(run("render", "population", "-o", "a.gif"), "gif", "one of population: 2024")
    refused(run("render", "ccid-projects", "-o", "a.gif"), "ccid-projects has none but 2020")
    refused(run("render", "population", "--periods", "2023,2030", "-o", "a.gif"), "'2030'")
    refused(run("render", "--table", table, "--periods", "2030"), "unknown period of t.csv '2030'")
    refused(run("render", "population", "--slides", "periods"), "slides are of pptx")
    refused(run("render", "population", "--slides", "all"), "unknown choice of slides 'all'")
    refused(run("render", "population", "--change", "percent:2019"), "percent:2019:2020")
    refused(run("render", "population", "--change", "more"), "unknown change 'more'", "per_year")
    twice = run("render", "population", "--change", "percent:2015:2020", "--since", "2010")
    refused(twice, "names its periods, and so does 2010")
    several = run("render", "population", "--periods", "--with", "gdp:2020", "-o", "a.gif")
    refused(several, "21 maps of several")
    chinese = run("render", "ccid-projects", "-o", "a.gif", "--lang", "zh")
    assert (chinese.code, "ccid-projects只有2020一个时点" in chinese.err) == (2, True)
