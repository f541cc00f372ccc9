"""Files that are the same bytes every time, and their hashes in their labels."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pyogrio

# GDAL writes the day of the run into the .dbf, and the time into a GeoPackage, unless it is told.
DBF_DATE = "2026-01-01"
GPKG_DATE = "2026-01-01T00:00:00.000Z"


def write_shapefile(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a shapefile with its companions, and the hash of all of them into its label."""
    frame.to_file(
        path,
        driver="ESRI Shapefile",
        engine="pyogrio",
        encoding="UTF-8",
        layer_options={"DBF_DATE_LAST_UPDATE": DBF_DATE, "RESIZE": "YES"},
    )
    _write_hash(path.with_suffix(".toml"), *sorted(path.parent.glob(f"{path.stem}.[!t]*")))


def write_geopackage(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a GeoPackage, in a folder that is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # GDAL would keep the layers of another name
    with _fixed_date():
        frame.to_file(path, driver="GPKG", engine="pyogrio")


def write_areas(km2: Mapping[str, float], path: Path) -> None:
    """Write an indicator of areas, and its hash into its label."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("adcode", "period", "value", "status"))
        writer.writerows((code, "", f"{area:.2f}", "derived") for code, area in km2.items())
    _write_hash(path.with_suffix(".toml"), path)


def _write_hash(label: Path, *data: Path) -> None:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in data)).hexdigest()
    text = label.read_text(encoding="utf-8")
    label.write_text(
        re.sub(r'^sha256 = ".*"$', f'sha256 = "{digest}"', text, count=1, flags=re.MULTILINE),
        encoding="utf-8",
        newline="\n",
    )


@contextmanager
def _fixed_date() -> Iterator[None]:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": GPKG_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
