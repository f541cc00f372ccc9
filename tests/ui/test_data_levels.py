"""The level of a table on *Your data*: said, changed in one click, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.maps.request import MapRequest
from geo.tables.indicator import join_work
from geo.tables.work import Choices, Work, open_bytes
from tests.drawn import draw
from tests.tables import test_level_tables as tables
from tests.ui import shown as maps
from tests.ui.test_data import alone, run
from tests.ui.test_pages import colours_in, everything

CITIES = "城市,人口\n合肥市,9\n芜湖市,3\n南京市,8\n苏州市,10\n镇江,3\n"


def sent(made: Callable[[], tables.Sent], language: str = "en", **choices: Any) -> AppTest:
    file = made()
    return alone(Work(open_bytes(file.data, file.name), Choices(**choices)), language)


def told(app: AppTest) -> str:
    return everything(app).replace("\\", "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_level_is_said_and_changed_in_one_click(language: str) -> None:
    app = sent(tables.yearbook_of_a_province, language)
    page = told(app)
    assert ("95 counties of Jiangsu" if language == "en" else "江苏的95个县级行政区") in page
    assert ("Set aside as prefectures: 3" if language == "en" else "3行为地级行政区") in page
    result = join_work(app.session_state["own work"])
    drawn = draw(result, MapRequest("", language=language))  # type: ignore[arg-type]
    assert maps.shown(app).colours == colours_in(drawn)
    app.segmented_control(key=f"own level {language}").set_value("prefecture")
    run(app)
    assert not app.error
    choices = app.session_state["own work"].choices
    assert (choices.boundaries, choices.within) == ("prefectures", None)
    assert ("13 prefectures of Jiangsu" if language == "en" else "江苏的13个地级行政区") in told(
        app
    )
    app.button(key="own take county").click()
    run(app)
    assert app.session_state["own work"].choices.boundaries == "counties"
    app.selectbox(key=f"own sum {language}").select("prefecture")
    run(app)
    assert not app.error
    indicator = app.session_state["own done"].indicator
    assert {o.adcode for o in indicator.values} == {tables.NANJING, tables.WUXI, tables.XUZHOU}
    app.selectbox(key=f"own sum {language}").select("province")
    run(app)
    assert ("Jiangsu (28 of 95)" if language == "en" else "江苏（95个中28个）") in told(app)


def test_the_part_of_the_country_is_chosen_and_given_up() -> None:
    work = Work(open_bytes(CITIES.encode(), "t.csv"))
    app = alone(work)
    assert "370 prefectures" in told(app)
    app.selectbox(key="own part en").select("340000")
    run(app)
    assert "Set aside as outside Anhui: 3" in told(app)
    assert "2 of 2 rows matched" in told(app)
    app.button(key="own take elsewhere").click()
    run(app)
    assert "5 of 5 rows matched" in told(app)


def test_a_former_city_is_added_with_one_click_and_never_a_ratio() -> None:
    app = sent(tables.before_a_merger)
    app.button(key="own former").click()
    run(app)
    assert not app.error
    done = app.session_state["own done"]
    assert {o.adcode: o.value for o in done.indicator.values}["370100"] == 140
    ratio = sent(tables.before_a_merger, kind="ratio")
    assert not [button for button in ratio.button if button.key == "own former"]
    assert "莱芜市 to 济南" in told(ratio) or "莱芜市 to Jinan" in told(ratio)


def test_many_shared_names_are_one_question_with_its_answers() -> None:
    rows = "区县,数\n" + "".join(
        f"{place.full.zh},{n}\n" for n, place in enumerate(tables.COUNTIES.values())
    )
    app = alone(Work(open_bytes(rows.encode(), "t.csv")))
    answers = [b for b in app.button if (b.key or "").startswith("own answer")]
    assert len(answers) == 2
    pickers = [box for box in app.selectbox if (box.key or "").startswith("own fix ")]
    assert len(pickers) <= 12
    answers[0].click()
    run(app)
    assert app.session_state["own work"].choices.in_order is True
    assert app.session_state["own done"].indicator is not None
