"""Frames as a notebook has them: a table of provinces, and polygons of one's own."""

from __future__ import annotations

import geopandas
import pandas as pd
import shapely

GDP = pd.DataFrame({"省份": ["安徽省", "粤", "浙江"], "GDP": [38061.5, 111151.6, 64689.1]})
SQUARES = geopandas.GeoDataFrame(
    {"code": ["a", "b"], "name": ["Left", "Right"]},
    geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
    crs="EPSG:4326",
)
