"""Places that stand in several rows: how these are combined, or that somebody has to say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum
from statistics import fmean

from geo.model import CLAUSES, Answer, Boundaries, QuestionError, Text, joined, phrase

Figure = float | None


def _of_present(combine: Callable[[list[float]], float]) -> Callable[[list[Figure]], Figure]:
    """The same for figures of which some are missing."""

    def combined(figures: list[Figure]) -> Figure:
        present = [figure for figure in figures if figure is not None]
        return combine(present) if present else None

    return combined


#: How the rows of a place that stands in several are combined.
COMBINE: Mapping[str, Callable[[list[Figure]], Figure]] = {
    "first": lambda figures: figures[0],
    "last": lambda figures: figures[-1],
    "sum": _of_present(fsum),
    "mean": _of_present(fmean),
}


def rows_by_place(rows_of: Mapping[tuple[str, str], Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """The rows of each place that stands in several for one period."""
    rows: dict[str, list[int]] = {}
    for (adcode, _), numbers in rows_of.items():
        if len(numbers) > 1:
            rows.setdefault(adcode, []).extend(numbers)
    return {adcode: tuple(sorted(set(numbers))) for adcode, numbers in rows.items()}


def refuse_duplicates(
    rows_of: Mapping[str, tuple[int, ...]], boundaries: Boundaries, *, words: bool = False
) -> None:
    """Raise if a place stands in several rows, of numbers or of ``words``.

    Raises
    ------
    QuestionError
        Naming the places and their rows, and how to say which counts.
    """
    if not rows_of:
        return
    names = boundaries.names
    lines = [
        phrase("join.in_rows", place=Text(f"{name.en} {name.zh}", name.zh), rows=rows[:10])
        for name, rows in [(names[adcode], rows) for adcode, rows in rows_of.items()][:20]
    ]
    raise QuestionError(
        "join.twice",
        answers=[
            Answer(meaning, f"--duplicates {how}", {"duplicates": how})
            for how, meaning in (
                ("first", phrase("join.take_first")),
                ("last", phrase("join.take_last")),
                ("sum", phrase("join.take_sum")),
                ("mean", phrase("join.take_mean")),
            )[: 2 if words else 4]
        ]
        + [Answer(phrase("join.count_rows"), "--aggregate count", {"aggregate": "count"})],
        places=joined(lines, CLAUSES),
    )
