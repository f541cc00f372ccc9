"""Small multiples by province: one picture with a map of each, by the level below, in the classes
of the whole country."""

from __future__ import annotations

from dataclasses import replace

from geo.maps.pipeline import build, draw_indicator
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest, indicator_asked
from geo.model import (
    Boundaries,
    Choropleth,
    GeoError,
    Indicator,
    JoinReport,
    Plate,
    UnknownNameError,
    listed,
    word,
)
from geo.places import level_of_set, read_hierarchy


def build_by_province(
    request: MapRequest,
    indicator: Indicator | None = None,
    *,
    report: JoinReport | None = None,
    boundaries: Boundaries | None = None,
) -> Plate:
    """A map of each province that has figures, by prefecture where no other level is asked for.
    Those without are named in a note.

    Parameters
    ----------
    request
        What a map shows. Its classes are those of the country, unless each map has its own.
    indicator, report, boundaries
        As for :func:`geo.maps.draw_indicator`, of figures that are not in the catalogue.

    Raises
    ------
    GeoError
        If a part of the country is asked for, or the figures are of provinces; and a leaf of it for
        everything else that cannot be done as asked.
    """
    hierarchy = read_hierarchy()
    if request.within:
        raise GeoError("part.by_province_within", place=hierarchy.name_of(request.within))
    if request.arrangement != "map":
        raise GeoError("arranged.not_with", option="by_province")
    if indicator is None:
        request = replace(request, level=request.level or "prefecture")
    shown = indicator or indicator_asked(request.indicator, request)
    level = level_of_set(boundaries.id if boundaries else shown.boundaries)
    if level not in ("prefecture", "county"):
        raise GeoError("part.by_province_level", indicator=shown.title)
    known = {o.adcode for o in shown.values if o.value is not None}
    filled = {
        adcode: bool(known.intersection(hierarchy.members(level, adcode)))
        for adcode in hierarchy.names["province"]
    }
    own = request.classes_of == "each"
    one = replace(request, title=None, classes_from="part" if own else "country")
    maps = [
        build(replace(one, within=adcode))
        if indicator is None
        else draw_indicator(
            indicator, replace(one, within=adcode), report=report, boundaries=boundaries
        )
        for adcode, has_figures in filled.items()
        if has_figures
    ]
    if not maps:
        raise UnknownNameError("place", shown.id, hierarchy.names["province"])
    plate = make_plate(maps, title=request.title)
    if indicator is None:
        plate = replace(plate, whole=_whole(request))
    absent = [hierarchy.name_of(a)[request.language] for a in filled if not filled[a]]
    if not absent:
        return plate
    note = word("without_panel", request.language, names=listed(absent, request.language))
    return replace(plate, notes=(*plate.notes, note))


def _whole(request: MapRequest) -> Choropleth | None:
    """The map by province, where there are figures for it."""
    try:
        return build(replace(request, level="province"))
    except GeoError:
        return None
