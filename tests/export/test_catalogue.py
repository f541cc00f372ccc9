"""The whole catalogue as a file: what is read back is what the catalogue has, all of it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

import geo
from geo.export.catalogue import CATALOGUE_FORMATS, export_catalogue
from geo.export.catalogue_rows import heading, indicator_rows, place_names
from geo.indicators.catalogue import load_every_level, read_indicator
from geo.indicators.coverage import coverage_of
from geo.model.errors import UnknownNameError
from geo.model.text import LANGUAGES, Language
from geo.model.values import ABSENT, STATUSES, Observation

CATALOGUE = load_every_level()
FIGURES = [(indicator, o) for indicator in CATALOGUE for o in indicator.values]
NAMES = place_names(CATALOGUE)

Key = tuple[str, str, str]


@cache
def exported(file_format: str, language: Language = "en") -> bytes:
    return export_catalogue(file_format, language=language)


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def package() -> dict[str, bytes]:
    """The files of the data package."""
    return unzipped(exported("zip"))


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(package()[name].decode())))


def stored(value: float | None) -> float | None:
    """A number as a workbook holds it: with sixteen digits."""
    return None if value is None else float(f"{value:.16G}")


def same(found: dict[Key, Any], told: dict[Key, Any]) -> None:
    """Both have the same keys and values; only the first differences are shown."""
    assert found.keys() == told.keys()
    other = {key: (found[key], told[key]) for key in told if found[key] != told[key]}
    assert not dict(list(other.items())[:5])


def key_of(identifier: str, o: Observation) -> Key:
    return identifier, o.adcode, o.period


def test_the_catalogue_has_much_to_export() -> None:
    """So that the tests below are about something."""
    assert len(CATALOGUE) > 30
    assert {o.status for _, o in FIGURES} >= {"reported", "derived", "unconfirmed", "no_data"}
    assert len({key_of(indicator.id, o) for indicator, o in FIGURES}) == len(FIGURES) > 10_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_reads_back_as_the_catalogue(language: Language) -> None:
    content = exported("xlsx", language)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    indicators, figures, statuses = book.worksheets
    columns = [
        "indicator", "name_en", "name_zh", "unit", "adcode", "period", "value", "status", "date",
        "note", "source",
    ]  # fmt: skip
    head, *rows = figures.iter_rows(values_only=True)
    assert list(head) == [heading(column)[language] for column in columns]
    found: dict[Key, Any] = {}
    for cells in rows:
        row = {
            key: cell or "" if key != "value" else cell
            for key, cell in zip(columns, cells, strict=True)
        }
        found[row["indicator"], row["adcode"], row["period"]] = tuple(row.values())
    assert len(found) == len(rows)
    told = {
        key_of(one.id, o): (
            one.id, NAMES[o.adcode].en, NAMES[o.adcode].zh, one.unit[language], o.adcode, o.period,
            stored(o.value), o.status, o.date, o.note[language],
            (o.source or one.source.citation)[language],
        )
        for one, o in FIGURES
    }  # fmt: skip
    same(found, told)
    head, *rows = indicators.iter_rows(values_only=True)
    assert [row[0] for row in rows] == [indicator.id for indicator in CATALOGUE]
    by_name = [dict(zip(head, row, strict=True)) for row in rows]
    for row, indicator in zip(by_name, CATALOGUE, strict=True):
        for column in ("title_en", "title_zh"):
            assert row[heading(column)[language]] == indicator.title[column[-2:]]  # type: ignore[index]
        assert row[heading("periods")[language]] or not any(indicator.periods)
        assert row[heading("trust")[language]] == indicator.trust
        assert row[heading("licence")[language]] == indicator.source.licence[language]
        assert (row[heading("vintage")[language]] or "") == indicator.vintage[language]
        for note in indicator.notes:
            assert note[language] in row[heading("notes")[language]]
    assert [row[0] for row in statuses.iter_rows(min_row=2, values_only=True)] == list(STATUSES)


def test_parquet_reads_back_as_the_catalogue() -> None:
    table = parquet.read_table(io.BytesIO(exported("parquet")))
    assert table.schema.field("value").type == pyarrow.float64()
    for name in ("indicator", "adcode", "period", "status"):
        assert table.schema.field(name).type == pyarrow.string()
        assert not table.schema.field(name).nullable
    columns = ("adcode", "period", "value", "status", "date", "note_en", "note_zh")
    found = {
        (row["indicator"], row["adcode"], row["period"]): tuple(row[c] for c in columns)
        for row in table.to_pylist()
    }
    told = {
        key_of(one.id, o): (
            o.adcode, o.period, o.value, o.status, o.date or None, o.note.en or None,
            o.note.zh or None,
        )
        for one, o in FIGURES
    }  # fmt: skip
    assert table.num_rows == len(FIGURES)
    same(found, told)
    absent = [row for row in table.to_pylist() if row["value"] is None]
    assert absent
    assert {row["status"] for row in absent} <= set(ABSENT)
    about = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert about["version"] == geo.__version__
    labels = {label["id"]: label for label in json.loads(about["indicators"])}
    assert {one.id: one.source.citation.zh for one in CATALOGUE} == {
        identifier: label["source_zh"] for identifier, label in labels.items()
    }


def test_the_data_package_reads_back_as_the_catalogue() -> None:
    texts = ("status", "date", "note_en", "note_zh", "source_en", "source_zh")
    for one in CATALOGUE:
        found = {
            (one.id, row["adcode"], row["period"]): (
                float(row["value"]) if row["value"] else None, *(row[name] for name in texts)
            )
            for row in rows_of(f"data/{one.id}.csv")
        }  # fmt: skip
        told = {
            key_of(one.id, o): (
                o.value, o.status, o.date, o.note.en, o.note.zh, o.source.en, o.source.zh
            )
            for o in one.values
        }  # fmt: skip
        same(found, told)
        assert len(rows_of(f"data/{one.id}.csv")) == len(one.values)
    assert [row["id"] for row in rows_of("statuses.csv")] == list(STATUSES)
    assert {row["adcode"]: row["name_zh"] for row in rows_of("places.csv")} == {
        adcode: name.zh for adcode, name in NAMES.items()
    }


def test_the_descriptor_says_what_the_labels_say() -> None:
    descriptor = json.loads(package()["datapackage.json"])
    assert descriptor["profile"] == "tabular-data-package"
    assert descriptor["version"] == geo.__version__
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert [*resources] == ["indicators", "places", "statuses", *(one.id for one in CATALOGUE)]
    assert {resource["path"] for resource in resources.values()} | {"datapackage.json"} == set(
        package()
    )
    for indicator in CATALOGUE:
        resource, source = resources[indicator.id], indicator.source
        assert (resource["title"], resource["title_zh"]) == (indicator.title.en, indicator.title.zh)
        assert resource["licenses"][0]["title"] == source.licence.en
        assert resource["sources"][0]["title"] == source.citation.en
        assert resource["sources"][0]["title_zh"] == source.citation.zh
        assert resource["sources"][0].get("path", "") == source.url
        assert resource.get("vintage_en", "") == indicator.vintage.en
        assert resource.get("trust", "") == indicator.trust
        for note in indicator.notes:
            assert note.en in resource["description"]
            assert note.zh in resource["description_zh"]
    assert {licence["name"] for r in resources.values() for licence in r["licenses"]} >= {
        "MIT", "notspecified"
    }  # fmt: skip


def problems(files: Mapping[str, bytes], folder: Path) -> set[str]:
    """What is wrong with a data package, found by the package of those who wrote the standard."""
    from frictionless import Package

    limit = csv.field_size_limit()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    report = Package(str(folder / "datapackage.json")).validate()
    csv.field_size_limit(limit)  # which that package lifts for all
    assert report.stats["tasks"] == len(files) - 1
    assert report.valid == (not report.flatten(["type"]))
    return {kind for (kind,) in report.flatten(["type"])}


def test_the_data_package_is_one(tmp_path: Path) -> None:
    """Descriptor, types, keys, references, sizes and hashes."""
    assert problems(package(), tmp_path) == set()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"440000,2020,1,reported,,,,,\n", "primary-key"),
        (b"990000,2020,1,reported,,,,,\n", "foreign-key"),
        (b"330000,2021,1,rumoured,,,,,\n", "foreign-key"),
        (b"330000,2021,many,reported,,,,,\n", "type-error"),
    ],
)
def test_a_fault_in_a_data_package_would_be_found(tmp_path: Path, line: bytes, fault: str) -> None:
    """So that the test above can fail."""
    small = export_catalogue("zip", indicators=[read_indicator("ccid-projects")])
    files = unzipped(small)
    files["data/ccid-projects.csv"] += line
    assert problems(files, tmp_path) == {"hash-count", "byte-count", fault}


@pytest.mark.parametrize("file_format", CATALOGUE_FORMATS)
def test_the_same_catalogue_gives_the_same_bytes(file_format: str) -> None:
    some = [read_indicator(name) for name in ("ccid-projects", "area-stated", "gdp")]
    one, two = (export_catalogue(file_format, indicators=some) for _ in range(2))
    assert one == two


def test_the_rows_of_indicators_say_what_is_covered() -> None:
    rows = {row["id"]: row for row in indicator_rows(CATALOGUE)}
    row = rows["population"]
    assert (row["places"], row["expected"], row["without"].en) == (31, 31, "")
    assert row["periods"].split() == [str(year) for year in range(2005, 2025)]
    assert rows["gdp"]["gaps"].en == "Tibet 2012 2013 2014 2015"
    assert rows["gdp"]["gaps"].zh == "西藏 2012 2013 2014 2015"
    assert rows["population-density"]["numerator"] == "population"
    assert rows["population-density"]["denominator"] == "area-stated"
    assert sum(row["figures"] for row in rows.values()) == sum(
        coverage_of(indicator).figures for indicator in CATALOGUE
    )


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UnknownNameError, match="unknown format 'csv'"):
        export_catalogue("csv")
