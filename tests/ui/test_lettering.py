"""The labels of the picture on the export tab, without a browser: what becomes of one, and the file
for the command line."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from geo.draw.label_changes import LabelChange, read_label_changes
from geo.export.choices import ExportChoices
from geo.export.label_file import to_label_file
from geo.export.previews import preview
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.model.maps import Choropleth
from tests.pictures import a_map
from tests.ui.test_export_panel import check, choices, open_export


def _proto(app: AppTest) -> Any:
    (proto,) = (
        element.proto
        for element in app.get("bidi_component")
        if element.proto.component_name == "atlas_lettering"
    )
    return proto


def labels(app: AppTest) -> dict[str, Any]:
    """What the browser is told."""
    found: dict[str, Any] = json.loads(zlib.decompress(_proto(app).bytes))
    return found


def texts(app: AppTest) -> dict[str, str]:
    return {handle["place"]: handle["text"] for handle in labels(app)["handles"]}


def act(app: AppTest, **said: Any) -> AppTest:
    """Tell the app as the browser does."""
    states = app._tree.get_widget_states()
    proto = _proto(app)
    states.widgets.add(id=proto.id, json_value=json.dumps({"act": said}))
    return app._run(states)


def test_each_label_has_a_handle_where_it_stands() -> None:
    found = preview(a_map("gdp-2020")).labels
    assert len({handle.place for handle in found.handles}) == 34
    assert found.drawing.count('id="handle-') == len(found.handles)
    for handle in found.handles:
        assert handle.box.within(found.room)


def test_a_moved_label_stands_where_it_is_put() -> None:
    for choice in (
        {"arrangement": "map"}, {"arrangement": "tiles"}, {"arrangement": "dorling"},
    ):  # fmt: skip
        picture = build(MapRequest("gdp-2020", **choice))  # type: ignore[arg-type]
        for move in ((0.2, 0.05), (0.01, -0.01)):
            kept = ExportChoices().with_changes([LabelChange("630000", move=move)], picture)
            found = preview(picture, style=kept.style(picture)).labels
            (handle,) = (one for one in found.handles if one.place == "630000")
            x, y = handle.box.centre
            assert abs((x - handle.point[0]) / 1080 - move[0]) < 1e-6
            assert abs((y - handle.point[1]) / 1080 - move[1]) < 1e-6


def test_words_of_ones_own_stay_on_their_map() -> None:
    picture, other = a_map("gdp-2020"), a_map("gdp-2020", "zh")
    changes = [
        LabelChange("630000", text="Ours", move=(0.1, 0.1)),
        LabelChange("650000", drop=True),
        LabelChange("540000", text="Xizang"),
    ]
    kept = ExportChoices().with_changes(changes, picture)
    assert kept.changes_on(picture) == tuple(changes)
    assert kept.changes_on(other) == (
        LabelChange("630000", move=(0.1, 0.1)), LabelChange("650000", drop=True),
    )  # fmt: skip


def test_the_file_is_what_the_command_line_reads(tmp_path: Path) -> None:
    picture: Choropleth = a_map("gdp-2020")
    changes = (
        LabelChange("630000", text='Two\nlines, "quoted"', move=(0.05, -0.0301)),
        LabelChange("650000", drop=True),
    )
    path = tmp_path / "labels.toml"
    path.write_bytes(to_label_file(changes, picture.layer.boundaries.names))
    assert "Xinjiang" in path.read_text(encoding="utf-8")
    assert read_label_changes(path, picture.layer.boundaries) == changes


def test_acts_change_the_picture_and_can_be_undone() -> None:
    app = open_export(lang="en", indicator="gdp-2020")
    assert texts(app)["630000"] == "Qinghai"
    first = labels(app)
    assert not first["changed"]
    act(app, what="move", place="630000", move=[0.1, 0.1])
    check(app)
    act(app, what="text", place="630000", text="Koko Nor")
    check(app)
    assert texts(app)["630000"] == "Koko Nor"
    assert choices(app).labels_changed == (LabelChange("630000", text="Koko Nor", move=(0.1, 0.1)),)
    act(app, what="drop", place="650000")
    assert "650000" not in texts(app)
    act(app, what="undo")
    assert "650000" in texts(app)
    act(app, what="text", place="630000", text=" ")
    assert texts(app)["630000"] == "Qinghai"
    assert choices(app).labels_changed == (LabelChange("630000", move=(0.1, 0.1)),)
    act(app, what="reset")
    assert labels(app)["handles"] == first["handles"]
    act(app, what="nonsense", place="630000")
    check(app)


def test_a_label_that_leaves_the_picture_can_be_taken_back() -> None:
    app = open_export(lang="en", indicator="gdp-2020")
    act(app, what="move", place="630000", move=[15.0, 0.0])
    assert app.error
    app.button(key="lettering undo map").click().run()
    check(app)
    act(app, what="move", place="630000", move=[50.0, 0.0])
    assert "short sides" in app.error[0].value
    app.run()
    check(app)
