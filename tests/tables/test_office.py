"""Tables in the layouts of real offices: what is understood of each without a word from the user,
against answers written beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from geo.model.errors import TableError
from geo.tables.indicator import join_figures, join_work
from geo.tables.reading import Reading, read_work, understand
from geo.tables.rows import match_reading
from geo.tables.work import Choices, Work, open_file
from tests.gathered import gathered

OFFICE = Path(__file__).parents[1] / "office"
ANSWERS: list[dict[str, Any]] = tomllib.loads(
    (OFFICE / "answers.toml").read_text(encoding="utf-8")
)["table"]
REFUSED = [answer for answer in ANSWERS if "error" in answer or answer.get("may_refuse")]
READABLE = [answer for answer in ANSWERS if answer not in REFUSED]


def name_of(answer: dict[str, Any]) -> str:
    return str(answer["file"])


def read(answer: dict[str, Any], **choices: Any) -> Reading:
    work = Work(open_file(OFFICE / answer["file"]), Choices(**choices))
    return understand(read_work(work))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_file_has_its_answer() -> None:
    files = {p.name for p in OFFICE.iterdir()} - {
        "README.md", "answers.toml", "make.py", ".gitattributes", "__pycache__",
    }  # fmt: skip
    assert files == {answer["file"] for answer in ANSWERS}
    assert len(READABLE) >= 20


@gathered("answer", READABLE, ids=name_of)
def test_heading_key_and_notes_are_found(answer: dict[str, Any]) -> None:
    reading = read(answer)
    table, choices = reading.table, reading.choices
    if "sheet" in answer:
        assert choices.sheet in (answer["sheet"], "")
    if not table.turned:
        if "header_rows" in answer:  # a table that goes on says its heading again
            assert list(table.header) == answer["header_rows"][: len(table.header)]
        if "rows" in answer:
            assert [min(table.row_numbers), max(table.row_numbers)] == answer["rows"]
        keys = [answer["key"], *answer.get("other_keys", [])]
        assert squeezed(reading.roles.key) in map(squeezed, keys)
    if "title" in answer:
        assert table.title == answer["title"]
    if "note" in answer:
        assert answer["note"] in table.notes
    if "source" in answer:
        assert table.source
        assert table.source in answer["source"]


@gathered("answer", READABLE, ids=name_of)
def test_every_figure_is_found(answer: dict[str, Any]) -> None:
    for wanted in ({**answer["value"], **{k: answer[k] for k in ("values", "missing")}},
                   *answer.get("more", ())):  # fmt: skip
        if wanted["header"] == "number of projects":
            reading = read(answer)  # a list is counted
        else:
            more = {"aggregate": "sum"} if answer["layout"] == "register" else {}
            reading = read(answer, value=column_of(answer, wanted), **more)
        joined = join_figures(reading, match_reading(reading))
        assert joined.indicator is not None
        period = wanted.get("period", "")
        if period not in joined.indicator.periods:
            period = joined.indicator.periods[-1]
        found = {o.adcode: o.value for o in joined.indicator.values if o.period == period}
        assert {code: value for code, value in found.items() if value is not None} == {
            code: pytest.approx(value) for code, value in wanted["values"].items()
        }, wanted["header"]
        without = {code for code, value in found.items() if value is None}
        assert without == set(wanted["missing"])
        if "unit" in wanted and joined.reading.choices.unit:
            assert joined.reading.choices.unit == wanted["unit"]
        assert len(found) == answer["matched"]


def column_of(answer: dict[str, Any], wanted: dict[str, Any]) -> str:
    """The measure that the answer's column is, by its heading."""
    reading = read(answer)
    if "where" in wanted:
        return next(
            m.name for m in reading.roles.measures if m.of in wanted["where"].values() or not m.of
        )
    for measure in reading.roles.measures:
        for column in measure.columns.values():
            heading = squeezed(wanted["header"])
            if heading in squeezed(column):
                return measure.name
    for measure in reading.roles.measures:  # the heading is nothing but a period
        if wanted.get("period") in measure.columns:
            return measure.name
    raise AssertionError((wanted["header"], reading.roles.measures))


@gathered("answer", READABLE, ids=name_of)
def test_totals_and_parts_of_the_country_are_set_aside(answer: dict[str, Any]) -> None:
    report = match_reading(read(answer)).report
    assert [g.row for g in report.groups if g.kind == "total"] == answer.get("totals", [])
    parts = sorted(
        row for kind in ("regions", "subtotals", "others") for row in answer.get(kind, [])
    )
    assert [g.row for g in report.groups if g.kind != "total"] == parts
    assert [u.text for u in report.unmatched] == answer.get("unmatched", [])


@pytest.mark.parametrize("answer", REFUSED, ids=name_of)
def test_what_cannot_be_read_says_why(answer: dict[str, Any]) -> None:
    if answer["file"] == "text_named.xls":
        assert join_work(Work(open_file(OFFICE / answer["file"]))).indicator
        return
    with pytest.raises(TableError) as error:
        join_work(Work(open_file(OFFICE / answer["file"])))
    if "password" in answer:
        assert "protected with a password" in str(error.value)


def test_a_total_that_is_not_the_sum_is_said() -> None:
    answer = next(a for a in ANSWERS if a["file"] == "totals_wrong.csv")
    (check,) = join_work(Work(open_file(OFFICE / answer["file"]))).report.totals
    assert (check.row, check.total) == (3, 1013415.02)
    assert check.sum == pytest.approx(1012415.02)
