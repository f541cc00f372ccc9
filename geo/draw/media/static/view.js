/**
 * Which part of the map is shown: the whole of it, until the user zooms or drags.
 * @module
 */
import { groundOf } from "./ground.js";

/** @import { Atlas, Bounds, Geometry, View } from "./types.js" */

/** Pixels between the places and the frame, and between them and what stands over the map. */
const SIDE = 8;
const TOP = 6;
const CLEAR = 4;

/**
 * Where the whole map stands: as large as it can be with no box over any territory, and as near to
 * the middle as it can be then. It stands at the top: the room that is left is needed below.
 * @param {Geometry} geometry
 * @param {[width: number, height: number]} frame pixels
 * @param {Bounds[]} taken boxes over the map: left, top, right and bottom, in pixels of the frame
 * @returns {{ scale: number, left: number, top: number }} pixels of a unit, and of the corner
 */
export function fit(geometry, [width, height], taken) {
  const [west, south, east, north] = geometry.bounds;
  const ground = groundOf(geometry);
  const whole = Math.min(
    (width - 2 * SIDE) / (east - west),
    (height - 2 * TOP) / (north - south),
  );
  const isClear = (/** @type {number} */ scale, /** @type {number} */ left) =>
    !taken.some(([x, y, right, bottom]) =>
      ground.isUnder([
        west + (x - CLEAR - left) / scale,
        north - (bottom + CLEAR - TOP) / scale,
        west + (right + CLEAR - left) / scale,
        north - (y - CLEAR - TOP) / scale,
      ])
    );
  for (let scale = whole; scale > 0.3 * whole; scale *= 0.985) {
    const middle = (width - (east - west) * scale) / 2;
    for (let off = 0; off <= middle - SIDE; off += 6) {
      for (const left of [middle - off, middle + off]) {
        if (isClear(scale, left)) return { scale, left, top: TOP };
      }
    }
  }
  return { scale: whole, left: (width - (east - west) * whole) / 2, top: TOP };
}

/**
 * Keeps the whole map shown until the user moves it, in whichever way.
 * @param {Atlas} atlas
 * @param {Element[]} boxes that may stand over the map
 * @returns {View}
 */
export function keepWhole(atlas, boxes) {
  const { map, geometry } = atlas;
  let isWhole = true;
  let isOurs = false;
  let shownFor = "";
  const around = () => {
    const { x, y } = map.getSize();
    return { size: /** @type {[number, number]} */ ([x, y]), taken: takenBy(map, boxes) };
  };
  const reset = () => {
    const { size, taken } = around();
    const [width, height] = size;
    if (!width || !height) return;
    shownFor = JSON.stringify({ size, taken });
    const { scale, left, top } = fit(geometry, size, taken);
    const [west, , , north] = geometry.bounds;
    const middle = L.latLng(north - (height / 2 - top) / scale, west + (width / 2 - left) / scale);
    isOurs = true;
    map.setView(middle, Math.log2(scale), { animate: false });
    isOurs = false;
    isWhole = true;
  };
  map.on("movestart", () => {
    if (!isOurs) isWhole = false;
  });
  const settle = () => {
    if (isWhole && JSON.stringify(around()) !== shownFor) reset();
  };
  return { settle, reset };
}

/**
 * @param {L.Map} map
 * @param {Element[]} boxes
 * @returns {Bounds[]} left, top, right and bottom of those that stand over the map
 */
function takenBy(map, boxes) {
  const container = map.getContainer();
  const { left: x, top: y } = container.getBoundingClientRect();
  return boxes.flatMap((node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    if (!container.contains(node) || right === left) return [];
    return [/** @type {Bounds} */ ([left - x, top - y, right - x, bottom - y])];
  });
}
