"""The export tab and the batch, through streamlit's AppTest."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.draw.style import (
    LABELS,
    LEGEND_DETAILS,
    LEGEND_PLACES,
    LEGENDS,
    MEDIA,
    PRESETS,
    THEMES,
)
from geo.export.honoured import as_honoured
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from tests.slow import up_to
from tests.ui.test_pages import open_page, open_part


def open_export(**address: str) -> AppTest:
    return open_part(open_page(**address), "export")


def check(app: AppTest) -> None:
    """There is a picture, and nothing is wrong with it."""
    assert not app.exception
    assert not app.error
    assert len(app.get("image")) == 1


def choices(app: AppTest) -> Any:
    return app.session_state["export choices map"]


@pytest.mark.slow(reads=up_to("ui"))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_choice_has_words_and_draws(lang: str) -> None:
    app = open_export(lang=lang, indicator="gdp-2020")
    check(app)
    for name, options in {
        "theme": THEMES, "labels": LABELS, "legend": LEGENDS, "detail": LEGEND_DETAILS,
        "legend_place": LEGEND_PLACES, "notes": ("short",), "medium": MEDIA, "size": ("square",),
    }.items():  # fmt: skip
        box = app.selectbox(key=f"export map {name} {lang}")
        assert len(set(box.options)) == len(box.options)
        box.select(options[-1]).run()
        box = app.selectbox(key=f"export map {name} {lang}")
        assert box.value == options[-1]
        check(app)
        assert getattr(choices(app), name) == box.value
    assert len(app.selectbox(key=f"export map size {lang}").options) == len(PRESETS) + 1


def test_places_circles_and_maps_beside() -> None:
    app = open_export(lang="zh", indicator="gdp-per-person")
    app.multiselect(key="export map highlight zh").select("340000").run()
    check(app)
    app.multiselect(key="export map crop zh").select("340000").select("320000").run()
    check(app)
    app.multiselect(key="export map highlight zh").set_value([]).run()
    app.multiselect(key="export map crop zh").set_value([]).run()
    app.selectbox(key="export map circles zh").select("population-2020").run()
    check(app)
    app.multiselect(key="export map beside zh").select("gdp-2020").run()
    check(app)
    app.toggle(key="export map open_ended zh").set_value(True).run()
    check(app)
    app.toggle(key="export map strip zh").set_value(True).run()
    assert "多幅" in app.error[0].value  # a strip needs one map
    assert not app.exception


def test_sizes_of_ones_own() -> None:
    app = open_export(lang="en", indicator="ccid-projects")
    app.selectbox(key="export map size en").select("own").run()
    check(app)
    for size, message in (
        ("0x0", "0 x 0 pixels"), ("9x9in", ""), ("big", "no width x height"),
    ):  # fmt: skip
        app.text_input(key="export map own_size en").set_value(size).run()
        assert not app.exception
        assert [message in error.value for error in app.error] == [True] * bool(message)


@pytest.mark.slow(reads=up_to("ui"))
def test_many_pictures_at_once() -> None:
    app = open_page(lang="en")
    assert not any("batch" in box.key for box in app.multiselect)  # it is closed, and does not run
    open_part(app, "batch").multiselect(key="batch en").select("area").select("gdp-2020").run()
    app.selectbox(key="batch_format en").select("svg").run()
    app.button(key="batch_draw").click().run()
    assert not app.exception
    assert not app.error
    labels = [button.proto.label for button in app.get("download_button")]
    assert "Download 4 pictures (ZIP)" in labels


def test_choices_stay_when_the_tab_is_closed_and_can_be_stored() -> None:
    app = open_export(lang="en", indicator="gdp-2020")
    app.selectbox(key="export map theme en").select("dark").run()
    app.multiselect(key="export map highlight en").select("340000").run()
    app.text_input(key="export map title en").set_value("Ours").run()
    open_part(app, "table")
    assert len(app.get("image")) == 0
    app.query_params["indicator"] = "area"
    app.run()
    app.session_state["lang"] = "zh"
    open_part(app, "export")
    assert app.selectbox(key="export map theme zh").value == "dark"
    assert app.multiselect(key="export map highlight zh").value == ["340000"]
    assert app.text_input(key="export map title zh").value == "Ours"
    check(app)


def storing(values: dict[str, Any]) -> dict[str, Any]:
    """What is stored of choices that were taken over; other pages keep their own."""
    script = AppTest.from_function(_store, args=(values,)).run()
    assert not script.exception
    found: dict[str, Any] = script.session_state["stored"]
    return found


def _store(values: dict[str, object]) -> None:
    import streamlit as st

    from geo.model import GeoError
    from geo.ui.export_choices import export_choices, take_export_choices

    try:
        take_export_choices(values, "data")
    except GeoError as error:
        st.session_state["stored"] = {"said": error.told("en"), "kept": export_choices("data")}
    else:
        st.session_state["stored"] = export_choices("data")
    assert export_choices("map") == {}


def test_stored_choices_are_plain_values_and_come_back() -> None:
    chosen = {"theme": "grey", "crop": ["340000"], "strip": True, "dpi": 150, "size": "own"}
    assert storing(chosen) == chosen
    assert json.loads(json.dumps(storing(chosen))) == chosen
    assert storing({}) == {}


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"colour": "red"}, {"strip": "yes"}])
def test_stored_choices_that_are_not_understood_are_told(wrong: dict[str, Any]) -> None:
    stored = storing(wrong)
    assert stored["kept"] == {}
    assert next(iter(wrong)) in stored["said"]


def alt(app: AppTest) -> str:
    """The picture in words."""
    return str(app.get("image")[0].proto.imgs[0].alt)


def test_numbers_and_notes_are_as_chosen() -> None:
    app = open_export(lang="en", indicator="gdp-2020")
    units = app.selectbox(key="export map unit en").options
    assert len(units) > 2
    app.selectbox(key="export map unit en").select("trillion yuan").run()
    check(app)
    app.selectbox(key="export map decimals en").select("3").run()
    check(app)
    assert "110,760.9" not in alt(app)
    assert "trillion yuan" in alt(app)
    app.selectbox(key="export map decimals en").select("0").run()
    assert "decimals" in app.error[0].value  # too few to tell the classes apart
    app.selectbox(key="export map decimals en").select("").run()
    app.selectbox(key="export map notes en").select("own").run()
    app.text_input(key="export map own_notes en").set_value("Ours alone.").run()
    check(app)
    assert choices(app).request(MapRequest("gdp-2020")).notes == "Ours alone."
    # Another map has other units.
    app.query_params["indicator"] = "area"
    app.run()
    check(app)


def test_letters_and_bleed_are_as_chosen() -> None:
    app = open_export(lang="zh", indicator="gdp-2020")
    app.number_input(key="export map text_size zh").set_value(1.4).run()
    check(app)
    app.number_input(key="export map bleed zh").set_value(3.0).run()
    check(app)
    style = choices(app).style(build(MapRequest("gdp-2020")))
    assert (style.text_size, style.bleed) == (1.4, 3.0)
    assert as_honoured(style, "pdf").bleed == 3.0
    assert as_honoured(style, "png") == replace(style, bleed=0.0)
