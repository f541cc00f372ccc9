"""The export tab and the batch, through streamlit's AppTest."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.draw.style import LABELS, LEGEND_DETAILS, LEGENDS, PRESETS, THEMES
from tests.slow import up_to
from tests.ui.test_pages import open_page


def preview(app: AppTest) -> Any:
    """Turn the preview on; without an error it is there."""
    return app.toggle(key="preview").set_value(True).run()


def check(app: AppTest) -> None:
    assert not app.exception
    assert not app.error
    assert len(app.get("image")) == 1


@pytest.mark.slow(reads=up_to("ui"))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_choice_has_words_and_draws(lang: str) -> None:
    app = preview(open_page(lang=lang, indicator="gdp-2020"))
    for name, options in {
        "theme": THEMES, "labels": LABELS, "legend": LEGENDS, "detail": LEGEND_DETAILS,
        "size": ("square",),
    }.items():  # fmt: skip
        box = app.selectbox(key=f"{name} {lang}")
        assert len(set(box.options)) == len(box.options)
        box.select(options[-1]).run()
        check(app)
    assert len(app.selectbox(key=f"size {lang}").options) == len(PRESETS) + 1


def test_places_circles_and_maps_beside() -> None:
    app = preview(open_page(lang="zh", indicator="gdp-per-person"))
    app.multiselect(key="highlight zh").select("340000").run()
    check(app)
    app.multiselect(key="crop zh").select("340000").select("320000").run()
    check(app)
    app.multiselect(key="highlight zh").set_value([]).run()
    app.multiselect(key="crop zh").set_value([]).run()
    app.selectbox(key="circles zh").select("population-2020").run()
    check(app)
    app.multiselect(key="beside zh").select("gdp-2020").run()
    check(app)
    app.toggle(key="open_ended").set_value(True).run()
    check(app)
    app.toggle(key="strip").set_value(True).run()
    assert "多幅" in app.error[0].value  # a strip needs one map
    assert not app.exception


def test_sizes_of_ones_own() -> None:
    app = preview(open_page(lang="en", indicator="ccid-projects"))
    app.selectbox(key="size en").select("own").run()
    check(app)
    for size, message in (
        ("0x0", "0 x 0 pixels"), ("9x9in", ""), ("big", "no width x height"),
    ):  # fmt: skip
        app.text_input(key="own_size").set_value(size).run()
        assert not app.exception
        assert [message in error.value for error in app.error] == [True] * bool(message)


@pytest.mark.slow(reads=up_to("ui"))
def test_many_pictures_at_once() -> None:
    app = open_page(lang="en")
    app.multiselect(key="batch en").select("area").select("gdp-2020").run()
    app.selectbox(key="batch_format en").select("svg").run()
    app.button(key="batch_draw").click().run()
    assert not app.exception
    assert not app.error
    labels = [button.proto.label for button in app.get("download_button")]
    assert "Download 4 pictures (ZIP)" in labels
