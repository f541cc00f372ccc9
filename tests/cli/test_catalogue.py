"""The catalogue on the command line: listed, searched, and written as a file."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geo import cli
from geo.export.catalogue import export_catalogue
from geo.indicators.catalogue import load_every_level
from geo.indicators.groups import read_groups
from geo.model.text import LANGUAGES, Language

CATALOGUE = load_every_level()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """The command line in this process, in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["geo", *arguments])
        try:
            cli.main()
            code: Any = 0
        except SystemExit as stop:
            code = stop.code
        seen = capsys.readouterr()
        return code or 0, seen.out, seen.err

    return call


@pytest.mark.parametrize("language", LANGUAGES)
def test_indicators_stand_by_group_with_a_line_each(run: Any, language: Language) -> None:
    code, out, err = run("indicators", "--lang", language)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads == [
        f"{group.title[language]}{': ' if language == 'en' else '：'}{group.line[language]}"
        for group in read_groups().values()
    ]
    listed = [line.split()[0] for line in lines if line.startswith(" ")]
    assert sorted(listed) == sorted(indicator.id for indicator in CATALOGUE)
    (railways,) = (line for line in lines if line.startswith("  railways "))
    name = "Length of railways in operation"
    wanted = {
        "en": f"{name} / 铁路营业里程 (km; 2006–2023; 31 of 31 places; trust medium)",
        "zh": f"铁路营业里程 / {name}（千米；2006–2023；31/31个地区；可信度中等）",
    }
    assert railways.partition("railways")[2].strip() == wanted[language]


def test_indicators_are_found_by_word(run: Any) -> None:
    for word in ("broadband", "宽带"):
        code, out, err = run("indicators", word)
        assert (code, err) == (0, "")
        assert {line.split()[0] for line in out.splitlines()[1:]} == {
            "broadband-ports", "broadband-subscribers", "broadband-per-100-people"
        }  # fmt: skip
        assert out.startswith("Digital networks: ")
    code, out, _ = run("indicators", "broadband", "端口", "--json")
    (found,) = json.loads(out)
    assert (code, found["id"], found["group"]) == (0, "broadband-ports", "digital-networks")
    assert found["periods"] == [str(year) for year in range(2016, 2025)]
    assert (found["places"], found["expected"], found["trust"]) == (31, 31, "high")
    assert found["statuses"] == ["reported", "unconfirmed"]


def test_what_is_not_found_is_said_with_what_is_near(run: Any) -> None:
    code, out, err = run("indicators", "brodband")
    assert (code, out) == (2, "")
    assert err.startswith("error: nothing in the catalogue has the words 'brodband'. Near: broadb")
    code, out, err = run("indicators", "xyzxyz", "--lang", "zh")
    assert (code, out) == (2, "")
    assert err.startswith(f"错误：目录中没有含“xyzxyz”的指标；共有{len(CATALOGUE)}个指标")


@pytest.mark.parametrize("name", ["atlas.xlsx", "atlas.parquet", "datapackage.zip"])
def test_the_catalogue_as_a_file(run: Any, tmp_path: Path, name: str) -> None:
    code, out, err = run("export", "--catalogue", "-o", name)
    figures = sum(len(indicator.numbers()) for indicator in CATALOGUE)
    assert (code, out) == (0, "")
    assert err == f"{name}: {len(CATALOGUE)} indicators, {figures:,} figures\n"
    assert (tmp_path / name).read_bytes() == export_catalogue(name.rpartition(".")[2])


def test_the_catalogue_in_chinese(run: Any, tmp_path: Path) -> None:
    code, _, err = run("export", "--catalogue", "--lang", "zh")
    assert code == 0
    assert err.startswith("已写入atlas.xlsx：")
    content = (tmp_path / "atlas.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert book.sheetnames == ["指标", "数值", "状态说明"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export"], "say what is exported: --catalogue"),
        (["export", "--catalogue", "-o", "atlas.csv"], "unknown format 'csv'"),
        (["export", "--catalogue", "-o", "atlas"], "unknown format 'atlas'"),
        (["export", "--catalogue", "-o", "nowhere/a.xlsx"], "nowhere/a.xlsx cannot be written"),
        (["export", "--catalogue", "--lang", "fr"], "unknown language 'fr'"),
    ],
)
def test_what_cannot_be_exported(
    run: Any, tmp_path: Path, arguments: list[str], message: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert not list(tmp_path.iterdir())
