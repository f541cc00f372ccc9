/**
 * Reads the places' shapes.
 * @module
 */
import { reader } from "./topology.js";

/** @import { Geometry, PackedGeometry } from "./types.js" */

/**
 * As they are sent, and in a file of its own, shapes have every border once.
 * @param {Geometry | PackedGeometry} found
 * @returns {Geometry}
 */
export function unpack(found) {
  if (!isPacked(found)) return found;
  const polygonsOf = reader(found);
  const { type, bounds, inset } = found;
  return {
    type,
    bounds,
    inset,
    around: found.around.map(polygonsOf),
    features: found.features.map((feature) => ({
      ...feature,
      geometry: { type: "MultiPolygon", coordinates: polygonsOf(feature.geometry.arcs) },
    })),
    parts: found.parts.map((part) => ({ ...part, rings: polygonsOf(part.rings) })),
  };
}

/**
 * @param {Geometry | PackedGeometry} found
 * @returns {found is PackedGeometry}
 */
function isPacked(found) {
  return "arcs" in found;
}
