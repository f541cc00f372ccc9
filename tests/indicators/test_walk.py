"""The walk over a whole catalogue: one bad label or table, and the catalogue is refused by name."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.indicators.catalogue import INDICATORS, list_indicators
from geo.model.errors import GeoError

ROOT = Path(__file__).parents[2]
DERIVED, ABOVE, BELOW = "gdp-per-person", "gdp-2020", "population-2020"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of three, one computed from the two others."""
    for identifier in (ABOVE, BELOW):
        shutil.copy(INDICATORS / f"{identifier}.csv", tmp_path)
    for identifier in (DERIVED, ABOVE, BELOW):
        shutil.copy(INDICATORS / f"{identifier}.toml", tmp_path)
    return tmp_path


def label(identifier: str, old: str, new: str) -> Callable[[Path], None]:
    """Change a label."""

    def change(folder: Path) -> None:
        path = folder / f"{identifier}.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    return change


def table(identifier: str, *rows: str, more: bool = False) -> Callable[[Path], None]:
    """Write other rows, or more of them, with a hash that is true."""

    def change(folder: Path) -> None:
        path = folder / f"{identifier}.csv"
        before = path.read_text(encoding="utf-8") if more else "adcode,period,value,status\n"
        path.write_text(before + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        text = (folder / f"{identifier}.toml").read_text(encoding="utf-8")
        text = re.sub('sha256 = ".*"', f'sha256 = "{digest}"', text)
        (folder / f"{identifier}.toml").write_text(text, encoding="utf-8", newline="\n")

    return change


FAULTS = {
    "a vintage that leaves out its denominator's": (
        label(DERIVED, "; population: 2020 census", ""),
        "gdp-per-person.toml: the vintage must name that of population-2020, '2020 census'",
    ),
    "a vintage that its denominator has and it has not": (
        label(BELOW, "2020 census", "2010 census"),
        "gdp-per-person.toml: the vintage must name that of population-2020, '2010 census'",
    ),
    "a vintage in one language": (
        label(DERIVED, "首次公布数；", "；"),
        "gdp-per-person.toml: the vintage must name that of gdp-2020, 'first release', in both",
    ),
    "a period before all denominators": (
        table(ABOVE, "110000,2019,3.5,reported", "110000,2020,3.6,reported"),
        "gdp-per-person.toml: population-2020 has no figure for 2019, nor for an earlier year",
    ),
    "no period with a denominator": (
        table(BELOW, "110000,2022,5,reported"),
        "population-2020 has no figure for 2020",
    ),
    "a province twice": (
        table(BELOW, "110000,2020,5,reported", more=True),
        "population-2020.csv: row 33: 110000 occurs twice in 2020",
    ),
    "an unknown status": (
        table(BELOW, "110000,2021,5,rumoured", more=True),
        "population-2020.csv: row 33: status 'rumoured' is none of reported, announced, revised",
    ),
    "a figure where the status says there is none": (
        table(BELOW, "110000,2021,5,not_listed", more=True),
        "population-2020.csv: row 33: value '5' does not go with status 'not_listed'",
    ),
    "no figure where the status says there is one": (
        table(BELOW, "110000,2021,,unconfirmed", more=True),
        "population-2020.csv: row 33: value '' does not go with status 'unconfirmed'",
    ),
    "an unknown group": (
        label(ABOVE, 'group = "economy"', 'group = "tea"'),
        "gdp-2020.toml: group 'tea' is none of potential, digital-networks, computing, energy",
    ),
    "an unknown trust": (
        label(ABOVE, 'trust = "high"', 'trust = "low"'),
        "gdp-2020.toml: trust 'low' is none of high, medium-high, medium",
    ),
    "a part that is not there": (
        label(DERIVED, 'numerator = "gdp-2020"', 'numerator = "gdp-2021"'),
        "unknown indicator 'gdp-2021'. Did you mean gdp-2020",
    ),
    "a formula that needs itself": (
        label(DERIVED, 'numerator = "gdp-2020"', f'numerator = "{DERIVED}"'),
        "gdp-per-person.toml is computed from itself",
    ),
    "a scale that is no number": (
        label(DERIVED, "scale = 1e8", 'scale = "many"'),
        "gdp-per-person.toml [derived] needs numerator, denominator and scale",
    ),
    "parts on other boundaries": (
        label(BELOW, 'boundaries = "provinces"', 'boundaries = "regions"'),
        "gdp-per-person.toml: gdp-2020 is drawn on provinces, population-2020 on regions",
    ),
    "a label that is drawn elsewhere than its parts": (
        label(DERIVED, 'boundaries = "provinces"', 'boundaries = "regions"'),
        "gdp-per-person.toml: gdp-per-person is drawn on regions, gdp-2020 on provinces",
    ),
}


def test_as_shipped_the_walk_passes(folder: Path) -> None:
    found = {indicator.id: len(indicator.numbers()) for indicator in list_indicators(folder)}
    assert found == {DERIVED: 31, ABOVE: 31, BELOW: 31}


@pytest.mark.parametrize("name", FAULTS)
def test_the_walk_refuses(folder: Path, name: str) -> None:
    spoil, told = FAULTS[name]
    spoil(folder)
    with pytest.raises(GeoError) as caught:
        list_indicators(folder)
    assert told in str(caught.value)
    assert re.search("[\u4e00-\u9fff]", caught.value.told("zh"))


def test_reading_needs_no_polygons() -> None:
    """So that a program that only reads figures starts at once."""
    code = "from geo.indicators import list_indicators as ls; ls(); import sys; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"geopandas", "pandas", "numpy", "shapely"} & set(run.stdout.split())


def test_the_whole_catalogue_is_read_in_a_third_of_a_second() -> None:
    """The seconds of this process alone, and the best of some, for others may be at work too."""
    seconds = []
    for _ in range(5):
        start = time.process_time()
        found = list_indicators()
        seconds.append(time.process_time() - start)
    assert len(found) > 30
    assert min(seconds) < 0.3
