"""Labels that are refused: of figures computed from two others, and of groups and trust."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from geo.indicators.catalogue import INDICATORS, read_indicator
from geo.model.errors import GeoError, LabelError

DERIVED = "gdp-per-person"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A derived indicator and its two parts."""
    for name in ("gdp-2020.csv", "gdp-2020.toml", "population-2020.csv", "population-2020.toml"):
        shutil.copy(INDICATORS / name, tmp_path)
    shutil.copy(INDICATORS / f"{DERIVED}.toml", tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def rewrite(folder: Path, identifier: str, rows: str) -> None:
    """Other rows, with a hash that is true."""
    table, label = folder / f"{identifier}.csv", folder / f"{identifier}.toml"
    table.write_text(f"adcode,period,value,status\n{rows}", encoding="utf-8", newline="\n")
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    text = re.sub('sha256 = ".*"', f'sha256 = "{digest}"', label.read_text(encoding="utf-8"))
    label.write_text(text, encoding="utf-8", newline="\n")


def test_as_shipped_it_is_read(folder: Path) -> None:
    assert len(read_indicator(DERIVED, folder=folder).numbers()) == 31


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("population: 2020 census", "population", "population-2020"),
        ("人口：2020年人口普查数", "人口", "population-2020"),
        ("GDP: first release", "GDP", "gdp-2020"),
    ],
)
def test_a_vintage_that_does_not_name_those_of_both_parts(
    folder: Path, old: str, new: str, part: str
) -> None:
    change(folder / f"{DERIVED}.toml", old, new)
    told = rf"gdp-per-person\.toml: the vintage must name that of {part}.* in both languages"
    with pytest.raises(LabelError, match=told) as caught:
        read_indicator(DERIVED, folder=folder)
    assert "须以中英文写明" in caught.value.told("zh")


def test_a_period_without_a_denominator(folder: Path) -> None:
    rewrite(folder, "gdp-2020", "110000,2019,35000,reported\n110000,2020,36000,reported\n")
    told = r"gdp-per-person\.toml: population-2020 has no figure for 2019, nor for an earlier year"
    with pytest.raises(LabelError, match=told):
        read_indicator(DERIVED, folder=folder)
    rewrite(folder, "gdp-2020", "110000,2019,35000,reported\n")
    with pytest.raises(GeoError, match="population-2020 has no figure for 2019"):
        read_indicator(DERIVED, folder=folder)


def test_a_province_that_stands_twice(folder: Path) -> None:
    rewrite(folder, "population-2020", "110000,2020,1,reported\n110000,2020,2,reported\n")
    for identifier in ("population-2020", DERIVED):
        with pytest.raises(LabelError, match="row 3: 110000 occurs twice in 2020"):
            read_indicator(identifier, folder=folder)


def test_a_table_beside_a_formula(folder: Path) -> None:
    shutil.copy(folder / "gdp-2020.csv", folder / f"{DERIVED}.csv")
    with pytest.raises(LabelError, match=r"there must be no gdp-per-person\.csv"):
        read_indicator(DERIVED, folder=folder)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('group = "economy"', 'group = "tea"', "group 'tea' is none of potential, digital-"),
        ('trust = "high"', 'trust = "low"', "trust 'low' is none of high, medium-high, medium"),
        ('trust = "high"', "trust = 1", "trust must be str"),
    ],
)
def test_an_unknown_group_or_trust_is_named(folder: Path, old: str, new: str, told: str) -> None:
    change(folder / "gdp-2020.toml", old, new)
    with pytest.raises(LabelError, match=told):
        read_indicator("gdp-2020", folder=folder)
