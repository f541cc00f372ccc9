/**
 * Reads the places' shapes.
 * @module
 */

/** @import { Geometry, PackedGeometry, Point, Polygons } from "./types.js" */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * In a file of its own the rings are steps in hundredths of a unit, in letters, which are shorter to write.
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
 * @param {string[][]} packed
 * @returns {Polygons}
 */
function polygons(packed) {
  return packed.map((polygon) => polygon.map(ring));
}

/**
 * @param {string} letters of five bits a number's lowest first; those of the upper half go on
 * @returns {Point[]}
 */
function ring(letters) {
  /** @type {Point[]} */
  const points = [];
  const at = [0, 0];
  let axis = 0;
  let number = 0;
  let weight = 1;
  for (const letter of letters) {
    const bits = ALPHABET.indexOf(letter);
    number += (bits % 32) * weight;
    weight *= 32;
    if (bits >= 32) continue;
    at[axis] += number % 2 ? -(number + 1) / 2 : number / 2;
    if (axis) points.push([at[0] / 100, at[1] / 100]);
    [axis, number, weight] = [1 - axis, 0, 1];
  }
  return points;
}
