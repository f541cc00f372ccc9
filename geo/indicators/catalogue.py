"""The catalogue of indicators: ``data/indicators/<id>.csv`` with its label ``<id>.toml``.

A new indicator is a new pair of files; nothing here knows any of them by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from geo.indicators.groups import read_groups
from geo.indicators.steps import divisor_of, ratio
from geo.model import (
    CLAUSES,
    DATA,
    KINDS,
    TRUST,
    Derivation,
    Indicator,
    Label,
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
    "summable": bool, "group": str, "trust": str, "beside": str, "level_of": str,
}  # fmt: skip
_REQUIRED = ("id", "kind", "order", "title", "group", "unit", "no_data", "source")


def list_indicators(folder: Path = INDICATORS) -> tuple[Indicator, ...]:
    """All indicators of a folder, in the order their labels ask for; without those that are others
    at a lower level."""
    return tuple(indicator for indicator in _list(folder) if not indicator.level_of)


def list_lower(identifier: str, folder: Path = INDICATORS) -> tuple[str, ...]:
    """The ids of the indicators of a folder that are another one at a lower level."""
    said = f'level_of = "{identifier}"'
    labels = sorted(folder.glob("*.toml"))
    return tuple(p.stem for p in labels if said in p.read_text("utf-8").splitlines())


def _list(folder: Path) -> tuple[Indicator, ...]:
    shelf = _Shelf(folder)
    found = [shelf.read(identifier) for identifier in shelf.known]
    return tuple(sorted(found, key=lambda indicator: (indicator.order, indicator.id)))


def read_indicator(identifier: str, *, folder: Path = INDICATORS) -> Indicator:
    """Read one indicator.

    A label with ``[derived]`` has no figures of its own: they are computed, period by period, from
    the two indicators it names.

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
    return _Shelf(folder).read(identifier)


class _Shelf:
    """The indicators of a folder, each read once: many are derived from the same few."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.known = sorted(path.stem for path in folder.glob("*.toml"))
        self._read: dict[str, Indicator] = {}
        self._begun: set[str] = set()

    def read(self, identifier: str) -> Indicator:
        if identifier not in self.known:
            raise UnknownNameError("indicator", identifier, self.known)
        if identifier not in self._read:
            if identifier in self._begun:
                raise LabelError("indicators.circle", file=f"{identifier}.toml")
            self._begun.add(identifier)
            self._read[identifier] = self._made(identifier)
        return self._read[identifier]

    def _made(self, identifier: str) -> Indicator:
        name = f"{identifier}.toml"
        label = read_label(self._folder / name, required=_REQUIRED)
        _check(label, name)
        table = self._folder / f"{identifier}.csv"
        if "derived" not in label:
            if "sha256" not in label:
                raise LabelError("labels.lacks", file=name, keys=["sha256"])
            return _worded(label, name, _observations(read_rows(label, table), table.name))
        formula = _derivation(label["derived"], name)
        if table.exists():
            raise LabelError("indicators.no_table", file=name, table=table.name)
        parts = self.read(formula.numerator), self.read(formula.denominator)
        return _computed(_worded(label, name, ()), formula, parts, name)


def _check(label: Label, name: str) -> None:
    """Raise LabelError where a part is of another type, or none of those that are known."""
    wrong = [key for key, kind in _TYPES.items() if not isinstance(label.get(key, kind()), kind)]
    faults = [phrase("indicators.type", key=k, type=_TYPES[k].__name__) for k in wrong]
    lists = {"group": tuple(read_groups()), "trust": TRUST}
    faults += [
        phrase("indicators.one_of", key=key, value=label[key], known=known)
        for key, known in lists.items()
        if key in label and key not in wrong and label[key] not in known
    ]
    if faults:
        raise LabelError("indicators.types", file=name, faults=faults)
    if label["kind"] not in KINDS:
        raise LabelError("indicators.kind", file=name, kind=label["kind"], known=KINDS)


def _worded(label: Label, name: str, values: tuple[Observation, ...]) -> Indicator:
    def text(key: str) -> Text:
        return text_of(label[key], f"{name} [{key}]") if key in label else Text("", "")

    return Indicator(
        id=label["id"],
        title=text("title"),
        group=read_groups()[label["group"]].title,
        group_id=label["group"],
        unit=text("unit"),
        kind=label["kind"],
        values=values,
        source=source_of(label),
        boundaries=label.get("boundaries", "provinces"),
        no_data=text("no_data"),
        notes=texts_of(label.get("notes"), f"{name} [notes]"),
        method=text("method"),
        decimals=label.get("decimals", 0),
        palette=label.get("palette", ""),
        midpoint=label.get("midpoint"),
        order=label["order"],
        ranked=label.get("ranked", True),
        summable=label.get("summable", True),
        trust=label.get("trust", ""),
        vintage=text("vintage"),
        beside=label.get("beside", ""),
        level_of=label.get("level_of", ""),
    )


def _computed(
    indicator: Indicator, formula: Derivation, parts: tuple[Indicator, Indicator], name: str
) -> Indicator:
    """An indicator with the figures that its formula gives."""
    numerator, denominator = parts
    for one, two in (parts, (indicator, numerator)):
        if one.boundaries != two.boundaries:
            raise LabelError(
                "indicators.other_set", file=name, one=one.id, of_one=one.boundaries,
                two=two.id, of_two=two.boundaries,
            )  # fmt: skip
    for part in parts:
        own, its = indicator.vintage, part.vintage
        if its.en not in own.en or its.zh not in own.zh:
            raise LabelError("derive.vintage", file=name, part=part.id, vintage=its)
    divisor = divisor_of(numerator, denominator)
    without = [period for period in numerator.periods if period not in divisor.periods]
    if without:
        raise LabelError(
            "derive.no_denominator", file=name, denominator=denominator.id, periods=without
        )
    values = ratio(
        numerator, denominator, scale=formula.scale, decimals=formula.round, pairs=divisor.periods
    )
    beside = indicator.beside or denominator.beside
    return replace(
        indicator,
        values=values,
        derived=formula,
        divisor=replace(divisor, cited=True),
        beside=beside,
        quotient=True,
    )


def _derivation(table: Mapping[str, Any], name: str) -> Derivation:
    try:
        formula = Derivation(**table)
        float(0 * formula.scale)  # a text has no such product
        return formula
    except (TypeError, ValueError) as error:
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


def load_catalogue() -> tuple[Indicator, ...]:
    """All indicators of the catalogue, read once, in the order their labels ask for; see
    :func:`list_indicators`."""
    return tuple(indicator for indicator in load_every_level() if not indicator.level_of)


@cache
def load_every_level() -> tuple[Indicator, ...]:
    """The catalogue with the indicators that are others at a lower level, read once."""
    return _list(INDICATORS)
