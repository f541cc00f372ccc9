"""The work on *Your data* beyond a run and a visit: what comes back, what came with a link, what is
kept, and what can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.indicators.scenario import Scenario
from geo.model.packed import pack
from geo.registers.synthetic_file import register_bytes
from geo.tables.examples import EXAMPLES
from geo.tables.saved import open_saved, to_saved
from geo.tables.work import Choices, Look, Work, open_file, open_pasted
from geo.ui import keeping, own_work
from geo.ui.look import Look as Shown
from tests.ui import test_points
from tests.ui.shown import choose, data_of
from tests.ui.test_data import OFFICE, YEARS, alone, run, shown
from tests.ui.test_pages import everything

LOOK = Look(
    period="2019", scheme="manual", edges=(0.0, 2.5, 4.0), palette="greens", place="340000",
    export={"title": "标题", "theme": "dark"},
)  # fmt: skip


def a_work(text: str = YEARS, **choices: Any) -> Work:
    return Work(open_pasted(text, name="mine.csv"), Choices(**choices))


def visited(*, kept: Work | None = None, link: str | None = None, language: str = "en") -> AppTest:
    """The page in a session whose browser kept some work, or was opened by a link."""
    app = alone(None, language)
    if kept is not None:
        app.session_state["kept back"] = {"own": pack(to_saved(kept))}
    if link is not None:
        app.session_state["kept link"] = link
    return run(app)


def text_of(app: AppTest) -> str:
    return everything(app).replace("\\", "")


def given(app: AppTest) -> Any:
    """What the browser is given to keep; the part below the map has one of its own."""
    (proto,) = (e.proto for e in app.get("bidi_component") if e.proto.id.endswith("-kept"))
    return json.loads(proto.json)


# What comes back


@pytest.mark.parametrize("language", ["en", "zh"])
def test_kept_work_comes_back_with_its_look_and_says_so(language: str) -> None:
    kept = replace(a_work(fixes={"皖": "340000"}), look=LOOK, scenario=Scenario(718_000))
    app = visited(kept=kept, language=language)
    assert not app.error
    assert app.session_state["own work"].choices == kept.choices
    assert app.session_state["look data"] == Shown(
        period="2019", scheme="manual", edges="0, 2.5, 4", palette="greens", place="340000"
    )
    assert ("“mine.csv” is back" if language == "en" else "“mine.csv”。") in text_of(app)
    assert data_of(app)["map"]["frames"][0]["period"] == "2019"
    # What is kept from now on is the same: nothing was lost on the way.
    now = pack(to_saved(open_saved(to_saved(kept))))
    assert given(app)["entries"]["own"]["hash"] == keeping._digest(now)


def test_what_came_back_is_not_sent_again_and_a_change_is_sent_once() -> None:
    app = visited(kept=a_work())
    first = given(app)["entries"]["own"]
    app.selectbox(key="own kind en").select("index")
    run(app)
    changed = given(app)["entries"]["own"]
    assert changed["hash"] != first["hash"]
    assert open_saved(own_work._unpacked(changed["text"])).choices.kind == "index"
    run(app)
    assert given(app)["entries"]["own"] == {"hash": changed["hash"]}


def test_work_of_the_session_is_not_replaced_by_what_was_kept() -> None:
    app = alone(a_work())
    app.session_state["kept back"] = {"own": pack(to_saved(a_work("省份,数\n北京,1\n天津,2\n")))}
    run(app)
    assert app.session_state["own work"] == a_work()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "the link is cut off"), ("zh", "链接不完整")]
)
def test_a_link_that_is_cut_off_is_told(language: str, said: str) -> None:
    app = visited(link=pack(to_saved(a_work()))[:-9], language=language)
    assert said in app.error[0].value.replace("\\", "")
    assert "own work" not in app.session_state


def test_what_is_no_work_is_told() -> None:
    app = visited(link=pack(b'{"format": "something else"}'))
    assert "no saved work" in app.error[0].value


def test_the_table_of_a_link_is_opened() -> None:
    app = visited(link=pack(to_saved(replace(a_work(), look=LOOK))))
    assert app.session_state["own work"] == a_work()
    assert app.session_state["look data"].palette == "greens"
    assert "A table came with this link" in text_of(app)


@pytest.mark.parametrize("opened", [True, False])
def test_a_link_asks_before_it_takes_the_place_of_other_work(opened: bool) -> None:
    other = a_work("省份,数\n北京,1\n天津,2\n")
    app = visited(kept=a_work(), link=pack(to_saved(other)))
    assert app.session_state["own work"] == a_work()
    app.button(key="own link open" if opened else "own link leave").click()
    run(app)
    assert app.session_state["own work"] == (other if opened else a_work())
    assert not [b for b in app.button if b.key == "own link open"]
    if opened:
        app.button(key="own undo").click()
        run(app)
        assert app.session_state["own work"] == a_work()


def test_the_link_of_the_work_that_is_there_asks_nothing() -> None:
    app = visited(kept=a_work(), link=pack(to_saved(a_work())))
    assert not [b for b in app.button if b.key == "own link open"]


# What is kept and saved


def test_a_saved_file_has_the_look_the_export_and_the_scenario() -> None:
    work = replace(a_work(), look=LOOK, scenario=Scenario(718_000, by="own"))

    def script(text: str) -> None:
        import streamlit as st

        from geo.ui import keeping, own_work

        st.session_state["lang"] = "en"
        st.session_state["kept back"] = {"own": text}
        own_work.restore()
        scenario = keeping.kept("scenario")  # as the page of the rollout takes it up
        assert scenario is not None
        keeping.keep("scenario", scenario)
        st.text(own_work.saved_bytes(st.session_state["own work"], None).decode())

    app = AppTest.from_function(script, args=(pack(to_saved(work)),))
    assert open_saved(run(app).text[0].value.encode()) == work


def test_a_new_table_keeps_colours_and_leaves_what_was_about_the_other() -> None:
    app = visited(kept=replace(a_work(), look=LOOK))
    app.button(key="own example clean").click()
    run(app)
    assert app.session_state["look data"] == Shown(palette="greens")
    assert app.session_state["export choices data"].title == ""
    assert app.session_state["export choices data"].theme == "dark"


def test_a_register_is_not_kept_and_the_browser_is_told() -> None:
    app = test_points.choose_datum(test_points.shown(register_bytes(60)), "wgs84")
    kept = given(app)
    assert (kept["unkept"], kept["entries"], kept["link"]) == ("points", {}, "")
    assert kept["words"]["points"]


def test_a_table_that_is_too_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_work, "MOST_CELLS", 8)
    assert given(shown(YEARS))["unkept"] == "large"
    assert given(shown("省份,数\n安徽,1\n河北,2\n"))["unkept"] == ""


# Undo and redo


def test_fixes_and_choices_are_taken_back_and_done_again() -> None:
    app = shown(OFFICE, duplicates="sum")
    start = app.session_state["own work"].choices
    assert app.button(key="own undo").disabled
    app.button(key="own near Shangdong 370000").click()
    run(app)
    app.selectbox(key="own kind en").select("index")
    run(app)
    last = app.session_state["own work"].choices
    assert (last.fixes, last.kind) == ({"Shangdong": "370000"}, "index")
    assert app.button(key="own undo").help == "how the table is read"
    app.button(key="own undo").click()
    run(app)
    assert app.session_state["own work"].choices == replace(last, kind=None)
    app.button(key="own undo").click()
    run(app)
    assert app.session_state["own work"].choices == start
    assert app.button(key="own undo").disabled
    for _ in range(2):
        app.button(key="own redo").click()
        run(app)
    assert app.session_state["own work"].choices == last
    assert app.button(key="own redo").disabled


def test_a_look_is_taken_back_and_the_place_selected_is_no_step() -> None:
    app = shown(YEARS)
    choose(app, place="340000")
    assert app.button(key="own undo").disabled
    choose(app, period="2019", palette="greens")
    app.button(key="own undo").click()
    run(app)
    assert app.session_state["look data"] == Shown(place="340000")
    assert app.session_state["look data"].seq == 2  # else the browser would take it for an old one


def test_steps_are_bounded_and_a_table_before_comes_back() -> None:
    app = shown(YEARS)
    for kind in ("index", "ratio", "count"):
        app.selectbox(key="own kind en").select(kind)
        run(app)
    for name in ("clean", "gbk", "clean"):
        app.button(key=f"own example {name}").click()
        run(app)
    names = [state.work.workbook.name for state in app.session_state["own past"]]
    assert len(set(names)) == 2
    app.button(key="own undo").click()
    run(app)
    assert app.session_state["own work"].workbook.name == names[-1]
    assert not app.error


# Suggestions


def test_all_that_is_sure_is_accepted_at_once_and_taken_back() -> None:
    text = "省份,数\n安徽,1\n河北,2\n广东,3\n北京,1\nShangdong,4\nHanan,5\n深圳,6\n四川生,7\n"
    app = shown(text)
    assert app.button(key="own near 四川生 510000").label == "四川生 → Sichuan"
    app.button(key="own fix all").click()
    run(app)
    assert app.session_state["own work"].choices.fixes == {
        "Shangdong": "370000", "四川生": "510000",
    }  # fmt: skip
    assert not [b for b in app.button if b.key == "own fix all"]
    app.button(key="own undo").click()
    run(app)
    assert app.session_state["own work"].choices.fixes == {}


# What is refused


def test_a_refused_file_is_let_go_and_said_and_nothing_else_is_lost() -> None:
    app = shown(YEARS)
    app.text_area(key="own pasted").set_value("省份\t数\n安徽\t1\n")
    run(app)
    before = app.session_state["own work"]
    (chooser,) = (u for u in app.file_uploader if u.key == "own file 0")
    chooser.upload("broken.xlsx", b"PK\x03\x04 and no more", "application/octet-stream")
    run(app)
    assert "broken.xlsx" in app.error[0].value
    (chooser,) = (u for u in app.file_uploader if (u.key or "").startswith("own file"))
    assert not chooser.value
    assert app.session_state["own work"] is before
    assert app.text_area(key="own pasted").value.startswith("省份")
    run(app)
    assert app.error


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_public_server_offers_examples_only_and_says_why(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("PROVINCE_ATLAS_PUBLIC", "1")
    app = alone(None, language)
    assert not app.file_uploader
    assert not app.text_area
    assert ("on your own machine" if language == "en" else "自己的计算机") in app.info[0].value
    app.session_state["kept link"] = pack(to_saved(a_work()))
    run(app)
    assert ("no tables of visitors" if language == "en" else "不接受访客") in app.error[0].value
    app.session_state["kept back"] = {
        "own": pack(to_saved(Work(open_file(EXAMPLES / "clean.csv"), Choices(kind="index"))))
    }
    run(app)
    assert app.session_state["own work"].choices.kind == "index"
    assert not app.file_uploader
