"""A boundary file of the user's own on *Your data*: asked for alike of tables and registers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from geo.registers.synthetic_file import register_bytes
from tests.ui import test_points
from tests.ui.test_data import run, shown

NAMES = ("甲", "乙")


def own_places() -> bytes:
    """Two squares over the east of China, named in one column and again in another."""
    features = []
    for number, name in enumerate(NAMES):
        west = 100 + 15 * number
        ring = [[west, 20], [west + 15, 20], [west + 15, 45], [west, 45], [west, 20]]
        features.append(
            {
                "type": "Feature",
                "properties": {"id": f"p{number}", "name": name, "other": f"第{number}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def give(app: AppTest, key: str) -> AppTest:
    chooser_of(app, key).upload("own.geojson", own_places(), "application/geo+json")
    return run(app)


def chooser_of(app: AppTest, key: str) -> Any:
    """The list of files, which is another after each."""
    (found,) = (
        one for one in app.file_uploader if (one.key or "").startswith(f"{key} boundary file")
    )
    return found


def names_of(app: AppTest) -> set[str]:
    done: Any = app.session_state["own done"]
    return {name.zh for name in done.reading.boundaries.names.values()}


def test_a_table_is_joined_with_places_of_the_users_own() -> None:
    app = give(shown("地方,数\n甲,1\n乙,2\n"), "own")
    assert not app.error
    assert names_of(app) == set(NAMES)
    work = app.session_state["own work"]
    app.session_state["own work"] = replace(work, choices=replace(work.choices, key="地方"))
    run(app)
    app.text_input(key="own boundary label").set_value("other")
    run(app)
    work = app.session_state["own work"]
    assert work.boundary_file.label == "other"
    assert work.choices.key == "地方"  # the same file, read otherwise
    app.text_input(key="own boundary label").set_value("")
    run(app)
    app.button(key="own boundary drop").click()
    run(app)
    work = app.session_state["own work"]
    assert (work.boundary_file, work.choices.key) == (None, None)


def test_a_register_is_counted_by_places_of_the_users_own() -> None:
    app = test_points.shown(register_bytes(60))
    test_points.choose_datum(app, "wgs84")
    give(app, "own register")
    assert not app.error
    assert names_of(app) == set(NAMES)
    app.text_input(key="own register boundary label").set_value("other")
    run(app)
    assert names_of(app) == {"第0", "第1"}
    app.button(key="own register boundary drop").click()
    run(app)
    assert app.session_state["own register asked"].boundary_file is None
    assert len(names_of(app)) == 34


def test_a_boundary_file_that_cannot_be_read_changes_nothing() -> None:
    app = give(shown("地方,数\n甲,1\n乙,2\n"), "own")
    before = app.session_state["own work"]
    chooser = chooser_of(app, "own")
    chooser.upload("other.geojson", b"no json", "application/geo+json")
    run(app)
    assert "other.geojson" in app.error[0].value.replace("\\", "")
    assert app.session_state["own work"] == before
    assert not chooser_of(app, "own").value
    assert names_of(app) == set(NAMES)
