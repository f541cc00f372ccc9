"""Which columns of a register hold what: found by name, or named by the user."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from typing import get_args

from geo.model import DATA, RegisterError, UnknownNameError, phrase
from geo.registers.files.parts import Every, FoundColumns, RegisterFile
from geo.tables import fold, parse_number, split_unit

_NAMES = DATA / "point_columns.toml"
_MOST_SHOWN = 30
_TOKEN = re.compile(r"[a-z]+|[^a-z\s_.\-]+")

EVERY: tuple[Every, ...] = get_args(Every)


def find_columns(
    file: RegisterFile,
    *,
    lon: str | None = None,
    lat: str | None = None,
    category: str = "",
    weight: str = "",
    date: str = "",
    every: Every = "year",
) -> FoundColumns:
    """The columns that a count reads.

    What the user names goes before what is found; positions come from a geometry where the file has
    one and no column is named.

    Raises
    ------
    UnknownNameError
        If a column that is named is not there.
    RegisterError
        If no column, or more than one, can be the longitude or the latitude.
    """
    if every not in EVERY:
        raise UnknownNameError("length of periods", every, EVERY)
    for name in filter(None, (lon, lat, category, weight, date)):
        if name not in file.columns:
            raise UnknownNameError("column", name, file.columns, of=file.path.name)
    if (lon is None) != (lat is None):
        raise RegisterError("register.both_columns")
    if lon and lon == lat:
        raise RegisterError("register.one_column", column=lon)
    if not lon and not file.geometry:
        lon, lat = find_coordinates(file.columns, file.path.name)
    return FoundColumns(lon or "", lat or "", category, weight, date, every)


def find_coordinates(columns: Sequence[str], name: str) -> tuple[str, str]:
    """The columns with longitudes and latitudes, by what they are called.

    Raises
    ------
    RegisterError
        If there is none of either, or several that are called alike.
    """
    found = []
    for axis in ("longitude", "latitude"):
        likely = _likely(columns, axis)
        if len(likely) != 1:
            raise _not_one(axis, likely, columns, name)
        found.append(likely[0])
    if found[0] == found[1]:
        raise RegisterError("register.both_axes", file=name, column=found[0])
    return found[0], found[1]


def _not_one(axis: str, likely: list[str], columns: Sequence[str], name: str) -> RegisterError:
    """The error where none or several of the columns may hold an axis."""
    longitude = axis == "longitude"
    title = phrase("register.longitude") if longitude else phrase("register.latitude")
    what = phrase("register.none", axis=title)
    if likely:
        what = phrase("register.several", axis=title, columns=likely)
    hint = phrase("register.name_columns")
    if columns and all(isinstance(parse_number(column), float) for column in columns):
        hint = phrase("register.needs_heading")
    return RegisterError(
        "register.coordinates", file=name, what=what, columns=columns[:_MOST_SHOWN], hint=hint
    )


def has_coordinates(columns: Sequence[str]) -> bool:
    """Whether exactly one column is called as a longitude is, and another as a latitude."""
    lon, lat = (_likely(columns, axis) for axis in ("longitude", "latitude"))
    return len(lon) == len(lat) == 1 and lon != lat


def may_have_coordinates(columns: Sequence[str]) -> bool:
    """Whether any column is called as a longitude or a latitude is."""
    return any(_likely(columns, axis) for axis in ("longitude", "latitude"))


def _likely(columns: Sequence[str], axis: str) -> list[str]:
    """The columns that may hold an axis, by the first rule that finds any."""
    names = _names()[axis]
    # A heading may have line ends in its cells: 经度, and below it (°).
    words = {column: " ".join(column.split()) for column in columns}
    bare = {column: fold(split_unit(name)[0]).casefold() for column, name in words.items()}
    rules: tuple[Callable[[str], bool], ...] = (
        lambda name: name in names["exact"],
        lambda name: (
            any(part in name for part in names["within"])
            or bool(set(_TOKEN.findall(name)) & set(names["tokens"]))
        ),
        lambda name: name in names["plain"],
    )
    for rule in rules:
        if likely := [column for column, name in bare.items() if rule(name)]:
            return likely
    return []


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_NAMES.read_text(encoding="utf-8"))
