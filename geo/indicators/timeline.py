"""National figures by date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geo.indicators.paper import FIGURES, checked_label
from geo.model import (
    Observation,
    Source,
    Text,
    observation_of,
    read_label,
    read_rows,
    source_of,
    text_of,
    texts_of,
)

#: The code of the whole country in GB/T 2260.
CHINA = "100000"


@dataclass(frozen=True)
class Timeline:
    """Figures of the whole country over time; one date may have several, told apart by status."""

    title: Text
    unit: Text
    values: tuple[Observation, ...]
    source: Source
    notes: tuple[Text, ...]


def read_timeline(identifier: str = "5g-stations-national", *, folder: Path = FIGURES) -> Timeline:
    """A national timeline.

    Raises
    ------
    LabelError
        If label or data are incomplete or do not match.
    """
    label = read_label(
        folder / f"{identifier}.toml", required=("id", "sha256", "title", "unit", "source")
    )
    rows = read_rows(label, folder / f"{identifier}.csv")
    return Timeline(
        title=text_of(label["title"], f"{identifier}.toml [title]"),
        unit=text_of(label["unit"], f"{identifier}.toml [unit]"),
        values=checked_label(
            lambda row: observation_of({**row, "adcode": CHINA}), rows, identifier
        ),
        source=source_of(label),
        notes=texts_of(label.get("notes"), f"{identifier}.toml [notes]"),
    )
