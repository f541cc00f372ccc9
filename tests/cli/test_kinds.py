"""Kinds of maps and annotations from the command line, a batch file and a notebook: the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.cli.program import program
from geo.export.data import to_json
from geo.export.jobs import draw_job, make_jobs
from geo.maps import MapRequest
from geo.maps import build as build_map

KINDS: list[tuple[list[str], dict[str, Any]]] = [
    (["--arrangement", "tiles"], {"arrangement": "tiles"}),
    (
        ["--arrangement", "dorling", "--sized-by", "population-2020"],
        {"arrangement": "dorling", "sized_by": "population-2020"},
    ),
    (["--against", "population-density"], {"against": "population-density"}),
]


@pytest.mark.parametrize(("options", "wish"), KINDS)
def test_every_way_draws_the_same(options: list[str], wish: dict[str, Any], tmp_path: Path) -> None:
    wanted = json.loads(json.dumps(to_json(build_map(MapRequest("gdp-per-person", **wish)))))
    path = tmp_path / "map.json"
    program(["render", "gdp-per-person", *options, "-o", str(path)], standalone_mode=False)
    assert json.loads(path.read_text("utf-8")) == wanted
    (job,) = make_jobs(
        {"jobs": [{"indicator": "gdp-per-person", "format": "json", **wish}]}, where="jobs"
    )
    assert json.loads(draw_job(job)) == wanted
    shown = geo.build("gdp-per-person", **wish)
    assert json.loads(json.dumps(to_json(shown.choropleth))) == wanted


def test_annotations_come_from_a_file(tmp_path: Path) -> None:
    notes, path = tmp_path / "notes.toml", tmp_path / "map.svg"
    notes.write_text('[[annotations]]\ntext = "Here it is"\nplace = "Hubei"\n', encoding="utf-8")
    asked = ["render", "gdp-2020", "--labels", "none", "--size", "900x700"]
    program([*asked, "--annotations", str(notes), "-o", str(path)], standalone_mode=False)
    assert "Here it is" in path.read_text("utf-8")
