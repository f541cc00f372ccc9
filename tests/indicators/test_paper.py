"""The national figures: all of them, as printed, each with its sentence, source and status."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from geo.indicators.paper import FIGURES, Figure, read_paper
from geo.indicators.timeline import read_timeline
from geo.model.errors import LabelError
from geo.model.values import MARKED
from tests.gathered import gathered

PAPER = {figure.id: figure for figure in read_paper().figures}


def test_all_36_figures_of_the_paper_are_there() -> None:
    assert len(PAPER) == len(read_paper().figures) == 36


@gathered("figure", PAPER.values(), ids=PAPER)
def test_every_figure_has_its_sentence_and_words_in_both_languages(figure: Figure) -> None:
    assert float(figure.value) > 0
    assert figure.quote.strip()
    assert re.fullmatch(r"[2-5](\.\d)?", figure.section)
    assert figure.period
    for text in (figure.place, figure.measure, figure.unit, figure.status_words):
        assert text.en.strip()
        assert text.zh.strip()
    assert bool(figure.caution.en) == bool(figure.caution.zh)
    assert bool(figure.reading) == bool(figure.reading_unit.en) == bool(figure.reading_unit.zh)


def test_every_theme_has_figures() -> None:
    paper = read_paper()
    assert set(Counter(figure.theme for figure in paper.figures)) == set(paper.themes)
    assert paper.notes
    assert paper.source.citation.zh


@gathered(
    ("identifier", "value", "unit", "period"),
    [
        ("ccid_projects_zhejiang", "109", "projects", "2020"),
        ("ccid_projects_anhui", "280", "projects", "2020"),
        ("ccid_share_guangdong", "34.1", "percent", "2020"),
        ("ccid_coverage", "26", None, "2020"),
        ("5g_stations_2019_12", "130000", "stations", "2019-12"),
        ("5g_stations_2020_12", "650000", "stations", "2020-12"),
        ("5g_users_2020_12", "200000000", "users", "2020-12"),
        ("5g_procurement_amount", "37.088", "billion yuan", "2020"),
        ("ic_market_2013", "250.85", "billion yuan", "2013"),
        ("ic_market_2018", "653.2", "billion yuan", "2018"),
        ("rd_spending_2019", "2", "trillion yuan", "2019"),
    ],
)
def test_figures_as_printed(identifier: str, value: str, unit: str | None, period: str) -> None:
    figure = PAPER[identifier]
    assert (figure.value, figure.period) == (value, period)
    assert unit is None or figure.unit.en == unit


def test_the_two_impossible_units_are_shown_with_the_likely_reading() -> None:
    misprinted = {f.id: (f.value, f.reading) for f in PAPER.values() if f.reading}
    assert set(misprinted) == {"investment_rail_2020_2025", "investment_5g_2020_2025"}
    for identifier in misprinted:
        figure = PAPER[identifier]
        assert figure.unit.en == "trillion yuan (as printed)"
        assert figure.caution
        assert figure.reading_unit.en != figure.unit.en


def test_forecasts_are_no_reports() -> None:
    assert PAPER["5g_stations_2020_12"].status == "forecast"
    assert PAPER["ccid_projects_anhui"].status == "reported"


def test_the_timeline_goes_from_2019_to_2025() -> None:
    timeline = read_timeline()
    periods = [o.period for o in timeline.values]
    assert periods == sorted(periods)
    assert (periods[0], timeline.values[0].value) == ("2019-12", 130_000)
    assert (periods[-1], timeline.values[-1].value) == ("2025-12", 4_838_000)
    assert {o.adcode for o in timeline.values} == {"100000"}
    assert all(o.value is not None and o.source.en and o.source.zh for o in timeline.values)
    assert timeline.unit.zh == "个"


def test_the_end_of_2020_has_three_figures_told_apart() -> None:
    at_end = {o.status: o.value for o in read_timeline().values if o.period == "2020-12"}
    assert at_end == {"forecast": 650_000, "announced": 718_000, "revised": 771_000}
    others = [o for o in read_timeline().values if o.status in MARKED]
    assert [(o.period, o.status) for o in others] == [
        ("2020-12", "forecast"),
        ("2024-12", "derived"),
    ]


@pytest.mark.parametrize("name", ["paper", "5g-stations-national"])
def test_a_changed_byte_is_found(tmp_path: Path, name: str) -> None:
    for ending in ("csv", "toml"):
        shutil.copy(FIGURES / f"{name}.{ending}", tmp_path)
    path = tmp_path / f"{name}.csv"
    path.write_bytes(path.read_bytes().replace(b"0", b"1", 1))
    read = read_paper if name == "paper" else read_timeline
    with pytest.raises(LabelError, match=rf"{name}\.csv does not match the hash"):
        read(folder=tmp_path)


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    """A copy with other rows and a hash that is true."""
    for ending in ("csv", "toml"):
        shutil.copy(FIGURES / f"{name}.{ending}", folder)
    table, label = folder / f"{name}.csv", folder / f"{name}.toml"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    words = label.read_text(encoding="utf-8")
    label.write_text(re.sub('sha256 = ".*"', f'sha256 = "{digest}"', words), encoding="utf-8")


def test_an_unknown_theme_is_named(tmp_path: Path) -> None:
    rewrite(tmp_path, "paper", ",ccid,", ",tea,")
    with pytest.raises(
        LabelError, match=r"paper\.csv has themes that paper\.toml does not name: tea"
    ):
        read_paper(tmp_path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    rewrite(tmp_path, "paper", "quote", "sentence")
    with pytest.raises(LabelError, match=r"paper\.csv, row 2: the column 'quote' is missing"):
        read_paper(tmp_path)


def test_a_faulty_row_is_named(tmp_path: Path) -> None:
    rewrite(tmp_path, "5g-stations-national", ",164000,", ",many,")
    with pytest.raises(LabelError, match=r"5g-stations-national\.csv, row 3: .*'many'"):
        read_timeline(folder=tmp_path)
