"""What a user brings and has decided: the table, the choices, a boundary file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from geo.indicators import Scenario
from geo.model import (
    Boundaries,
    BoundaryError,
    GeoError,
    Kind,
    Level,
    Place,
    TableError,
    Text,
    Workbook,
)
from geo.places import (
    Gazetteer,
    level_of_set,
    load_boundaries,
    make_gazetteer,
    read_boundary_file,
    read_gazetteer,
)
from geo.tables import cells
from geo.tables.workbook import MOST_BYTES, read_file, read_pasted, read_workbook

#: A row is a place, with its figure.
EACH_ROW = "rows"


@dataclass(frozen=True)
class BoundaryUpload:
    """A boundary file of the user's own, and what its reading needs."""

    name: str
    data: bytes = field(repr=False)
    crs: str | None = None
    code: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Choices:
    """What a user decides about a table; None is left to be found.

    ``value`` is a measure, or a column with words for a map of categories. ``period_column`` is a
    column with periods, "" for none. ``aggregate`` is
    :data:`EACH_ROW` or one of :data:`HOW`. ``where`` are conditions as they are written.
    ``sectors`` corrects suggestions (text → sector, "" for none), ``sector`` keeps one of them.
    ``fixes`` says which place a spelling is (adcode, or "" to leave its rows out). ``per`` is a
    denominator or a measure of the table; ``change`` is ``difference`` or ``percent``, between
    ``change_from`` and ``change_to``, the first and the last period when left out. ``source`` and
    ``source_date`` are the source line's. ``boundaries`` is a set of ours, "" for the level that
    the table is found to be of; ``within`` is the province or prefecture, by its code, in which its
    places lie, "" for the whole country. ``sum_to`` is a higher level that figures are added up to.
    ``in_order`` says that names which several places bear lie where the rows around them do.
    """

    sheet: str | None = None
    header: tuple[int, ...] | None = None
    key: str | None = None
    value: str | None = None
    period_column: str | None = None
    aggregate: str | None = None
    where: tuple[str, ...] = ()
    sector_column: str | None = None
    sectors: Mapping[str, str] = field(default_factory=dict)
    sector: str = ""
    duplicates: str = ""
    fixes: Mapping[str, str] = field(default_factory=dict)
    per: str = ""
    change: str = ""
    change_from: str = ""
    change_to: str = ""
    kind: Kind | None = None
    unit: str | None = None
    title: str = ""
    date: str | None = None
    source: str | None = None
    source_date: str = ""
    boundaries: str = ""
    within: str | None = None
    sum_to: Level | Literal[""] = ""
    in_order: bool | None = None


@dataclass(frozen=True)
class Look:
    """How the map of some work is drawn; what is None or empty is as suggested.

    ``edges`` are classes by hand, ``classes_of`` is ``all`` where all periods share classes,
    ``place`` is the place selected, by its code. ``export`` are the choices of the export panel.
    """

    period: str | None = None
    scheme: str = ""
    k: int | None = None
    edges: tuple[float, ...] = ()
    classes_of: Literal["shown", "all"] = "shown"
    palette: str = ""
    place: str = ""
    export: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """A table with all that was decided about it: what is saved and opened again. ``places`` are
    boundaries that come from no file; they go before all others, and are not saved. ``scenario`` is
    the one of the rollout that was made beside it."""

    workbook: Workbook
    choices: Choices = Choices()
    boundary_file: BoundaryUpload | None = None
    places: Boundaries | None = None
    look: Look = Look()
    scenario: Scenario | None = None


# Opening


def open_file(
    path: Path, *, most_bytes: int = MOST_BYTES, boundary_file: BoundaryUpload | None = None
) -> Workbook:
    """A table from a file; see :func:`geo.tables.workbook.read_file`."""
    return read_file(path, known=_known(boundary_file), most_bytes=most_bytes)


def open_bytes(data: bytes, name: str, *, most_bytes: int = MOST_BYTES) -> Workbook:
    """A table from a file's bytes; see :func:`geo.tables.workbook.read_workbook`."""
    return read_workbook(data, name, known=_known(None), most_bytes=most_bytes)


