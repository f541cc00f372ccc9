"""Which places: a set by name, a file, polygons of the user's own; and places of a map by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.boundaries import list_boundaries
from geo.boundary_frame import boundaries_from_frame
from geo.errors import GeoError, UnknownNameError
from geo.model import Boundaries, Text
from geo.reading import BoundaryUpload, gazetteer_of, load_places, open_boundaries

if TYPE_CHECKING:
    import geopandas

    #: A set's id, a boundary file, polygons, or what was made of them.
    Places = str | Path | geopandas.GeoDataFrame | Boundaries


@dataclass(frozen=True)
class Wanted:
    """Boundaries as a table is joined with them: one of the three says which."""

    set_id: str = "provinces"
    upload: BoundaryUpload | None = None
    places: Boundaries | None = None

    def load(self) -> Boundaries:
        """The boundaries."""
        return self.places or load_places(self.set_id, self.upload)[0]


def find_places(
    boundaries: Places, *, code: str | None = None, name: str | None = None, crs: str | None = None
) -> Wanted:
    """Find out what boundaries are meant.

    Raises
    ------
    UnknownNameError
        If a name is neither a set's nor a file's.
    BoundaryError
        If they cannot be read or used.
    """
    if isinstance(boundaries, Boundaries):
        return Wanted(places=boundaries)
    if isinstance(boundaries, str | Path):
        known = list_boundaries()
        if str(boundaries) in known:
            return Wanted(str(boundaries))
        path = Path(boundaries)
        if not path.suffix and not path.exists():
            raise UnknownNameError("boundary set", str(boundaries), known)
        upload = open_boundaries(path, crs=crs)
        return Wanted(upload=replace(upload, code=code, label=name))
    return Wanted(places=boundaries_from_frame(boundaries, code=code, name=name, crs=crs))


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
            near = [_either(place.name) for place in gazetteer.suggest(text)]
            if near:
                raise GeoError("cli.near_place", text=text, near=near)
            raise GeoError("cli.no_place", text=text)
        found[match.adcode] = True
    return tuple(found)


def _either(name: Text) -> Text:
    """A name in both languages; where one has none, in the other."""
    return Text(name.en or name.zh, name.zh or name.en)
