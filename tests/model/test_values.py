"""The values that travel through the pipe: frozen, and each decision made in one place."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pytest

from geo.indicators.derive import load_indicator
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.model import values as model
from geo.model.errors import ClassificationError, LabelError, UnknownNameError
from geo.model.maps import Classes
from geo.model.tables import Column, GroupRow, JoinReport, NotNumber, Table, TotalCheck, Unmatched
from geo.model.text import Text
from geo.model.values import Observation, Place
from tests.gathered import gathered

VALUES = [
    value for value in vars(model).values() if isinstance(value, type) and is_dataclass(value)
]


@gathered("value", VALUES, ids=lambda value: value.__name__)
def test_every_value_is_frozen(value: type) -> None:
    assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert all(f.type is not None for f in fields(value))


def test_nothing_changes_what_it_was_given() -> None:
    with pytest.raises(FrozenInstanceError):
        Text("a", "甲").en = "b"  # type: ignore[misc]


def test_a_text_speaks_both_languages_and_is_false_when_empty() -> None:
    text = Text("province", "省")
    assert (text["en"], text["zh"]) == ("province", "省")
    assert text
    assert not Text("", "")


@pytest.mark.parametrize(
    ("value", "index"),
    [
        (0, 0), (5, 0), (10, 0),  # the first class has both its edges
        (10.000001, 1), (15, 1), (20, 1),  # (low, high]
        (20.000001, 2), (30, 2),
    ],
)  # fmt: skip
def test_the_upper_edge_belongs_to_the_class(value: float, index: int) -> None:
    assert Classes("manual", (0, 10, 20, 30)).index(value) == index


@pytest.mark.parametrize("value", [-0.001, 30.001, float("nan"), float("inf")])
def test_a_value_outside_all_classes_has_none(value: float) -> None:
    with pytest.raises(ClassificationError, match="lies outside the classes 0 to 30"):
        Classes("manual", (0, 10, 20, 30)).index(value)


def test_classes_of_single_values() -> None:
    classes = Classes("quantiles", (3, 3, 7, 9), distinct=True)
    assert classes.k == 3
    assert [classes.index(v) for v in (3, 7, 9)] == [0, 1, 2]
    assert classes.counts((3, 3, 9)) == (2, 0, 1)


def test_the_cells_of_a_column() -> None:
    headings = (Column("a", "a"), Column("b", "b"))
    table = Table("t.csv", headings, (("1", "2"), ("3", "4")), (2, 3))
    assert table.columns == ("a", "b")
    assert table.cells("b") == ("2", "4")


@pytest.mark.parametrize(
    ("total", "found", "agrees"),
    [(1000.0, 1000.0, True), (1000.0, 999.0, True), (1000.0, 998.9, False), (0.0, 1.1, False)],
)
def test_a_total_agrees_within_the_rounding_of_printed_figures(
    total: float, found: float, agrees: bool
) -> None:
    assert TotalCheck(2, "Total", "", total, found, rounding=1.0).agrees == agrees
    assert TotalCheck(2, "Total", "", total, found).agrees == (total == found)


def test_binary_fractions_are_no_disagreement() -> None:
    assert TotalCheck(2, "Total", "", 0.3, 0.1 + 0.2).agrees
    assert not TotalCheck(2, "Total", "", 1411778724.0, 1411778725.0).agrees


ANHUI = Text("Anhui", "安徽")
NUMBERS = load_indicator("population-2020")
WORDS = replace(NUMBERS, kind="category", categories=("甲", "乙"), values=())


def observed(value: float | None, status: str = "reported") -> Observation:
    return Observation("340000", "2020", value, status)  # type: ignore[arg-type]


@gathered(
    ("values", "said"),
    [
        ((observed(1, "rubbish"),), "340000 2020 has the status 'rubbish'"),
        ((observed(float("nan")),), "has the value nan, which is no finite number"),
        ((observed(float("inf")),), "has the value inf"),
        ((observed(float("-inf")),), "has the value -inf"),
        ((observed(1, "no_data"),), "has the value 1, yet the status no_data"),
        ((observed(1, "not_applicable"),), "has the value 1, yet the status not_applicable"),
        ((observed(None),), "has no value, yet the status reported"),
        ((observed(1), observed(1)), "340000 2020 occurs twice"),
        ((observed(1), observed(None, "no_data")), "occurs twice"),
    ],
)  # fmt: skip
def test_an_indicator_of_faulty_figures_cannot_be_made(
    values: tuple[Observation, ...], said: str
) -> None:
    for indicator in (NUMBERS, WORDS):
        with pytest.raises(LabelError, match=said) as error:
            replace(indicator, values=values)
        assert error.value.told("zh") != str(error.value)


@pytest.mark.parametrize("value", [0.0, 3.0, -1.0, 1.5])
def test_a_category_is_the_position_of_a_name(value: float) -> None:
    assert replace(WORDS, values=(observed(1.0), Observation("440000", "2020", 2.0, "reported")))
    with pytest.raises(LabelError, match="the position of no category"):
        replace(WORDS, values=(observed(value),))
    assert replace(NUMBERS, values=(observed(value),))


def test_an_indicator_needs_a_source_and_a_kind() -> None:
    with pytest.raises(LabelError, match="population-2020 has no source"):
        replace(NUMBERS, source=None)  # type: ignore[arg-type]
    with pytest.raises(LabelError, match=r"kind 'sum' is none of count, ratio, index, category"):
        replace(NUMBERS, kind="sum")  # type: ignore[arg-type]


def test_many_faults_are_named_up_to_ten() -> None:
    values = tuple(Observation(f"{n:06}", "", 1, "no_data") for n in range(99))
    with pytest.raises(LabelError) as error:
        replace(NUMBERS, values=values)
    assert str(error.value).count("yet the status") == 10


def test_the_report_as_a_file_has_it() -> None:
    report = JoinReport(
        rows=6,
        matched={"alias": 1, "name": 2},
        unmatched=(Unmatched(4, "Anhwei", (Place("340000", ANHUI, ANHUI),), Text("why", "为何")),),
        groups=(GroupRow(7, "Total", "total"),),
        totals=(TotalCheck(7, "Total", "2020", 10.0, 9.0),),
        combined="sum",
        fixes={"Shangdong": "370000"},
        duplicates={"440000": (5, 6)},
        not_numbers=(NotNumber(3, "many", "projects"),),
        places_without_data=("110000",),
    )
    assert report.matched_rows == 3
    assert report.to_dict() == {
        "rows": 6,
        "matched": 3,
        "matched_by": {"alias": 1, "name": 2},
        "unmatched": [
            {
                "row": 4,
                "text": "Anhwei",
                "suggestions": [{"adcode": "340000", "name_zh": "安徽", "name_en": "Anhui"}],
                "why": {"en": "why", "zh": "为何"},
            }
        ],
        "fixes": {"Shangdong": "370000"},
        "groups": [{"row": 7, "text": "Total", "kind": "total"}],
        "totals": [
            {
                "row": 7,
                "text": "Total",
                "period": "2020",
                "total": 10.0,
                "sum": 9.0,
                "agrees": False,
            }
        ],
        "combined": "sum",
        "duplicates": [{"adcode": "440000", "rows": [5, 6]}],
        "not_numbers": [{"row": 3, "text": "many", "column": "projects"}],
        "inexact": [],
        "places_without_data": ["110000"],
        "incomplete": [],
    }


@pytest.mark.parametrize(
    ("identifier", "mark"),
    [
        ("population-density", "derived"),  # all of them
        ("ccid-key-projects-implied", "derived"),
        ("5g-stations-announced-2020", None),  # two of them
        ("domains-per-1000-people", "derived"),  # but for one that rests on a doubtful figure
        ("optical-cable", "unconfirmed"),
        ("domain-names", None),  # reported, but for one that is doubtful
        ("ccid-projects", None),  # a common status that needs no mark
    ],
)
def test_a_mark_that_all_figures_share(identifier: str, mark: str | None) -> None:
    assert build(MapRequest(identifier)).layer.common_mark == mark


def test_a_choropleth_knows_class_and_colour_of_a_place() -> None:
    choropleth = build(MapRequest("ccid-projects", language="zh"))
    places = {place.adcode: place for place in choropleth.places}
    assert choropleth.name("340000") == "安徽"
    assert choropleth.class_of(places["340000"]) == 2
    assert choropleth.colour_of(places["340000"]) == choropleth.scale.colours[2]
    assert choropleth.class_of(places["110000"]) is None
    assert choropleth.colour_of(places["110000"]) == choropleth.scale.no_data


def test_an_unknown_name_comes_with_its_neighbours_and_all_that_is_known() -> None:
    error = UnknownNameError("palette", "blue", ["blues", "reds", "greens"])
    assert str(error) == ("unknown palette 'blue'. Did you mean blues? Known: blues, reds, greens.")
    assert str(UnknownNameError("palette", "xyzzy", ["blues"])) == (
        "unknown palette 'xyzzy'. Known: blues."
    )
