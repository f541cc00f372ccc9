"""A GeoJSON becomes :class:`Features`, whatever of it a program may have written otherwise."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import BoundaryError, Text, phrase
from geo.places.features import NOWHERE, Features, check_size, make_table, refusing
from geo.places.file_words import note, plain


def read_geojson(data: bytes, name: str) -> Features:
    notes: tuple[Text, ...] = ()
    with refusing(phrase("vector_file.no_json", file=name)):
        try:
            content = json.loads(data)
        except UnicodeDecodeError:
            with refusing(phrase("vector_file.no_text", file=name)):
                text = data.decode("gb18030")
            content = json.loads(text)
            notes = (note("not_utf_8"),)
    features = _geojson_features(content, name)
    cells = (feature.get("properties") for feature in features)
    properties = [dict(own) if isinstance(own, dict) else {} for own in cells]
    # Many programs write the features' row numbers there, which are no codes.
    identifiers = [feature.get("id") for feature in features]
    if [str(found) for found in identifiers] != [str(i) for i in range(len(features))]:
        for own, identifier in zip(properties, identifiers, strict=True):
            if identifier is not None:
                own.setdefault("id", identifier)
    fields = list(dict.fromkeys(key for own in properties for key in own))
    check_size(name, features=len(features), columns=len(fields))
    shapes = np.empty(len(features), dtype=object)
    for i, feature in enumerate(features):
        with refusing(phrase("vector_file.geometry", file=name, feature=i + 1)):
            shapes[i] = _geojson_shape(feature.get("geometry"))
    columns = ((own.get(field) for own in properties) for field in fields)
    table = make_table(fields, columns, len(features))
    return Features(table, shapes, _geojson_crs(content, name), notes)


def _geojson_features(content: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(content, dict):
        raise BoundaryError("vector_file.no_object", file=name, kind=type(content).__name__)
    kind = content.get("type")
    if kind == "Feature":
        return [content]
    if kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        return [{"geometry": content}]
    if kind == "Topology":
        raise BoundaryError("vector_file.topojson", file=name)
    features = content.get("features")
    if kind != "FeatureCollection" or not isinstance(features, list):
        if kind:
            raise BoundaryError("vector_file.other_type", file=name, kind=plain(str(kind)))
        raise BoundaryError("vector_file.no_type", file=name)
    if not all(isinstance(feature, dict) for feature in features):
        raise BoundaryError("vector_file.no_feature_objects", file=name)
    return features


def _geojson_shape(geometry: object) -> shapely.Geometry | None:
    """A geometry object as a shape; what has no area is None, broken numbers are nowhere."""
    if not isinstance(geometry, dict):
        return None
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        shapes = [_geojson_shape(part) for part in geometry["geometries"]]
        return shapely.GeometryCollection([shape for shape in shapes if shape is not None])
    if kind not in ("Polygon", "MultiPolygon"):
        return None
    coordinates = geometry["coordinates"]
    polygons = []
    for rings in [coordinates] if kind == "Polygon" else coordinates:
        arrays = [_ring(ring) for ring in rings]
        if not all(np.isfinite(array).all() for array in arrays):
            return NOWHERE
        if arrays and len(arrays[0]) > 3:
            holes = [array for array in arrays[1:] if len(array) > 3]
            polygons.append(shapely.Polygon(arrays[0], holes))
    return shapely.multipolygons(polygons) if polygons else None


def _ring(positions: Any) -> NDArray[np.float64]:
    """A ring's longitudes and latitudes, closed; heights are left out."""
    try:
        array = np.asarray(positions, dtype=float)
    except ValueError:  # some positions have heights and some have none
        array = np.asarray([position[:2] for position in positions], dtype=float)
    if not array.size:
        return np.empty((0, 2))
    if array.ndim != 2 or array.shape[1] < 2:
        raise ValueError("a ring is a list of positions [longitude, latitude]")
    array = array[:, :2]
    return array if (array[0] == array[-1]).all() else np.vstack([array, array[:1]])


def _geojson_crs(content: dict[str, Any], name: str) -> str | None:
    """The member of the standard before RFC 7946, which many programs still write."""
    crs = content.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    text = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(text, str):
        raise BoundaryError("vector_file.crs", file=name, crs=plain(json.dumps(crs)))
    return text
