"""The catalogue: every figure as published, with a label that is complete and true."""

from __future__ import annotations

import hashlib
import math
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from geo.indicators.catalogue import (
    INDICATORS,
    list_indicators,
    list_lower,
    load_every_level,
    read_indicator,
)
from geo.indicators.groups import read_groups
from geo.maps.palettes import list_palettes
from geo.model import data_label
from geo.model.errors import LabelError, UnknownNameError
from geo.model.values import ABSENT, KINDS, TRUST, Indicator
from geo.places.boundaries import load_boundaries
from tests.gathered import gathered

CATALOGUE = list_indicators()
DERIVED = [indicator for indicator in CATALOGUE if indicator.derived]
MAINLAND, ALL = 31, 34

HAN = re.compile("[\u4e00-\u9fff]")

#: Indicator → how many places have a figure.
FIGURES = {
    "ccid-projects": 3,
    "ccid-share": 3,
    "ccid-key-projects-implied": 1,
    "ccid-potential-foundation": 27,
    "5g-stations-announced-2020": 22,
    "population-2020": MAINLAND,
    "area": ALL,
    "population-density": MAINLAND,
    "gdp-2020": MAINLAND,
    "gdp-per-person": MAINLAND,
    "area-stated": ALL,
    "electricity-consumption": 29,
    "charging-points": 10,
    "ccid-potential-industry": 19,
    "ccid-potential-capacity": 19,
    "ccid-potential-innovation": 19,
    "key-projects": 11,
    "key-projects-total-investment": 7,
    "key-projects-investment": 11,
    "key-projects-completed": 3,
    "hong-kong-macau-population": 2,
    "hong-kong-macau-gdp": 2,
}

ANHUI, GUANGDONG, ZHEJIANG, SHANDONG, HEBEI = "340000", "440000", "330000", "370000", "130000"


def figures(identifier: str) -> dict[str, float]:
    return {o.adcode: o.value for o in read_indicator(identifier).values if o.value is not None}


