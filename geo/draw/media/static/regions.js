/**
 * What lies inside what, in the map's units.
 * @module
 */

/** @import { Bounds, Feature, Geometry, Point, Polygons } from "./types.js" */

/** @type {WeakMap<Feature, Bounds>} */
const boxes = new WeakMap();

/**
 * @param {Feature} feature
 * @returns {Bounds} of its shape
 */
export function boundsOf(feature) {
  const known = boxes.get(feature);
  if (known) return known;
  /** @type {Bounds} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer] of feature.geometry.coordinates) {
    for (const [x, y] of outer) {
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
  }
  boxes.set(feature, box);
  return box;
}

/**
 * Whether a point lies inside, by the even-odd rule. Rings end where they begin.
 * @param {Point} point
 * @param {Polygons} polygons
 * @returns {boolean}
 */
export function holds([x, y], polygons) {
  let inside = false;
  for (const polygon of polygons) {
    for (const ring of polygon) {
      for (let i = 1; i < ring.length; i++) {
        const [ax, ay] = ring[i];
        const [bx, by] = ring[i - 1];
        if (ay > y !== by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) inside = !inside;
      }
    }
  }
  return inside;
}

/**
 * Whether a whole box lies inside: no border runs into it, and its middle is inside.
 * @param {Bounds} box
 * @param {Polygons} polygons
 * @returns {boolean}
 */
export function holdsBox([west, south, east, north], polygons) {
  const isCrossed = polygons.some((polygon) =>
    polygon.some((ring) =>
      ring.some((end, i) => i > 0 && crosses(ring[i - 1], end, [west, south, east, north]))
    )
  );
  return !isCrossed && holds([(west + east) / 2, (south + north) / 2], polygons);
}

/**
 * @param {Geometry} geometry
 * @param {Point} point
 * @returns {string | null} code of the place there
 */
export function placeAt({ features }, [x, y]) {
  const found = features.find((feature) => {
    const [west, south, east, north] = boundsOf(feature);
    const isNear = x >= west && x <= east && y >= south && y <= north;
    return isNear && holds([x, y], feature.geometry.coordinates);
  });
  return found?.properties.adcode ?? null;
}

/**
 * Whether a line runs through a box.
 * @param {Point} a
 * @param {Point} b
 * @param {Bounds} box
 * @returns {boolean}
 */
function crosses([ax, ay], [bx, by], [west, south, east, north]) {
  let from = 0;
  let to = 1;
  for (const [start, step, low, high] of [[ax, bx - ax, west, east], [ay, by - ay, south, north]]) {
    if (step === 0) {
      if (start < low || start > high) return false;
      continue;
    }
    const one = (low - start) / step;
    const other = (high - start) / step;
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from <= to;
}
