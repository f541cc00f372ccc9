"""National figures that are no map: those of the paper, each with its sentence, and the timeline of
5G base stations. Files in ``data/figures/``, each with its label."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from geo.model import (
    DATA,
    LabelError,
    Source,
    Text,
    phrase,
    read_label,
    read_rows,
    source_of,
    text_of,
    texts_of,
)

FIGURES = DATA / "figures"

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One figure of the paper, as printed, with the sentence it stands in.

    ``reading`` and ``reading_unit`` give the likely reading where the printed unit cannot be right.
    """

    id: str
    theme: str
    place: Text
    measure: Text
    period: str
    value: str
    unit: Text
    status: str
    status_words: Text
    section: str
    quote: str
    caution: Text
    reading: str
    reading_unit: Text


@dataclass(frozen=True)
class Paper:
    """The figures of the paper by theme, in the order they are shown."""

    title: Text
    themes: Mapping[str, Text]
    figures: tuple[Figure, ...]
    source: Source
    notes: tuple[Text, ...]


def read_paper(folder: Path = FIGURES) -> Paper:
    """The paper in figures.

    Raises
    ------
    LabelError
        If label or data are incomplete or do not match.
    """
    label = read_label(
        folder / "paper.toml", required=("id", "sha256", "title", "themes", "source")
    )
    themes = {key: text_of(entry, "paper.toml [themes]") for key, entry in label["themes"].items()}
    rows = read_rows(label, folder / "paper.csv")
    unknown = sorted({row["theme"] for row in rows} - set(themes))
    if unknown:
        raise LabelError("figures.themes", file="paper.csv", label="paper.toml", themes=unknown)
    return Paper(
        title=text_of(label["title"], "paper.toml [title]"),
        themes=themes,
        figures=checked_label(_figure, rows, "paper"),
        source=source_of(label),
        notes=texts_of(label.get("notes"), "paper.toml [notes]"),
    )


def checked_label(
    read: Callable[[Mapping[str, str]], T], rows: list[dict[str, str]], name: str
) -> tuple[T, ...]:
    found = []
    for number, row in enumerate(rows, start=2):
        try:
            found.append(read(row))
        except KeyError as error:
            lacks = phrase("labels.row_lacks", column=error.args[0])
            raise LabelError("figures.row", file=f"{name}.csv", row=number, fault=lacks) from error
        except LabelError as error:
            raise LabelError("figures.row", file=f"{name}.csv", row=number, fault=error) from error
    return tuple(found)


def _figure(row: Mapping[str, str]) -> Figure:
    def both(name: str) -> Text:
        return Text(row[f"{name}_en"], row[f"{name}_zh"])

    return Figure(
        id=row["id"],
        theme=row["theme"],
        place=both("place"),
        measure=both("measure"),
        period=row["period"],
        value=row["value"],
        unit=both("unit"),
        status=row["status"],
        status_words=both("status"),
        section=row["section"],
        quote=row["quote"],
        caution=both("caution"),
        reading=row["reading_value"],
        reading_unit=both("reading_unit"),
    )
