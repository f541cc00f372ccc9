"""Which places: a set by name, a file, or polygons of the user's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from geo.model import Boundaries, UnknownNameError
from geo.places import boundaries_from_frame, list_boundaries
from geo.tables import BoundaryUpload, load_places, open_boundaries

if TYPE_CHECKING:
    import geopandas

    #: A set's id, a boundary file, polygons, or what was made of them.
    Places: TypeAlias = str | Path | geopandas.GeoDataFrame | Boundaries


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
