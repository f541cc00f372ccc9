/**
 * From place to place with the arrow keys.
 * @module
 */

/** @import { Point } from "./types.js" */

/** @type {Partial<Record<string, Point>>} */
const WAYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/**
 * The nearest place in a direction: within an eighth of a turn to either side, or, where nobody is
 * there, within a quarter. How far a place lies aside counts twice.
 * @param {Record<string, Point>} places where each place has its label
 * @param {string} from code of a place
 * @param {string} key
 * @returns {string | null} code of the next place; null at the edge, and for other keys
 */
export function nextPlace(places, from, key) {
  const way = WAYS[key];
  if (!way) return null;
  const [x, y] = places[from];
  const found = Object.entries(places).flatMap(([adcode, [px, py]]) => {
    const along = (px - x) * way[0] + (py - y) * way[1];
    const aside = Math.abs((px - x) * way[1]) + Math.abs((py - y) * way[0]);
    if (adcode === from || along <= 0) return [];
    return [{ adcode, isAhead: aside <= along, far: along + 2 * aside }];
  });
  const ahead = found.filter(({ isAhead }) => isAhead);
  const near = (ahead.length ? ahead : found).sort((a, b) => a.far - b.far);
  return near.length ? near[0].adcode : null;
}
