"""Time on every page with a map: what the browser is sent of other periods, and the change between
two of them, in the address, in saved work and taken back."""

from __future__ import annotations

import json
import zlib

from streamlit.testing.v1 import AppTest

from geo.indicators.derive import load_indicator
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.tables.saved import open_saved
from geo.tables.work import Choices, Work, open_pasted
from geo.ui import own_work
from tests.gathered import gathered
from tests.pictures import a_map
from tests.ui.shown import choose, data_of, shown
from tests.ui.test_data import YEARS, alone, run
from tests.ui.test_own_work import given, visited
from tests.ui.test_pages import colours_in, open_page, open_part, table_of

#: An indicator of many years.
MANY = "population"


def periods_in(app: AppTest) -> list[str]:
    return [frame["period"] for frame in data_of(app)["map"]["frames"]]


# -- film -------------------------------------------------------------------------------------


def test_other_periods_are_sent_when_they_are_wanted_and_not_with_another_indicator() -> None:
    app, periods = open_page(indicator=MANY), load_indicator(MANY).periods
    assert data_of(app)["offer"]["film"] is True
    assert periods_in(app) == [periods[-1]]
    choose(app, frames=True)
    assert sorted(periods_in(app)) == list(periods)
    views = data_of(app)["map"]["views"]
    assert {v["period"] for v in views if v.get("all")} == set(periods)
    assert {v["period"] for v in views if not v.get("all")} == set(periods)
    sent = len(zlib.compress(json.dumps(data_of(app), ensure_ascii=False).encode()))
    assert sent < 25_000
    choose(app, indicator="gdp-per-person", frames=False)
    assert len(periods_in(app)) == 1


def test_a_map_of_one_period_has_no_film_and_no_change() -> None:
    offer = data_of(open_page(indicator="population-2020", change="percent"))["offer"]
    assert (offer["film"], offer["changes"], offer["classes"]) == (False, [], "")


# -- change -----------------------------------------------------------------------------------


@gathered("change", ["difference", "percent", "per_year"])
def test_a_change_stands_in_the_address_and_in_everything_below(change: str) -> None:
    app = open_page(indicator=MANY, lang="en", change=change, since="2015", period="2020")
    assert not app.exception
    assert not app.error
    wanted = a_map(MANY, "en", period="2020", change=change, since="2015")
    assert shown(app).title == wanted.title
    assert "2015 to 2020" in wanted.title
    assert shown(app).colours == colours_in(wanted)
    present = [o for o in wanted.places if o.value is not None]
    first = max(present, key=lambda o: o.value or 0)
    assert next(iter(shown(app).ranking)) == wanted.name(first.adcode)
    below = {row["Province"]: row["Value"] for row in table_of(open_part(app, "table"))}
    assert below.items() >= shown(app).ranking.items()
    said = {key: str(app.query_params[key]).strip("[]'") for key in ("change", "since", "period")}
    assert said == {"change": change, "since": "2015", "period": "2020"}


@gathered(
    ("address", "since", "period"),
    [
        ({"change": "percent"}, "2005", "2024"),
        ({"change": "percent", "since": "2020", "period": "2010"}, "2005", "2010"),
        ({"change": "percent", "period": "2005"}, "2005", "2024"),
        ({"change": "percent", "since": "1066"}, "2005", "2024"),
        ({"change": "doubling", "since": "2010"}, None, "2024"),
        ({"since": "2010"}, None, "2024"),
    ],
)
def test_a_change_has_two_periods_the_first_before_the_last(
    address: dict[str, str], since: str | None, period: str
) -> None:
    app = open_page(indicator=MANY, lang="en", **address)
    assert not app.exception
    assert not app.error
    look = data_of(app)["look"]
    assert (look["since"], look["period"]) == (since, period)
    unknown = [text for text in ("1066", "doubling") if text in address.values()]
    assert [text for text in unknown if any(text in w.value for w in app.warning)] == unknown


def test_a_film_of_changes_has_the_same_classes_and_turns_at_zero() -> None:
    app = open_page(indicator=MANY, change="per_year", since="2015")
    choose(app, frames=True)
    content = data_of(app)["map"]
    later = [p for p in load_indicator(MANY).periods if p > "2015"]
    assert sorted({view["period"] for view in content["views"]}) == later
    legends = [v["entries"] for v in content["views"] if v.get("all")]
    labels = {json.dumps([entry[0] for entry in e if entry[2] == "class"]) for e in legends}
    assert len(legends) == len(later)
    assert len(labels) == 1
    for period in (later[0], later[-1]):
        request = MapRequest(MANY, period=period, change="per_year", since="2015",
                             classes_of="all")  # fmt: skip
        classes = build(request).scale.classes
        assert 0 in classes.edges
        assert classes.made_from == "periods"


# -- a table of one's own ---------------------------------------------------------------------


def test_a_table_of_ones_own_has_film_and_change_and_takes_them_back() -> None:
    app = alone(Work(open_pasted(YEARS, name="mine.csv")))
    assert data_of(app)["offer"]["film"] is True
    choose(app, frames=True)
    assert sorted(periods_in(app)) == ["2019", "2020"]
    choose(app, change="percent", since="2019", period="2020")
    assert not app.exception
    assert not app.error
    assert set(shown(app).ranking.values()) == {"100.0%", "−25.0%"}
    assert data_of(app)["offer"]["film"] is False  # there is one change between two years
    app.button(key="own undo").click()
    run(app)
    assert set(shown(app).ranking.values()) == {"2", "3"}
    app.button(key="own redo").click()
    run(app)
    assert set(shown(app).ranking.values()) == {"100.0%", "−25.0%"}


def test_the_change_of_a_table_is_saved_as_one_of_its_choices_and_comes_back() -> None:
    app = alone(Work(open_pasted(YEARS, name="mine.csv")))
    choose(app, change="difference", since="2019", period="2020")
    (kept,) = (entry for name, entry in given(app)["entries"].items() if name == "own")
    work = open_saved(own_work._unpacked(kept["text"]))
    choices = work.choices
    assert (choices.change, choices.change_from, choices.change_to) == (
        "difference", "2019", "2020",
    )  # fmt: skip
    again = visited(kept=work)
    assert not again.error
    look = data_of(again)["look"]
    assert (look["change"], look["since"], look["period"]) == ("difference", "2019", "2020")
    assert shown(again).ranking == shown(app).ranking
    assert again.session_state["own work"].choices == Choices()
