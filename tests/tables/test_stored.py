"""Files of the program's own: what they hold is what their schemas say, and what is wrong in one is
told by its name and value."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest

from geo.draw.style import Style
from geo.export.jobs import Entry, batch_schema, to_work
from geo.indicators.scenario import Scenario, scenario_schema, scenario_to_json
from geo.maps.request import MapRequest
from geo.model.stored import (
    LEFT_OUT,
    FieldError,
    LeftOut,
    parse_json,
    schema_of,
    to_json,
    value_of,
)
from geo.model.text import Text
from geo.registers.count import Columns
from geo.registers.count_report import report, report_json, report_schema
from geo.registers.synthetic_file import register_bytes
from geo.registers.upload import take_register
from geo.registers.upload_count import Asked, count_register
from geo.tables.indicator import join_work
from geo.tables.saved import SavedError, open_saved, saved_schema, to_saved
from geo.tables.work import BoundaryUpload, Choices, Look, Work, open_bytes
from tests import schema_files
from tests.export.test_batch import TOML

ROOT = Path(__file__).parents[2]


def fits(content: bytes, schema: dict[str, Any]) -> None:
    """That a file is what its schema says."""
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(content), schema, jsonschema.Draft202012Validator)


# -- the schemas


@pytest.mark.parametrize("name", schema_files.SCHEMAS)
def test_a_published_schema_is_what_the_program_reads(name: str) -> None:
    assert (schema_files.FOLDER / name).read_text("utf-8") == schema_files.content(name)


def test_nothing_else_is_published_as_a_schema() -> None:
    assert {path.name for path in schema_files.FOLDER.iterdir()} == set(schema_files.SCHEMAS)


def a_table(**choices: Any) -> Work:
    workbook = open_bytes("省份,项目数\n安徽,280\n河北,3\n".encode(), "项目.csv")
    return Work(workbook, Choices(**choices))


def test_saved_work_fits_its_schema() -> None:
    upload = BoundaryUpload("own.geojson", b"\x00\xff", crs="EPSG:4326")
    asked = a_table(fixes={"皖": "340000"}, where=("项目数>1",), kind="count")
    for work in (asked, Work(asked.workbook, asked.choices, upload)):
        content = to_saved(work)
        fits(content, saved_schema())
        assert open_saved(content) == work
    fits(to_saved(a_table(), join_work(a_table()).reading), saved_schema())


def test_saved_work_keeps_how_its_map_is_drawn_and_the_scenario() -> None:
    look = Look(
        period="2020", scheme="manual", k=7, edges=(0.0, 1.5, 3.0), classes_of="all",
        palette="greens", place="340000", export={"title": "标题", "crop": ["340000"]},
    )  # fmt: skip
    work = replace(a_table(), look=look, scenario=Scenario(718_000, by="own"))
    content = to_saved(work)
    fits(content, saved_schema())
    assert open_saved(content) == work


def test_saved_work_of_before_has_the_suggested_look() -> None:
    content = json.loads(to_saved(a_table()))
    del content["look"], content["scenario"]
    opened = open_saved(json.dumps(content).encode())
    assert (opened.look, opened.scenario) == (Look(), None)


@pytest.mark.parametrize(
    "look", [{"k": "five"}, {"edges": ["x"]}, {"classes_of": "some"}, {"export": []}]
)
def test_a_look_that_is_none_is_told(look: dict[str, Any]) -> None:
    content = json.loads(to_saved(a_table())) | {"look": look}
    with pytest.raises(SavedError, match=f"look.{next(iter(look))}"):
        open_saved(json.dumps(content).encode())


def test_a_scenario_fits_its_schema() -> None:
    fits(scenario_to_json(Scenario(718_000, by="gdp-2020", unit_cost=1.5)), scenario_schema())


def test_a_batch_fits_its_schema() -> None:
    request = MapRequest("gdp-2020", scheme="manual", edges=(0.0, 5.0), language="zh")
    style = Style(theme="dark", highlight=("340000",), letters="text")
    (content,) = to_work(request, style).values()
    fits(content, batch_schema())
    fits(json.dumps(tomllib.loads(TOML)).encode(), batch_schema())


def test_a_job_has_a_key_for_all_that_a_map_and_its_style_have() -> None:
    keys = {f.name for kind in (MapRequest, Style) for f in fields(kind)} - {"language"}
    keys -= {"palettes", "size_unit"}  # which the brand and the size bring along
    assert {f.name for f in fields(Entry)} == keys | {
        "lang",
        "format",
        "name",
        "periods",
        "by_province",
        "slides",
    }


@pytest.mark.parametrize("by", [Columns(), Columns("lon", "lat", "operator", "sites", "opened")])
def test_the_report_of_a_count_fits_its_schema(by: Columns) -> None:
    register = take_register(register_bytes(200), "stations.csv")
    assert register is not None
    count = count_register(register, Asked("wgs84", by)).count
    asked = {"category", "period", "weight"}
    content = report_json(count)
    for file in (content, json.dumps(report(count)).encode()):
        fits(file, report_schema())
        assert json.loads(file).keys() & asked == (asked if by.category else set())
    assert json.loads(content)["files"][0]["file"] == "stations.csv"


@pytest.mark.parametrize(
    ("content", "schema"),
    [
        ({"jobs": []}, batch_schema()),
        ({"jobs": [{"theme": "blue"}]}, batch_schema()),
        ({"jobs": [{"colour": "blue"}]}, batch_schema()),
        ({"kind": "province-atlas-scenario", "total": "x"}, scenario_schema()),
        ({"kind": "province-atlas-scenario", "total": 1, "more": 1}, scenario_schema()),
        ({"format": "province-atlas-work", "version": 1}, saved_schema()),
        ({"rows": 1}, report_schema()),
    ],
)
def test_a_schema_refuses_what_is_none(content: Any, schema: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        fits(json.dumps(content).encode(), schema)


# -- what is wrong


@dataclass(frozen=True)
class Inner:
    name: str
    data: bytes = b""


@dataclass(frozen=True)
class Outer:
    """Something to store; see :func:`fits`."""

    inner: tuple[Inner, ...]
    kind: Literal["a", "b"] | None = None
    words: dict[str, str] = field(default_factory=dict)
    size: float = 0.0
    more: str | LeftOut = LEFT_OUT


@pytest.mark.parametrize(
    ("content", "en", "zh"),
    [
        ([], "the file is [], and must be an object", "文件为[]，应为对象"),
        ({}, "the file has no 'inner'", "文件缺少“inner”"),
        ({"inner": [{"name": "x"}, {}]}, "inner[1] has no 'name'", "inner[1]缺少“name”"),
        ({"inner": [{"name": 5}]}, "inner[0].name is 5, and must be a text",
         "inner[0].name为5，应为文字"),
        ({"inner": [], "kind": "c"}, "kind is 'c', which is not allowed there",
         "kind为'c'，此处不允许"),
        ({"inner": [], "kind": 1}, "kind is 1, and must be a text or null",
         "kind为1，应为文字或null"),
        ({"inner": [], "words": {"a.b": 1}}, "words is {'a.b': 1}, and must be a text",
         "words为{'a.b': 1}，应为文字"),
        ({"inner": [], "size": True}, "size is True, and must be a number",
         "size为True，应为数字"),
        ({"inner": [{"name": "x", "data": "%"}]},
         "inner[0].data is '%', which is not allowed there", "inner[0].data为'%'，此处不允许"),
        ({"inner": [], "other": 1},
         "'other' is unknown; known are inner, kind, words, size, more",
         "“other”未知；可用的有inner、kind、words、size、more"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_name_and_value(content: Any, en: str, zh: str) -> None:
    with pytest.raises(FieldError) as caught:
        value_of(content, Outer, closed=True)
    assert caught.value.fault == Text(en, zh)


def test_what_is_written_is_read_again() -> None:
    value = Outer((Inner("名", b"\x00\xff"),), "a", {"k": "v"}, 1.5)
    for indent in (None, 1):
        content = to_json(value, indent=indent)
        assert value_of(parse_json(b"\xef\xbb\xbf" + content), Outer, closed=True) == value
        assert b"more" not in content
    assert value_of({"inner": [], "other": 1}, Outer) == Outer(())


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 10**5, b"NaN", b'"\\ud800"'])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(content)


def test_a_schema_tells_in_plain_words() -> None:
    schema = schema_of(Outer, title="Something", closed=True)
    assert schema["description"] == "Something to store; see `fits`."
    assert (schema["title"], schema["required"]) == ("Something", ["inner"])


# -- files of older programs


def test_work_that_an_older_program_saved_opens() -> None:
    """As version 1 wrote it first: ``period`` for the column, and the file's name before sheets."""
    content = {
        "format": "province-atlas-work", "version": 1,
        "choices": {"key": "省份", "period": "年份", "header": [1], "fixes": {"皖": "340000"}},
        "file": {
            "name": "t.csv", "encoding": "gbk", "separator": ",",
            "notes": [{"en": "A note.", "zh": "说明。"}],
            "sheets": [{"name": "", "rows": [["省份 ", "年份"], ["安徽", "2020"]],
                        "merged": [[0, 0, 1, 0]], "states_merged": True}],
        },
        "boundaries": {"name": "b.zip", "data": "AP8=", "crs": None, "code": "id", "label": None},
    }  # fmt: skip
    opened = open_saved(json.dumps(content).encode())
    assert opened.choices == Choices(
        key="省份", period_column="年份", header=(1,), fixes={"皖": "340000"}
    )
    assert opened.workbook.sheets[0].rows == (("省份", "年份"), ("安徽", "2020"))
    assert opened.boundary_file == BoundaryUpload("b.zip", b"\x00\xff", code="id")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": True}, "version is True"),
        ({"version": "1"}, "its version is '1'"),
        ({"file": {}}, r"file has no 'name'"),
        ({"choices": {"kind": "sum"}}, "choices.kind is 'sum'"),
        ({"choices": {"header": ["1"]}}, r"choices.header\[0\] is '1', and must be a whole number"),
        ({"choices": []}, r"choices is \[\], and must be an object"),
    ],
)
def test_damaged_work_says_what_is_damaged(change: dict[str, Any], message: str) -> None:
    content = json.loads(to_saved(a_table())) | change
    with pytest.raises(SavedError, match=message):
        open_saved(json.dumps(content).encode())


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([], "there is no sheet"),
        ([{"name": "", "rows": [[" "]]}], "a sheet has no cells with text"),
        ([{"name": "", "rows": [["x"]], "merged": [[1, 0, 0, 0]]}],
         r"a merged range is \[1, 0, 0, 0\]"),
    ],
)  # fmt: skip
def test_sheets_that_cannot_be_read_are_refused(sheets: list[Any], message: str) -> None:
    content = json.loads(to_saved(a_table()))
    content["file"]["sheets"] = sheets
    with pytest.raises(SavedError, match=message):
        open_saved(json.dumps(content).encode())
