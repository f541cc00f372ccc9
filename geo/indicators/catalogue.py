"""The catalogue of indicators: ``data/indicators/<id>.csv`` with its label ``<id>.toml``.

A new indicator is a new pair of files; nothing here knows any of them by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geo.model import (
    CLAUSES,
    DATA,
    KINDS,
    Derivation,
    Indicator,
    LabelError,
    Observation,
    Text,
    UnknownNameError,
    joined,
    observation_of,
    phrase,
    read_label,
    read_rows,
    source_of,
    text_of,
    texts_of,
)

INDICATORS = DATA / "indicators"

_TYPES: Mapping[str, type] = {
    "kind": str, "order": int, "decimals": int, "palette": str, "boundaries": str, "ranked": bool,
    "summable": bool,
}  # fmt: skip
_REQUIRED = ("id", "kind", "order", "sha256", "title", "group", "unit", "no_data", "source")


def list_indicators(folder: Path = INDICATORS) -> tuple[Indicator, ...]:
    """All indicators of a folder, in the order their labels ask for."""
    found = [read_indicator(path.stem, folder=folder) for path in folder.glob("*.toml")]
    return tuple(sorted(found, key=lambda indicator: (indicator.order, indicator.id)))


def read_indicator(identifier: str, *, folder: Path = INDICATORS) -> Indicator:
    """Read one indicator.

    Parameters
    ----------
    identifier
        The file name without its ending.
    folder
        The catalogue to read from.

    Raises
    ------
    UnknownNameError
        If there is no such indicator; the nearest names are given.
    LabelError
        If label or data are incomplete or do not match; all faults are named.
    """
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if identifier not in known:
        raise UnknownNameError("indicator", identifier, known)
    label = read_label(folder / f"{identifier}.toml", required=_REQUIRED)
    name = f"{identifier}.toml"
    wrong = [key for key, kind in _TYPES.items() if not isinstance(label.get(key, kind()), kind)]
    if wrong:
        faults = [phrase("indicators.type", key=k, type=_TYPES[k].__name__) for k in wrong]
        raise LabelError("indicators.types", file=name, faults=faults)
    if label["kind"] not in KINDS:
        raise LabelError("indicators.kind", file=name, kind=label["kind"], known=KINDS)
    rows = read_rows(label, folder / f"{identifier}.csv")
    return Indicator(
        id=identifier,
        title=text_of(label["title"], f"{name} [title]"),
        group=text_of(label["group"], f"{name} [group]"),
        unit=text_of(label["unit"], f"{name} [unit]"),
        kind=label["kind"],
        values=_observations(rows, f"{identifier}.csv"),
        source=source_of(label),
        boundaries=label.get("boundaries", "provinces"),
        no_data=text_of(label["no_data"], f"{name} [no_data]"),
        notes=texts_of(label.get("notes"), f"{name} [notes]"),
        method=text_of(label["method"], f"{name} [method]") if "method" in label else Text("", ""),
        derived=_derivation(label.get("derived"), name),
        decimals=label.get("decimals", 0),
        palette=label.get("palette", ""),
        midpoint=label.get("midpoint"),
        order=label["order"],
        ranked=label.get("ranked", True),
        summable=label.get("summable", True),
    )


def _derivation(table: Mapping[str, Any] | None, name: str) -> Derivation | None:
    try:
        return Derivation(**table) if table is not None else None
    except TypeError as error:
        raise LabelError("indicators.derived", file=name, why=error) from error


def _observations(rows: list[dict[str, str]], name: str) -> tuple[Observation, ...]:
    """The rows as observations; every fault of the file is named in one error."""
    faults: list[Text] = []
    seen: set[tuple[str, str]] = set()
    observations: list[Observation] = []
    for number, row in enumerate(rows, start=2):
        try:
            observation = observation_of(row)
        except LabelError as error:
            why = Text(error.told("en").removesuffix("."), error.told("zh").removesuffix("。"))
            faults.append(phrase("indicators.row", row=number, fault=why))
            continue
        key = (observation.adcode, observation.period)
        if key in seen:
            faults.append(phrase("indicators.twice", row=number, adcode=key[0], period=key[1]))
        seen.add(key)
        observations.append(observation)
    if faults:
        raise LabelError("indicators.rows", file=name, faults=joined(faults, CLAUSES))
    return tuple(observations)


@cache
def load_catalogue() -> tuple[Indicator, ...]:
    """All indicators of the catalogue, read once, in the order their labels ask for."""
    return list_indicators()
