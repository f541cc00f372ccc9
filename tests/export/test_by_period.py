"""Tables of several periods: a workbook with a column of each, and a long CSV."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from geo.export.formats import export
from geo.export.periods import maps_of
from geo.indicators.derive import load_indicator
from geo.maps.pipeline import MapRequest, build
from geo.maps.plate import make_plate
from geo.model.text import Language
from geo.model.values import ABSENT
from geo.model.words import word
from tests import programs
from tests.export.test_export import read_csv
from tests.export.test_periods import SERIES, SOME, a_plate
from tests.slow import up_to


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_workbook_has_a_column_of_each_period(language: Language) -> None:
    choropleth = build(MapRequest(SERIES, language=language))
    workbook = load_workbook(io.BytesIO(export(choropleth, "xlsx")))
    names = {"en": ["Data", "By period", "Status by period", "Source"],
             "zh": ["数据", "分期数值", "分期状态", "来源"]}  # fmt: skip
    assert workbook.sheetnames == names[language]
    _, figures, statuses, about = workbook.worksheets
    periods = choropleth.layer.indicator.periods
    assert [cell.value for cell in figures[1]][3:] == list(periods)
    assert [cell.value for cell in statuses[1]] == [cell.value for cell in figures[1]]
    known = {(o.adcode, o.period): o for o in choropleth.layer.indicator.values}
    assert figures.max_row == statuses.max_row == 35
    seen = set()
    for row, told in zip(figures.iter_rows(min_row=2), statuses.iter_rows(min_row=2), strict=True):
        for cell, status, period in zip(row[3:], told[3:], periods, strict=True):
            observation = known.get((row[0].value, period))
            assert cell.value == (observation.value if observation else None)
            if observation is not None and observation.value is not None:
                assert cell.data_type == "n"
                assert cell.font.i == (observation.status == "unconfirmed")
                assert status.value == word(observation.status, language)
                seen.add(observation.status)
            else:
                assert cell.fill.fgColor.rgb == "FFE6E6E6"
                assert status.value in [word(absent, language) for absent in ABSENT]
    assert {"unconfirmed", "reported"} <= seen
    told_looks = [row[1] for row in about.iter_rows(values_only=True) if row[0].startswith("mark")]
    assert len(told_looks) == 2
    assert word("unconfirmed", language) in told_looks[0]


def test_a_workbook_and_a_csv_of_some_periods() -> None:
    plate = a_plate()
    content = export(plate, "xlsx")
    data, figures, _, about = load_workbook(io.BytesIO(content)).worksheets
    assert [cell.value for cell in figures[1]][3:] == list(SOME)
    assert data.max_row == 1 + 34 * len(SOME)
    assert about["B1"].value == "Resident population by province"
    records = read_csv(export(plate, "csv"))
    assert len(records) == 34 * len(SOME)
    by_place = {row[0].value: [cell.value for cell in row[3:]] for row in
                figures.iter_rows(min_row=2)}  # fmt: skip
    for record in records:
        if record["value"]:
            at = SOME.index(record["date"])
            assert float(record["value"]) == by_place[record["adcode"]][at]
    assert export(plate, "xlsx") == content


def test_an_indicator_of_one_period_has_no_columns() -> None:
    workbook = load_workbook(io.BytesIO(export(build(MapRequest("ccid-projects")), "xlsx")))
    assert workbook.sheetnames == ["Data", "Source"]


def test_categories_by_period_are_words() -> None:
    base = load_indicator(SERIES)
    values = tuple(replace(o, value=None if o.value is None else 1 + (o.value > 5e7))
                   for o in base.values)  # fmt: skip
    indicator = replace(
        base,
        kind="category",
        categories=("few", "many"),
        values=values,
        unit=replace(base.unit, en="", zh=""),
    )
    plate = make_plate(maps_of(indicator, MapRequest(""), ("2005", "2024")))
    _, figures, *_ = load_workbook(io.BytesIO(export(plate, "xlsx"))).worksheets
    found = {cell.value for row in figures.iter_rows(min_row=2) for cell in row[3:]}
    assert found == {"few", "many", None}


@pytest.mark.slow(reads=up_to("export"))
def test_libreoffice_reads_the_columns_as_numbers(tmp_path: Path) -> None:
    program = programs.find("soffice", package="libreoffice-calc")
    (tmp_path / "a.xlsx").write_bytes(export(a_plate(), "xlsx"))
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={(tmp_path / 'own').as_uri()}",
         "--convert-to", every_sheet, "--outdir", tmp_path, tmp_path / "a.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    if not (tmp_path / "a-By period.csv").is_file():
        programs.missing("Calc", package="libreoffice-calc")
    records = read_csv((tmp_path / "a-By period.csv").read_bytes())
    beijing = next(record for record in records if record["adcode"] == "110000")
    assert [beijing[period] for period in SOME] == ["15380000", "21710000", "21880000", "21830000"]
    taiwan = next(record for record in records if record["adcode"] == "710000")
    assert {taiwan[period] for period in SOME} == {""}
