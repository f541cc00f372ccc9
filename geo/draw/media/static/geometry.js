/**
 * Reads the places' shapes.
 * @module
 */

/** @import { Geometry, PackedGeometry, Point, Polygons } from "./types.js" */

/**
 * In a file of its own the rings are steps in hundredths of a unit, which are shorter to write.
 * @param {Geometry | PackedGeometry} found
 * @returns {Geometry}
 */
export function unpack(found) {
  if (!isPacked(found)) return found;
  return {
    ...found,
    features: found.features.map((feature) => ({
      ...feature,
      geometry: { type: "MultiPolygon", coordinates: polygons(feature.geometry.steps) },
    })),
    parts: found.parts.map((part) => ({ ...part, rings: polygons(part.rings) })),
  };
}

/**
 * @param {Geometry | PackedGeometry} found
 * @returns {found is PackedGeometry}
 */
function isPacked(found) {
  return "steps" in found.features[0].geometry;
}

/**
 * @param {number[][][]} packed
 * @returns {Polygons}
 */
function polygons(packed) {
  return packed.map((polygon) => polygon.map(ring));
}

/**
 * @param {number[]} steps
 * @returns {Point[]}
 */
function ring(steps) {
  /** @type {Point[]} */
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push([x / 100, y / 100]);
  }
  return points;
}
