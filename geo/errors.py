"""The errors Province Atlas raises: one base, a few leaves.

Every message says what was wrong, which values, and what would be right; the page and the command
line show it as it is, so it is written for a user, not for a developer.
"""

from __future__ import annotations

from collections.abc import Iterable


class GeoError(Exception):
    """Base of every error a user can cause and mend."""


class LabelError(GeoError):
    """A data file whose label is missing, incomplete, or does not match its content."""


class BoundaryError(GeoError):
    """A boundary file that cannot be read or used."""


class MissingCrsError(BoundaryError):
    """A boundary file that does not name its coordinate reference system; ``likely`` is the one
    its positions fit, e.g. ``EPSG:4326``, or nothing."""

    def __init__(self, message: str, *, likely: str = "") -> None:
        super().__init__(message)
        self.likely = likely


class TableError(GeoError):
    """A table that cannot be read, or has no usable key or value column."""


class RegisterError(GeoError):
    """A register of points that cannot be read or counted."""


class SwappedError(RegisterError):
    """A register whose longitudes and latitudes seem to stand in each other's columns."""


class ClassificationError(GeoError):
    """Classes that cannot be made as asked for."""


class AllocationError(GeoError):
    """A total that cannot be shared out as asked for."""


class DrawingError(GeoError):
    """A picture that cannot be drawn as asked for."""


class ExportError(GeoError):
    """A file that cannot be written."""


class UnknownNameError(GeoError):
    """A name that is not in a list of known names; says which known names are nearest."""

    def __init__(self, what: str, name: object, known: Iterable[str]) -> None:
        from rapidfuzz import process  # only needed once something went wrong

        names = list(known)
        near = [match[0] for match in process.extract(str(name), names, limit=3, score_cutoff=50)]
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        super().__init__(f"unknown {what} {str(name)!r}. {hint}Known: {', '.join(names)}.")
