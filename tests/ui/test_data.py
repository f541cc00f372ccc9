"""The page *Your data* through streamlit's AppTest: what is said, what can be changed, in place."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.maps.request import MapRequest
from geo.model.words import read_words
from geo.tables.examples import EXAMPLES, list_examples
from geo.tables.indicator import join_work
from geo.tables.work import Choices, Work, open_file, open_pasted
from tests.drawn import draw
from tests.tables import test_office
from tests.ui import shown as maps
from tests.ui.test_pages import colours_in, everything, open_part

#: Of these nothing need be asked.
FILES = [
    *(EXAMPLES / example.file for example in list_examples()),
    *(test_office.OFFICE / answer["file"] for answer in test_office.READABLE),
]
OFFICE = (
    "省份,项目数,企业数,状态\n北京,12,3,在建\nShangdong,43,4,拟建\n深圳,9,5,在建\n安徽,280,6,在建\n"
    "安徽,281,7,拟建\n河北,约50,8,在建\n,1,1,在建\n全国,629,33,\n"
)
YEARS = "省份,2019年,2020年\n安徽,1,2\n河北,4,3\n"


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def shown(text: str, language: str = "en", **choices: Any) -> AppTest:
    """The page alone, with a table in it."""
    work = Work(open_pasted(text, name="mine.csv"), Choices(**choices))
    return alone(work, language)


def alone(work: Work | None, language: str = "en") -> AppTest:
    def script() -> None:
        from geo.ui import data, widgets

        widgets.choose_language()
        with widgets.errors_as_messages():
            data.show()

    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["lang"] = language
    if work is not None:
        app.session_state["own work"] = work
    return run(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_office_table_goes_from_drop_to_map_without_a_control(language: str) -> None:
    """Each takes the place of the one before."""
    app = alone(None, language)
    for path in FILES:
        chooser = next(one for one in app.file_uploader if (one.key or "").startswith("own file"))
        chooser.upload(path.name, path.read_bytes(), "application/octet-stream")
        run(app)
        assert not app.error, path.name
        assert path.name in everything(app).replace("\\", "")
        joined = join_work(Work(open_file(path)))
        drawn = draw(joined, MapRequest("", language=language))  # type: ignore[arg-type]
        assert maps.shown(app).colours == colours_in(drawn), path.name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_example_is_drawn(language: str) -> None:
    app = alone(None, language)
    for example in list_examples():
        app.button(key=f"own example {example.id}").click()
        run(app)
        assert not app.error
        assert example.file in everything(app).replace("\\", "")


def test_pasted_cells_and_what_cannot_be_read() -> None:
    app = alone(None)
    app.text_area(key="own pasted").set_value(" ")
    app.button(key="own take pasted").click()
    run(app)
    assert "nothing was pasted" in app.error[0].value
    app.text_area(key="own pasted").set_value("省份\t值\n安徽\t1\n")
    app.button(key="own take pasted").click()
    run(app)
    assert not app.error
    assert "1 of 1 rows matched" in everything(app)


def test_what_needs_a_word_is_asked_and_taken() -> None:
    app = shown(OFFICE)
    told = everything(app).replace("\\", "")
    assert "Shenzhen is a prefecture-level city in Guangdong, not a province." in told
    assert "Anhui: 280 (row 5), 281 (row 6)" in told
    app.selectbox(key="own duplicates en").select("sum")
    run(app)
    assert "Anhui: 280 (row 5), 281 (row 6) → 561" in everything(app).replace("\\", "")
    app.selectbox(key="own fix Shangdong en").select("370000")
    run(app)
    assert app.session_state["own work"].choices.fixes == {"Shangdong": "370000"}
    app.selectbox(key="own fix Shangdong en").select("?")
    run(app)
    assert app.session_state["own work"].choices.fixes == {}
    app.selectbox(key="own kind en").select("index")
    run(app)
    assert app.session_state["own work"].choices.kind == "index"


def test_every_choice_can_be_changed() -> None:
    app = shown(OFFICE, duplicates="first")
    app.selectbox(key="own value en").select("企业数")
    run(app)
    app.text_input(key="own unit en").set_value("家")
    run(app)
    app.text_input(key="own source en").set_value("统计局")
    run(app)
    assert "统计局" in maps.shown(app).source
    app.text_input(key="own header en").set_value("x")
    run(app)
    assert "no rows such as 3-4" in app.error[0].value
    app.text_input(key="own header en").set_value("1")
    run(app)
    assert app.session_state["own work"].choices.header == (1,)
    app.selectbox(key="own boundaries en").select("regions")
    run(app)
    assert app.error


def test_which_entries_of_a_list_count() -> None:
    app = alone(Work(open_file(EXAMPLES / "projects.xlsx")))
    app.selectbox(key="own sector en").select("5g")
    run(app)
    app.selectbox(key="own where en").select("状态")
    run(app)
    app.multiselect(key="own where values 状态 en").set_value(["在建"])
    run(app)
    choices = app.session_state["own work"].choices
    assert (choices.sector, choices.where) == ("5g", ("状态 = 在建",))
    assert not app.error
    app.selectbox(key="own aggregate en").select("share")
    run(app)
    assert not app.error


def test_a_table_without_places_says_so_and_offers_what_helps() -> None:
    app = shown("a,b\nx,1\ny,2\n")
    assert "no column with names or codes of places" in app.error[0].value.replace("\\", "")
    assert app.text_input(key="own header en")


def test_words_are_shown_by_category() -> None:
    app = shown("省份,状态\n安徽,在建\n河北,拟建\n", language="zh")
    assert not app.error
    assert "在建" in maps.shown(app).legend


# What is not sure


QUESTIONS = {
    "mixed": ("省份,占比\n安徽,43.5%\n河北,0.12\n广东,12%\n", "0.12"),
    "keys": ("出发地,目的地,人\n北京,上海,1\n天津,河北,2\n河北,北京,3\n", "出发地"),
    "places": ("地区,数\n安徽,1\n河北,2\n广东,3\n深圳,4\n广州,5\n苏州,6\n大连,7\n", "深圳"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_question_is_answered_by_a_button(kind: str, language: str) -> None:
    text, told = QUESTIONS[kind]
    app = shown(text, language)
    assert any(told in warning.value.replace("\\", "") for warning in app.warning)
    assert app.session_state["own work"].choices == Choices()
    answers = [b for b in app.button if (b.key or "").startswith("own answer")]
    assert answers
    answers[0].click()
    run(app)
    assert not [b for b in app.button if (b.key or "").startswith("own answer")]
    assert app.session_state["own done"].indicator is not None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_sure_is_stated_with_its_evidence(language: str) -> None:
    app = shown("省,市,数\n安徽,,9\n安徽,合肥,5\n河北,,8\n", language)
    page = everything(app).replace("\\", "")
    assert ("(3 names" if language == "en" else "3个地区名称") in page
    assert ("1 rows of parts" if language == "en" else "1行为下级地区") in page


def test_a_table_called_as_an_indicator_is_not_taken_for_it() -> None:
    """Its export has no files of all provinces, which the catalogue has of that indicator."""
    work = Work(open_pasted(YEARS, name="population-2020.csv"))
    app = open_part(alone(work), "export", page="data")
    assert not app.exception
    assert not app.error
    (files,) = (box for box in app.selectbox if box.label == "Other files")
    assert read_words("page")["file_gif"].en in files.options
    assert read_words("page")["file_drill"].en not in files.options
