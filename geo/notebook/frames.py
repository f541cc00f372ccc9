"""Frames of what a map shows: a row a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.export import data_rows
from geo.model import LANGUAGES, Boundaries, Choropleth, unique_names

if TYPE_CHECKING:
    import geopandas


def frame_of(choropleth: Choropleth) -> pd.DataFrame:
    """What a map shows, indexed by code."""
    frame = pd.DataFrame.from_records(data_rows(choropleth), index="adcode")
    return frame.astype({"class": "Int64"})


def with_polygons(frame: pd.DataFrame, boundaries: Boundaries) -> geopandas.GeoDataFrame:
    """A frame indexed by code with the polygons of its places (WGS 84)."""
    import geopandas

    polygons = boundaries.frame.geometry
    return geopandas.GeoDataFrame(frame, geometry=polygons.reindex(frame.index), crs=polygons.crs)


def named(figures: dict[str, dict[str, Any]], boundaries: Boundaries) -> pd.DataFrame:
    """Figures by code and column as a frame, with the names of the places first."""
    frame = pd.DataFrame.from_dict(figures, orient="index").rename_axis("adcode")
    own = {language: f"name_{language}" for language in reversed(LANGUAGES)}
    frame.columns = pd.Index(unique_names(frame.columns, taken=own.values()))
    for position, (language, column) in enumerate(own.items()):
        names = [boundaries.names[adcode][language] for adcode in frame.index]
        frame.insert(position, column, names)
    return frame
