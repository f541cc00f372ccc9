"""The counts of a register as a user's table like any other.

What is drawn of a table (classes, relations, pictures, saved work) is then drawn of a register.
"""

from __future__ import annotations

import re
from collections import Counter as Totals
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.model import (
    Language,
    Sheet,
    Workbook,
    plain_number,
    word,
)
from geo.registers.count import (
    Count,
)
from geo.registers.part_count import Tally
from geo.registers.upload import Register
from geo.registers.upload_count import Counted
from geo.tables import (
    EACH_ROW,
    Choices,
    Work,
)

#: So many categories, and so many periods, have a column of their own in the table.
MOST_COLUMNS = 200

_BRACKETS = re.compile(r"[()\[\]（）]")


def left_out(count: Count) -> int:
    """How many categories and periods have no column of their own in the table."""
    keys = count.total.tallies
    found = (len({key.category for key in keys}), len({key.period for key in keys}))
    return sum(max(number - MOST_COLUMNS, 0) for number in found)


def make_work(counted: Counted, language: Language) -> Work:
    """The counts as a table with a row for each place, and all that is known of it as choices.

    A place without any point has no figures. Where a place has points, but none of a category or
    period, that count is 0.
    """
    register, count = counted.register, counted.count
    measures = _measures(register, count, language)
    names = count.plan.boundaries.names
    tallies: dict[str, dict[tuple[str, str], Tally]] = {}
    for key, tally in count.total.tallies.items():
        found = tallies.setdefault(count.adcodes[key.place], {})
        found[key.category, key.period] = tally
    head = ("adcode", "name_zh", "name_en", *(measure.heading for measure in measures))
    rows = [
        (
            adcode, names[adcode].zh, names[adcode].en,
            *(m.figure(tallies[adcode]) if adcode in tallies else "" for m in measures),
        )
        for adcode in count.adcodes if adcode in names
    ]  # fmt: skip
    note = _word(
        "note", language, counted=f"{count.counted:,}", rows=f"{count.rows:,}",
        datum=word(f"datum_{count.plan.datum}", language, section="page"),
    )  # fmt: skip
    sheet = Sheet("", (head, *rows, (note,)))
    choices = Choices(
        header=(1,),
        key="adcode",
        value=measures[0].name,
        period_column="",
        aggregate=EACH_ROW,
        kind="count",
        date="",
        source=_source(register, language),
        boundaries=counted.asked.boundaries,
    )
    return Work(Workbook(register.name, (sheet,)), choices, counted.asked.boundary_file)


def reword(work: Work, counted: Counted, *, before: Language, language: Language) -> Work:
    """The same work in another language, with all that the user chose in the one before."""
    old, new = (
        [measure.name for measure in _measures(counted.register, counted.count, each)]
        for each in (before, language)
    )
    names = dict(zip(old, new, strict=True))
    made, said = make_work(counted, language), work.choices
    choices = replace(
        said,
        value=names.get(said.value or "", said.value),
        per=names.get(said.per, said.per),
    )
    if said.source == _source(counted.register, before):
        choices = replace(choices, source=made.choices.source)
    return replace(made, choices=choices)


@dataclass(frozen=True)
class _Measure:
    """A column of the table: the measure's name, the heading, and the figure that is made of the
    tallies of a place, all of them or those of a category or period."""

    name: str
    heading: str
    make: Callable[[Sequence[Tally]], str]
    category: str | None = None
    period: str | None = None

    def figure(self, tallies: Mapping[tuple[str, str], Tally]) -> str:
        """The figure of a place whose tallies these are, by category and period."""
        return self.make(
            [
                tally
                for (category, period), tally in tallies.items()
                if self.category in (None, category) and self.period in (None, period)
            ]
        )


def _measures(register: Register, count: Count, language: Language) -> list[_Measure]:
    """The columns of the table: all points, then by category, by period, then the weights."""
    columns, tallies = count.plan.columns, count.total.tallies
    subject = _word("synthetic" if register.synthetic else "points", language)
    unit = "（个）" if language == "zh" else ""  # in English the name says it
    found = [_Measure(subject, f"{subject}{unit}", _points)]
    if columns.category:
        sizes = Totals[str]()
        for key, tally in tallies.items():
            sizes[key.category] += tally.points
        for category in sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_COLUMNS]:
            name = f"{subject} · {_bare(category) or _word('no_category', language)}"
            found.append(_Measure(name, f"{name}{unit}", _points, category=category))
    if columns.date:
        name = f"{subject} · {_bare(columns.date)}"
        for period in sorted({key.period for key in tallies} - {""})[-MOST_COLUMNS:]:
            found.append(_Measure(name, f"{name}{unit} ({period})", _points, period=period))
    if columns.weight:
        for how, make in (("sum", _sum), ("mean", _mean)):
            name = _word(how, language, column=_bare(columns.weight))
            found.append(_Measure(name, name, make))
    return found


def _bare(text: str) -> str:
    """A text without brackets, in which a heading has its unit."""
    return " ".join(_BRACKETS.sub(" ", text).split())


def _points(tallies: Sequence[Tally]) -> str:
    return str(sum(tally.points for tally in tallies))


def _sum(tallies: Sequence[Tally]) -> str:
    total = sum(tallies, Tally())
    return plain_number(total.sum) if total.weighed else ""


def _mean(tallies: Sequence[Tally]) -> str:
    total = sum(tallies, Tally())
    return plain_number(total.mean) if total.weighed else ""


def _source(register: Register, language: Language) -> str:
    return _word("synthetic_source", language) if register.synthetic else register.name


def _word(key: str, language: Language, **values: object) -> str:
    return word(key, language, section="points", **values)