def each(indicators: tuple[Indicator, ...] | list[Indicator]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("indicator", indicators, ids=lambda indicator: indicator.id)


def test_every_table_has_its_label_and_every_label_its_table() -> None:
    """All but those that are computed when they are read, which have the label alone."""
    labels = {path.stem for path in INDICATORS.glob("*.toml")}
    assert labels == {indicator.id for indicator in load_every_level()}
    tables = {path.stem for path in INDICATORS.glob("*.csv")}
    assert tables == labels - {indicator.id for indicator in DERIVED}
    assert set(FIGURES) <= labels


@each([indicator for indicator in CATALOGUE if not indicator.derived])
def test_the_label_has_the_hash_of_its_table(indicator: Indicator) -> None:
    label = tomllib.loads((INDICATORS / f"{indicator.id}.toml").read_text(encoding="utf-8"))
    data = (INDICATORS / f"{indicator.id}.csv").read_bytes()
    assert label["sha256"] == hashlib.sha256(data).hexdigest()


@each(CATALOGUE)
def test_the_label_is_complete_in_both_languages(indicator: Indicator) -> None:
    source = indicator.source
    words = [
        indicator.title, indicator.group, indicator.no_data, source.title, source.publisher,
        source.licence, source.citation, *indicator.notes,
    ]  # fmt: skip
    observed = (text for o in indicator.values for text in (o.note, o.source) if text)
    for text in (*words, indicator.unit, *filter(None, (indicator.method,)), *observed):
        assert text.en.strip()
        assert text.zh.strip()
        assert text.en == text.en.strip()
        assert text.zh == text.zh.strip()
    assert not HAN.search(indicator.title.en + indicator.unit.en + indicator.no_data.en)
    assert HAN.search(indicator.title.zh)
    assert HAN.search(indicator.no_data.zh)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", source.accessed)
    assert source.published
    assert indicator.kind in KINDS
    assert indicator.notes


@each(CATALOGUE)
def test_every_figure_stands_once_at_a_known_place(
    indicator: Indicator,
) -> None:
    keys = [(o.adcode, o.period) for o in indicator.values]
    assert len(keys) == len(set(keys))
    assert {o.adcode for o in indicator.values} <= set(
        load_boundaries(indicator.boundaries).adcodes
    )


@each(CATALOGUE)
def test_every_figure_is_a_finite_number_or_said_to_be_absent(indicator: Indicator) -> None:
    for observation in indicator.values:
        assert (observation.value is None) == (observation.status in ABSENT)
        if observation.value is not None:
            assert math.isfinite(observation.value)
            assert observation.value >= 0


@each(CATALOGUE)
def test_every_indicator_has_a_group_and_its_trust(indicator: Indicator) -> None:
    group = read_groups()[indicator.group_id]
    assert indicator.group == group.title
    assert indicator.trust in TRUST


def test_groups_follow_each_other_and_none_is_empty() -> None:
    found = list(dict.fromkeys(indicator.group_id for indicator in CATALOGUE))
    assert found == list(read_groups())
    for group in read_groups().values():
        assert not HAN.search(group.title.en + group.line.en)
        assert HAN.search(group.title.zh)
        assert HAN.search(group.line.zh)


@each(CATALOGUE)
def test_the_suggested_palette_is_there(indicator: Indicator) -> None:
    palette = list_palettes()[indicator.palette]
    assert palette.kind == ("sequential" if indicator.midpoint is None else "diverging")


def test_the_catalogue_is_in_the_order_of_the_labels() -> None:
    assert [i.order for i in CATALOGUE] == sorted({i.order for i in CATALOGUE})


@gathered(("identifier", "count"), FIGURES.items())
def test_no_figure_was_filled_in(identifier: str, count: int) -> None:
    assert len(figures(identifier)) == count


def test_the_projects_of_ccid() -> None:
    assert figures("ccid-projects") == {ZHEJIANG: 109, GUANGDONG: 165, ANHUI: 280}
    assert figures("ccid-share") == {GUANGDONG: 34.1, SHANDONG: 35.0, HEBEI: 43.5}
    assert figures("ccid-key-projects-implied") == {GUANGDONG: 484}
    assert {o.status for o in read_indicator("ccid-projects").values} == {"reported"}
    implied = {o.adcode: o.status for o in read_indicator("ccid-key-projects-implied").values}
    assert implied == {ZHEJIANG: "no_data", ANHUI: "no_data", GUANGDONG: "derived"}


def test_the_scores_of_ccid() -> None:
    scores = figures("ccid-potential-foundation")
    assert max(scores, key=scores.__getitem__) == ZHEJIANG
    assert (scores[ZHEJIANG], scores["310000"], scores["210000"]) == (89.91, 89.68, 49.30)
    assert (scores[ANHUI], scores["650000"]) == (67.10, 67.19)
    absent = {
        o.adcode: o.status
        for o in read_indicator("ccid-potential-foundation").values
        if o.value is None
    }
    # Shanxi, Heilongjiang and Gansu have a rank but no score; Tibet was not ranked.
    assert absent == {
        "140000": "no_data",
        "230000": "no_data",
        "620000": "no_data",
        "540000": "not_applicable",
    }


def test_the_scores_fall_as_the_ranks_rise() -> None:
    ranked = [
        (int(match[1]), o.value)
        for o in read_indicator("ccid-potential-foundation").values
        if o.value is not None and (match := re.match(r"rank (\d+) of 30", o.note.en))
    ]
    assert [rank for rank, _ in sorted(ranked)] == list(range(1, 28))
    scores = [score for _, score in sorted(ranked)]
    assert scores == sorted(scores, reverse=True)


def test_the_census() -> None:
    people = figures("population-2020")
    assert sum(people.values()) == 1_409_778_724
    assert (people[GUANGDONG], people["110000"], people["540000"]) == (
        126_012_510,
        21_893_095,
        3_648_100,
    )


def test_the_gross_domestic_product() -> None:
    gdp = figures("gdp-2020")
    assert sum(gdp.values()) == pytest.approx(1_012_415.02, abs=0.005)
    assert (gdp[GUANGDONG], gdp["320000"], gdp["540000"]) == (110_760.94, 102_718.98, 1_902.74)


def test_the_announced_stations() -> None:
    indicator = read_indicator("5g-stations-announced-2020")
    stations = {o.adcode: o for o in indicator.values}
    assert stations[GUANGDONG].value == 124_000
    assert stations["540000"].value == 3_577
    assert {a for a, o in stations.items() if o.status == "derived"} == {HEBEI, "150000"}
    assert all(o.date and o.source for o in indicator.values)
    assert not indicator.ranked
    assert not indicator.summable
    assert any("counting bases differ" in note.en for note in indicator.notes)


@each(DERIVED)
def test_derived_figures_are_what_their_formula_gives(indicator: Indicator) -> None:
    formula = indicator.derived
    assert formula is not None
    assert indicator.method
    above, below = read_indicator(formula.numerator), read_indicator(formula.denominator)
    under = {(o.adcode, o.period): o.value for o in below.values}
    same = {period: period if period in below.periods else "" for period in above.periods}
    expected = {}
    for o in above.values:
        other = under.get((o.adcode, same[o.period]))
        if o.value is not None and other:
            value = formula.scale * o.value / other
            expected[o.adcode, o.period] = (
                value if formula.round is None else round(value, formula.round)
            )
    found = {(o.adcode, o.period): o.value for o in indicator.values if o.value is not None}
    assert found == pytest.approx(expected, rel=1e-12)
    assert {o.status for o in indicator.values if o.value is not None} <= {"derived", "unconfirmed"}


def test_what_is_derived_by_formula() -> None:
    assert {indicator.id for indicator in DERIVED} >= {
        "ccid-key-projects-implied",
        "population-density",
        "gdp-per-person",
    }


def test_the_implied_count_is_the_only_one_of_which_the_share_is_true() -> None:
    possible = [n for n in range(1, 2000) if round(165 / n * 100, 1) == 34.1]
    assert possible == [484]


# Faults, in a copy of one indicator.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for ending in ("csv", "toml"):
        shutil.copy(INDICATORS / f"ccid-projects.{ending}", tmp_path)
    return tmp_path


def rewrite(folder: Path, rows: str | None = None, **replacements: str) -> None:
    """Write other rows or another label, with a hash that is true."""
    table, path = folder / "ccid-projects.csv", folder / "ccid-projects.toml"
    if rows is not None:
        table.write_text(rows, encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    text = re.sub('sha256 = ".*"', f'sha256 = "{digest}"', text)
    for key, line in replacements.items():
        text, count = re.subn(rf"(?m)^{key} = .*$", line, text, count=1)
        assert count == 1
    path.write_text(text, encoding="utf-8")


def test_an_unknown_indicator_is_named_with_its_neighbours(folder: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown indicator 'cid-project'.*ccid-projects"):
        read_indicator("cid-project", folder=folder)


@pytest.mark.parametrize(
    "key", ["kind", "order", "sha256", "title", "group", "unit", "no_data", "source"]
)
def test_a_label_without_a_required_part_is_refused(folder: Path, key: str) -> None:
    path = folder / "ccid-projects.toml"
    label = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"(?m)^(\[?){key}\b", rf"\1not_{key}", label), encoding="utf-8")
    with pytest.raises(LabelError, match=rf"ccid-projects\.toml lacks {key}\."):
        read_indicator("ccid-projects", folder=folder)


def test_an_unknown_kind_is_named(folder: Path) -> None:
    rewrite(folder, kind='kind = "guess"')
    with pytest.raises(LabelError, match="kind 'guess' is none of count, ratio, index"):
        read_indicator("ccid-projects", folder=folder)


@pytest.mark.parametrize(
    ("key", "value", "type_"),
    [("kind", "3", "str"), ("order", '"first"', "int"), ("decimals", "1.5", "int")],
)
def test_a_value_of_a_wrong_type_is_named(folder: Path, key: str, value: str, type_: str) -> None:
    rewrite(folder, **{key: f"{key} = {value}"})
    with pytest.raises(LabelError, match=rf"ccid-projects\.toml: {key} must be {type_}\."):
        read_indicator("ccid-projects", folder=folder)


def test_a_changed_figure_is_found(folder: Path) -> None:
    table = folder / "ccid-projects.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("280", "281"), encoding="utf-8")
    with pytest.raises(LabelError, match=r"ccid-projects\.csv does not match the hash"):
        read_indicator("ccid-projects", folder=folder)


def test_all_faulty_rows_are_named_at_once(folder: Path) -> None:
    rewrite(
        folder,
        "adcode,period,value,status\n"
        "330000,2020,109,reported\n"
        "340000,2020,many,reported\n"
        "440000,2020,,reported\n"
        "330000,2020,110,reported\n"
        "130000,2020,1,rumoured\n",
    )
    with pytest.raises(LabelError) as caught:
        read_indicator("ccid-projects", folder=folder)
    for fault in (
        "ccid-projects.csv: row 3: the value 'many' is no number",
        "row 4: value '' does not go with status 'reported'",
        "row 5: 330000 occurs twice in 2020",
        "row 6: status 'rumoured' is none of",
    ):
        assert fault in str(caught.value)


def test_a_missing_column_is_named(folder: Path) -> None:
    rewrite(folder, "adcode,value,status\n330000,109,reported\n")
    with pytest.raises(LabelError, match="row 2: the column 'period' is missing"):
        read_indicator("ccid-projects", folder=folder)


@pytest.mark.parametrize(
    "table", ['numerator = "a"', 'numerator = "a"\ndenominator = "b"\nscale = 1\nfactor = 2']
)
def test_an_incomplete_formula_is_refused(folder: Path, table: str) -> None:
    (folder / "ccid-projects.csv").unlink()
    path = folder / "ccid-projects.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[derived]\n{table}\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"\[derived\] needs numerator, denominator and scale"):
        read_indicator("ccid-projects", folder=folder)


def test_two_figures_of_one_place_in_two_periods_are_no_fault(folder: Path) -> None:
    rewrite(folder, "adcode,period,value,status\n330000,2021,9,reported\n330000,2020,8,reported\n")
    indicator = read_indicator("ccid-projects", folder=folder)
    assert indicator.periods == ("2020", "2021")
    assert indicator.numbers() == (9, 8)
    assert indicator.numbers("2020") == (8,)


def test_labels_of_all_data_are_where_the_data_are() -> None:
    """Figures and denominators have labels too; read_label checks that they name themselves."""
    for path in (INDICATORS.parent / "figures").glob("*.csv"):
        assert data_label.read_label(path.with_suffix(".toml"))["sha256"]


def test_lower_levels_are_found_in_the_labels_as_they_are_in_the_catalogue() -> None:
    every = load_every_level()
    found = {lower for one in every for lower in list_lower(one.id)}
    assert found == {one.id for one in every if one.level_of}
    assert list_lower("population-2020") == ("population-2020-prefectures",)
    assert list_lower("gdp-2020") == ()
