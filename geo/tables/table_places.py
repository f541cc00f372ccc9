"""The places that a table is joined with: boundaries that somebody chose, or those of the level
that the table is found to be of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.model import LEVELS, Boundaries, UnknownNameError
from geo.places import level_of_set, load_level
from geo.tables.level_names import NamesOf, NamesOfLevel, remembered
from geo.tables.level_of_table import Found, find_level, within_of
from geo.tables.names import Names, RememberedNames
from geo.tables.work import Work, gazetteer_of, load_places


@dataclass(frozen=True)
class TablePlaces:
    """Boundaries and the names of their places; ``found`` is the level, where they are of one."""

    boundaries: Boundaries
    names: Names
    found: Found | None = None


def find_places(work: Work) -> TablePlaces:
    """The boundaries that some work is joined with: those that come from no file, those of a file,
    those chosen, else those of the level that the table is found to be of.

    Raises
    ------
    GeoError
        If the user's own boundary file cannot be used, or there is no such set or sheet.
    """
    if work.places is not None:
        return TablePlaces(work.places, RememberedNames(gazetteer_of(work.places)))
    chosen = work.choices.boundaries
    if work.boundary_file is not None or (chosen and level_of_set(chosen) is None):
        boundaries, gazetteer = load_places(chosen, work.boundary_file)
        return TablePlaces(boundaries, RememberedNames(gazetteer))
    names_of = remembered()
    found = _found(work, names_of)
    boundaries = load_level(found.level, found.within)
    if found.level == "province":
        return TablePlaces(boundaries, names_of("province"), found)
    return TablePlaces(boundaries, NamesOfLevel(found.level, found.within, names_of), found)


def level_left_open(work: Work) -> Found:
    """The level that a table is found to be of, whatever was chosen."""
    choices = replace(work.choices, boundaries="", within=None)
    return _found(replace(work, choices=choices), remembered())


def with_fixes(work: Work, said: Mapping[str, str]) -> Work:
    """The work with what the user says of single spellings: a code or a name of a place, or "".

    Raises
    ------
    UnknownNameError
        If there is no such place.
    """
    if not said:
        return work
    places = find_places(work)
    known = places.boundaries.names
    fixes = dict(work.choices.fixes)
    for spelling, place in said.items():
        match = places.names.resolve(place) if place else None
        if place and (match is None or match.adcode not in known):
            raise UnknownNameError("place", place, [name.en for name in known.values()])
        fixes[spelling] = match.adcode if match else ""
    return replace(work, choices=replace(work.choices, fixes=fixes))


def _found(work: Work, names_of: NamesOf) -> Found:
    """What somebody said of the level and of the part, and what is found of the rest."""
    choices = work.choices
    sheets = [s for s in work.workbook.sheets if choices.sheet in (None, s.name)]
    sheets = sheets or list(work.workbook.sheets)
    level, within = level_of_set(choices.boundaries), choices.within
    if level == "province":
        return Found(level)
    if level is not None:
        return Found(level, within_of(sheets, level, names_of) if within is None else within)
    found = find_level(sheets, names_of)
    if within is None or (found.level == "province" and not within):
        return found
    # A part of the country has no provinces: the lower level with the most names is meant.
    lower = max(LEVELS[1:], key=lambda level: found.named.get(level, 0))
    return replace(found, level=lower if found.level == "province" else found.level, within=within)
