"""A register on the page *Your data*, through streamlit's AppTest: what is asked, said and kept."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo.registers.synthetic_file import register_bytes
from geo.registers.upload import Register, take_register
from geo.registers.upload_count import Asked
from tests.ui.shown import choose, data_of
from tests.ui.test_data import run
from tests.ui.test_pages import everything


def shown(data: bytes, language: str = "en", name: str = "stations.csv") -> AppTest:
    """The page alone, with a register in it."""

    def script() -> None:
        from geo.ui import data, widgets

        widgets.choose_language()
        with widgets.errors_as_messages():
            data.show()

    register = take_register(data, name)
    assert register is not None
    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["lang"] = language
    app.session_state["own register"] = register
    app.session_state["own register asked"] = Asked(columns=register.columns)
    return run(app)


def told(app: AppTest) -> str:
    return everything(app).replace("\\", "")


def choose_datum(app: AppTest, datum: str, language: str = "en") -> AppTest:
    app.button_group(key=f"own register datum {language}").set_value(datum)
    return run(app)


@pytest.mark.parametrize(
    ("language", "counted", "close"),
    [("en", "3 rows: 2 counted, 1 not counted", "1 at sea"),
     ("zh", "共3行：计入2行，未计入1行", "1行在海上")],
)  # fmt: skip
def test_nothing_is_counted_before_the_datum_is_chosen(
    language: str, counted: str, close: str
) -> None:
    app = shown(b"lon,lat\n116.4,39.9\n121.5,31.2\n125.5,29.5\n", language)
    assert app.info
    assert "own work" not in app.session_state
    assert counted not in told(app)
    choose_datum(app, "wgs84", language)
    assert not app.error
    assert not app.info
    assert counted in told(app)
    assert close in told(app)
    sent = data_of(app)
    assert sent["map"]["shared"]["language"] == language
    assert sum(sent["map"]["marks"]["counts"]) == 2
    assert sent["offer"]["points"]
    assert app.session_state["own work"].choices.source == "stations.csv"
    assert {button.key for button in app.get("download_button")} >= {
        "own register counts", "own register report", "own register rejects"
    }  # fmt: skip


def test_a_count_is_made_once_and_kept() -> None:
    app = choose_datum(shown(register_bytes(60)), "wgs84")
    counted = app.session_state["own register counted"]
    app.text_input(key="own source en").set_value("the ministry")
    run(app)
    assert app.session_state["own register counted"] is counted
    app.selectbox(key="own register category en").select("operator")
    run(app)
    assert app.session_state["own register counted"] is not counted
    assert "Points · operator A" in app.selectbox(key="own value en").options
    assert app.session_state["own work"].choices.source == "the ministry"
    choose(app, points=False)
    app.selectbox(key="own value en").select("Points · operator A")
    run(app)
    app.session_state["lang"] = "zh"
    run(app)
    assert app.session_state["own work"].choices.value == "点位数 · operator A"
    assert app.session_state["own work"].choices.source == "the ministry"
    assert data_of(app)["look"]["points"] is False
    assert not app.error


def test_a_suggestion_is_shown_and_not_chosen() -> None:
    app = shown(b"bd_lng,bd_lat\n116.41,39.92\n")
    assert "It may be BD-09." in told(app)
    assert app.session_state["own register asked"].datum is None
    choose_datum(app, "gcj02")
    assert "It may be BD-09." in told(app)
    choose_datum(app, "bd09")
    assert "It may be" not in told(app)


def test_swapped_columns_are_exchanged_by_the_user_only() -> None:
    app = shown(register_bytes(60).replace(b"lon,lat", b"lat,lon", 1))
    choose_datum(app, "wgs84")
    assert "seem to stand in each other's columns" in app.error[0].value
    assert "own work" not in app.session_state
    app.button(key="own register exchange").click()
    run(app)
    assert not app.error
    assert "60 rows: 60 counted, 0 not counted" in told(app)
    assert app.session_state["own register asked"].datum == "wgs84"


def test_what_cannot_be_counted_is_said_and_put_right() -> None:
    app = choose_datum(shown(register_bytes(60)), "wgs84")
    app.selectbox(key="own register lat en").select("lon")
    run(app)
    assert "cannot hold both" in app.error[0].value.replace("\\", "")
    app.selectbox(key="own register lat en").select("lat")
    run(app)
    assert not app.error
    app.selectbox(key="own register boundaries en").select("regions")
    run(app)
    assert not app.error
    assert "own work" in app.session_state


def test_points_in_no_place_have_no_map() -> None:
    app = choose_datum(shown(b"lon,lat\n2.35,48.85\n13.4,52.5\n"), "wgs84")
    assert not app.error
    assert "No point lies in any place" in app.info[0].value


def test_a_register_with_places_can_be_read_as_a_table() -> None:
    app = shown("省份,lon,lat,项目数\n安徽,117.2,31.8,5\n河北,114.5,38.0,6\n".encode())
    app.button(key="own register table").click()
    run(app)
    assert "own register" not in app.session_state
    assert "2 of 2 rows matched" in told(app)


def test_the_example_is_marked_as_synthetic() -> None:
    def script() -> None:
        from geo.ui import data, widgets

        widgets.choose_language()
        with widgets.errors_as_messages():
            data.show()

    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["lang"] = "en"
    run(app)
    app.button(key="own example points").click()
    run(app)
    assert not app.error
    assert isinstance(app.session_state["own register"], Register)
    text = told(app)
    assert "Synthetic: made by the program in GCJ-02; no row is a real station." in text
    assert data_of(app)["map"]["frames"][0]["title"] == "Synthetic stations by province"
    assert "50,000 rows: 50,000 counted, 0 not counted" in text
    app.button(key="own example clean").click()
    run(app)
    assert "own register" not in app.session_state
    assert not app.error
