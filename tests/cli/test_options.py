"""Groups of options: a verb takes them as one object, and the command line shows each."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated

import click
import pytest
from click.testing import CliRunner

from geo.cli.join import join
from geo.cli.options import Argument, Option, Options, command, gathered
from geo.cli.render import render
from geo.cli.table import TableOptions
from geo.model.errors import GeoError
from geo.tables.indicator import join_work
from geo.tables.saved import to_saved
from geo.tables.work import Choices, Work

TABLE = "地区,年份,数,别的\n安徽,2020,1,5\n广东,2020,2,6\nShangdong,2020,3,7\n"


@dataclass(frozen=True)
class Shape(Options):
    size: Annotated[int, Option(help="How large.")] = 3
    open_ended: Annotated[bool, Option("--open-ended")] = False
    with_: Annotated[list[str] | None, Option("--with")] = None


@gathered
def draw(
    name: Annotated[str, Argument("What to draw.")],
    *,
    shape: Shape,
    note: Annotated[str, Option(help="What to add.")] = "none",
) -> None:
    """Draw a thing."""
    click.echo(f"{name} {shape} {note} {shape.said()}")


program = command(draw)


def test_a_group_is_one_object_made_from_its_options() -> None:
    ran = CliRunner().invoke(
        program, ["x", "--size", "4", "--with", "a", "--with", "b", "--open-ended"]
    )
    asked = Shape(4, True, ["a", "b"])
    assert ran.output == f"x {asked} none ['--size', '--open-ended', '--with']\n"
    ran = CliRunner().invoke(program, ["x", "--note", "y"])
    assert ran.output == f"x {Shape()} y []\n"


def test_its_options_are_told_and_checked_like_any_other() -> None:
    told = CliRunner().invoke(program, ["--help"]).output
    assert "How large.  [default: 3]" in told
    assert told.index("--size") < told.index("--open-ended") < told.index("--note")
    assert "shape" not in told
    assert CliRunner().invoke(program, ["x", "--size", "large"]).exit_code == 2


def test_no_two_options_have_one_name() -> None:
    def twice(*, shape: Shape, size: int = 1) -> None: ...

    with pytest.raises(ValueError, match="size"):
        gathered(twice)


@pytest.mark.parametrize("verb", [render, join])
def test_a_table_is_read_with_the_same_options_by_every_verb(verb: object) -> None:
    assert callable(verb)
    options = inspect.signature(verb).parameters
    for field in fields(TableOptions):
        assert options[field.name].default == field.default


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_options_become_choices(table: Path) -> None:
    options = TableOptions(
        sheet="t.csv", header="1", key="地区", value="数", aggregate="sum", where=["数>1"],
        sector="5g", sector_column="别的", period_column="None", duplicates="last",
        fix=["Shangdong=山东", "x="], boundaries="regions",
    )  # fmt: skip
    with pytest.raises(GeoError, match="unknown place '山东'"):  # no region is called so
        options.work(table)
    assert replace(options, boundaries="provinces").work(table).choices == Choices(
        sheet="t.csv", header=(1,), key="地区", value="数", aggregate="sum", where=("数>1",),
        sector="5g", sector_column="别的", period_column="", duplicates="last",
        fixes={"Shangdong": "370000", "x": ""}, boundaries="provinces",
    )  # fmt: skip


def test_saved_work_keeps_what_the_options_do_not_say(table: Path, tmp_path: Path) -> None:
    work = TableOptions(key="地区", value="数", fix=["Shangdong=370000"]).work(table)
    saved = tmp_path / "t.atlas.json"
    saved.write_bytes(to_saved(work))
    assert TableOptions().work(saved) == work
    other = TableOptions(value="别的", period_column="年份").work(saved)
    assert other.choices == replace(work.choices, value="别的", period_column="年份")
    assert join_work(other).report.matched_rows == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (TableOptions(fix=["Shangdong"]), "no spelling and place"),
        (TableOptions(fix=["=370000"]), "no spelling and place"),
        (TableOptions(header="third"), "third"),
        (TableOptions(crs="EPSG:4326"), "only for a boundary file"),
        (TableOptions(boundaries="no.zip"), "no.zip"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    table: Path, options: TableOptions, message: str
) -> None:
    with pytest.raises(GeoError, match=message):
        options.work(table)


def test_a_boundary_file_of_ones_own_is_read_with_its_crs(table: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "mine.geojson"
    shapes.write_bytes(b"{}")
    saved = Work(TableOptions().work(table).workbook)
    (tmp_path / "t.atlas.json").write_bytes(to_saved(saved))
    options = TableOptions(boundaries=str(shapes), crs="EPSG:4490")
    work = options.work(tmp_path / "t.atlas.json")
    assert work.boundary_file is not None
    assert (work.boundary_file.name, work.boundary_file.crs) == ("mine.geojson", "EPSG:4490")
    assert work.choices.boundaries == ""
