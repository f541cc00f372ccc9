/**
 * Shapes that have every border once: arcs, of which rings are made.
 * @module
 */

/** @import { Bounds, Geometry, Levels, Point, Polygons, Shape } from "./types.js" */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** The weight of each letter by its code: five bits of a number, and whether it goes on. */
const BITS = new Uint8Array(128);
for (let i = 0; i < ALPHABET.length; i += 1) BITS[ALPHABET.charCodeAt(i)] = i;

/**
 * Reads arcs once; then makes rings of them.
 * @param {{ arcs: string[], steps: number }} packed lines in steps, each going on from where the one
 *   before ended, in letters of five bits a number's lowest first; steps: how many are a unit
 * @returns {(shape: Shape) => Polygons} makes the polygons of a place
 */
export function reader({ arcs, steps }) {
  const lines = lineReader(arcs, steps);
  return (shape) => shape.map((part) => part.map((ring) => joined(ring, lines)));
}

/**
 * What divides a place, as shapes of a map in the country's plane.
 * @param {Levels} levels what lies in its province
 * @param {"prefecture" | "county"} level
 * @param {string} within the province, or a prefecture in it
 * @returns {Geometry}
 */
export function divided(levels, level, within) {
  const polygonsOf = reader(levels);
  const isWhole = within === levels.province;
  const inside = levels.places.filter((place) =>
    place.level === level && (isWhole || [place.parent, place.adcode].includes(within))
  );
  const features = inside.map(({ adcode, label, room, arcs }) => ({
    type: /** @type {const} */ ("Feature"),
    properties: { adcode, label, room, small: false },
    geometry: { type: /** @type {const} */ ("MultiPolygon"), coordinates: polygonsOf(arcs) },
  }));
  const bounds = isWhole
    ? levels.bounds
    : extentOf(features.flatMap(({ geometry }) => geometry.coordinates));
  return { type: "FeatureCollection", features, parts: [], bounds, inset: null };
}

/**
 * @param {Polygons} polygons
 * @returns {Bounds}
 */
function extentOf(polygons) {
  const [low, high] = [[Infinity, Infinity], [-Infinity, -Infinity]];
  for (const [shell] of polygons) {
    for (const [x, y] of shell) {
      low[0] = Math.min(low[0], x);
      low[1] = Math.min(low[1], y);
      high[0] = Math.max(high[0], x);
      high[1] = Math.max(high[1], y);
    }
  }
  return [low[0], low[1], high[0], high[1]];
}

/**
 * @param {number[]} ring numbers of arcs; ~n is arc n from its end to its start
 * @param {Point[][]} lines
 * @returns {Point[]}
 */
function joined(ring, lines) {
  /** @type {Point[]} */
  const points = [];
  for (const arc of ring) {
    const line = lines[arc < 0 ? ~arc : arc];
    const last = line.length - 1;
    // Where an arc begins, the one before has ended.
    for (let i = points.length ? 1 : 0; i <= last; i += 1) {
      points.push(line[arc < 0 ? last - i : i]);
    }
  }
  return points;
}

/**
 * @param {string[]} arcs
 * @param {number} steps
 * @returns {Point[][]}
 */
function lineReader(arcs, steps) {
  const at = [0, 0];
  let [axis, number, weight] = [0, 0, 1];
  return arcs.map((letters) => {
    /** @type {Point[]} */
    const line = [];
    for (let i = 0; i < letters.length; i += 1) {
      const bits = BITS[letters.charCodeAt(i)];
      number += (bits % 32) * weight;
      weight *= 32;
      if (bits >= 32) continue;
      at[axis] += number % 2 ? -(number + 1) / 2 : number / 2;
      if (axis) line.push([at[0] / steps, at[1] / steps]);
      [axis, number, weight] = [1 - axis, 0, 1];
    }
    return line;
  });
}