def open_pasted(text: str, *, name: str) -> Workbook:
    """A table from cells that were pasted; see :func:`geo.tables.workbook.read_pasted`."""
    return read_pasted(text, name=name, known=_known(None))


def open_boundaries(path: Path, *, crs: str | None = None) -> BoundaryUpload:
    """A boundary file of the user's own.

    Raises
    ------
    BoundaryError
        If the file cannot be read.
    """
    try:
        return BoundaryUpload(path.name, path.read_bytes(), crs=crs)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BoundaryError("reading.no_boundaries", path=path, reason=reason) from error


def load_places(identifier: str, upload: BoundaryUpload | None) -> tuple[Boundaries, Gazetteer]:
    """The boundaries a table is joined with, and the names of their places.

    Raises
    ------
    GeoError
        If the user's own boundary file cannot be used, or there is no such set.
    """
    if upload is not None:
        return _own_places(upload)
    boundaries = load_boundaries(identifier)
    return boundaries, gazetteer_of(boundaries)


@lru_cache(maxsize=4)
def _own_places(upload: BoundaryUpload) -> tuple[Boundaries, Gazetteer]:
    found = read_boundary_file(
        upload.data, upload.name, crs=upload.crs, code=upload.code, label=upload.label
    )
    return found.boundaries, gazetteer_of(found.boundaries)


def gazetteer_of(boundaries: Boundaries) -> Gazetteer:
    """What the places of a set are called: all known spellings of those of a level, else the names
    that the set has."""
    if level_of_set(boundaries.id):
        return read_gazetteer(boundaries.id)
    return make_gazetteer(boundaries.places)


def find_codes(names: str | Iterable[str], boundaries: Boundaries) -> tuple[str, ...]:
    """Places of a map by code or by any spelling of their names, each once.

    Raises
    ------
    GeoError
        If a text names none of them.
    """
    gazetteer = gazetteer_of(boundaries)
    found = {}
    for text in [names] if isinstance(names, str) else names:
        match = gazetteer.resolve(text)
        if match is None:
            places = gazetteer.suggest(text)
            near = [_either(place.name) for place in places]
            if len(set(near)) < len(near):  # of one name, which their codes tell apart
                each = [_coded(place) for place in places]
                raise GeoError("cli.several_places", text=text, places=each)
            if near:
                raise GeoError("cli.near_place", text=text, near=near)
            raise GeoError("cli.no_place", text=text)
        found[match.adcode] = True
    return tuple(found)


def _coded(place: Place) -> Text:
    """A place's full name with what it lies in, where that is known, and its code."""
    name, inside = _either(place.full), next(filter(None, place.parents), "")
    return Text(
        f"{name.en} ({', '.join(filter(None, (inside, place.adcode)))})",
        f"{name.zh}（{'，'.join(filter(None, (inside, place.adcode)))}）",
    )


def _either(name: Text) -> Text:
    """A name in both languages; where one has none, in the other."""
    return Text(name.en or name.zh, name.zh or name.en)


def _known(upload: BoundaryUpload | None) -> Callable[[str], bool]:
    """Whether a text names a place: of the user's own boundaries, or a province."""
    gazetteers = [read_gazetteer("provinces")]
    if upload is not None:
        gazetteers.insert(0, _own_places(upload)[1])
    return lambda text: any(gazetteer.resolve(text) for gazetteer in gazetteers)


# Deciding


def parse_rows(text: str) -> tuple[int, ...]:
    """Rows as they are written: ``3``, ``3-4``; nothing or ``none`` for no row.

    Raises
    ------
    TableError
        If it is none of these.
    """
    if text.strip().casefold() in ("", "none"):
        return ()
    first, _, last = cells.fold(text).replace("–", "-").partition("-")
    first, last = first.strip(), last.strip() or first.strip()
    # No sheet has a row of more digits; int() would refuse some thousands of them.
    if not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in (first, last)):
        raise TableError("reading.no_rows", text=text)
    if not 0 < int(first) <= int(last) < int(first) + 20:
        raise TableError("reading.no_heading", text=text)
    return tuple(range(int(first), int(last) + 1))
