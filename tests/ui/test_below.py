"""What stands below the map, through streamlit's AppTest: nothing until it is chosen, and the table
in the reader's language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from geo.model.maps import Choropleth
from geo.model.text import Text
from geo.ui import table
from tests.pictures import a_map
from tests.ui.test_pages import LATIN_WORDS, html_of, open_page, open_part, table_of


def shown(choropleth: Choropleth) -> AppTest:
    """The table of a map alone."""
    return AppTest.from_function(_show, args=(choropleth,), default_timeout=30).run()


def _show(choropleth) -> None:  # type: ignore[no-untyped-def]
    import streamlit as st

    from geo.ui.table import table

    st.session_state["lang"] = choropleth.language
    table(choropleth)


def test_nothing_runs_until_it_is_chosen_and_one_thing_then() -> None:
    app = open_page(lang="en", indicator="gdp-2020")
    assert not app.get("download_button")
    assert "class=figures" not in html_of(app)
    open_part(app, "table")
    assert len(table_of(app)) == 34
    assert not app.get("image")
    open_part(app, "method")
    assert "class=figures" not in html_of(app)
    assert any("China Statistical Yearbook" in text.value for text in app.markdown)


def test_a_chinese_table_has_no_english_words_and_no_none() -> None:
    app = shown(a_map("5g-stations-announced-2020", "zh"))
    rows = {row["省份"]: row for row in table_of(app)}
    assert rows["天津"]["数值"] == "无数据"
    assert rows["天津"]["来源"] == rows["天津"]["状态"] == ""
    assert rows["天津"]["说明"] == "未查到公布数"
    assert rows["辽宁"] | {"来源": "", "级": ""} == {
        "省份": "辽宁", "代码": "210000", "数值": "25,138", "状态": "地方公布", "级": "",
        "时间": "2020年12月22日", "说明": "距年末9天。", "来源": "",
    }  # fmt: skip
    assert "None" not in html_of(app)
    words = " ".join(f"{head} {cell}" for row in rows.values() for head, cell in row.items())
    assert set(LATIN_WORDS.findall(words)) <= {"english", "henan", "ehainan"}  # two addresses


def test_what_all_places_share_is_said_once() -> None:
    app = shown(a_map("gdp-2020"))
    (guangdong,) = (row for row in table_of(app) if row["Province"] == "Guangdong")
    assert guangdong["Value"] == "110,760.9"
    assert not {"Status", "Date", "Source"} & guangdong.keys()
    said = html_of(app).split("</p>")[0]
    for fact in ("100 million yuan", "reported", "2020", "China Statistical Yearbook 2021"):
        assert fact in said


def test_the_class_is_the_one_that_the_map_shows() -> None:
    choropleth = a_map("gdp-per-person")
    rows = {row["Code"]: row for row in table_of(shown(choropleth))}
    for observation in choropleth.places:
        number = choropleth.class_of(observation)
        assert rows[observation.adcode]["Class"] == ("" if number is None else str(number + 1))


def test_markup_in_a_table_of_ones_own_is_text() -> None:
    choropleth = a_map("gdp-2020")
    layer = choropleth.layer
    evil = "<img src=x onerror=alert(1)>'\""
    values = tuple(replace(o, note=Text(evil, evil)) for o in layer.values)
    app = shown(replace(choropleth, layer=replace(layer, values=values), unit=evil, title=evil))
    assert "<img" not in html_of(app)
    assert table_of(app)[0]["Note"] == evil


def test_more_rows_than_anyone_reads_are_streamlits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 33)
    app = shown(a_map("gdp-2020", "zh"))
    assert "class=figures" not in html_of(app)
    (frame,) = app.dataframe
    assert frame.proto.placeholder == "无数据"
    assert frame.value["数值"].max() == 110760.94
