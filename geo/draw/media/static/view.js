/**
 * Which part of the map is shown: the whole of it, until the user zooms or drags.
 * @module
 */
import { fly } from "./flight.js";
import { groundOf } from "./ground.js";

/** @import { Atlas, Bounds, Geometry, Sheet, View } from "./types.js" */

/** Pixels between the places and the frame, and between them and what stands over the map. */
const SIDE = 8;
const TOP = 6;
const CLEAR = 4;
/** Share of the frame on each side of a part of the country that is left to its neighbours. */
const ROUND = 0.06;
/** How far the map can be zoomed, and how much further than to the whole of a small place. */
const MOST_ZOOM = 8;
const NEARER = 3;

/**
 * Where the whole map stands: as large as it can be with no box over any territory, and as near to
 * the middle as it can be then. It stands at the top: the room that is left is needed below.
 * @param {Geometry} geometry
 * @param {[width: number, height: number]} frame pixels
 * @param {Bounds[]} taken boxes over the map: left, top, right and bottom, in pixels of the frame
 * @param {number} [round] share of the frame on each side that is left to what lies round it
 * @returns {{ scale: number, left: number, top: number }} pixels of a unit, and of the corner
 */
export function fit(geometry, [width, height], taken, round = 0) {
  const [west, south, east, north] = geometry.bounds;
  const ground = groundOf(geometry);
  const [side, above] = [SIDE + round * width, TOP + round * height];
  const whole = Math.min(
    (width - 2 * side) / (east - west),
    (height - 2 * above) / (north - south),
  );
  const topOf = (/** @type {number} */ scale) =>
    round ? (height - (north - south) * scale) / 2 : TOP;
  const isClear = (/** @type {number} */ scale, /** @type {number} */ left) =>
    !taken.some(([x, y, right, bottom]) =>
      ground.isUnder([
        west + (x - CLEAR - left) / scale,
        north - (bottom + CLEAR - topOf(scale)) / scale,
        west + (right + CLEAR - left) / scale,
        north - (y - CLEAR - topOf(scale)) / scale,
      ])
    );
  for (let scale = whole; scale > 0.3 * whole; scale *= 0.985) {
    const middle = (width - (east - west) * scale) / 2;
    for (let off = 0; off <= middle - SIDE; off += 6) {
      for (const left of [middle - off, middle + off]) {
        if (isClear(scale, left)) return { scale, left, top: topOf(scale) };
      }
    }
  }
  return { scale: whole, left: (width - (east - west) * whole) / 2, top: topOf(whole) };
}

/**
 * Keeps the whole of the sheet on top shown until the user moves the map, in whichever way.
 * @param {Atlas} atlas
 * @param {Element[]} boxes that may stand over the map
 * @returns {View}
 */
export function keepWhole(atlas, boxes) {
  const { map, sheets } = atlas;
  let isWhole = true;
  let isOurs = false;
  let shownFor = "";
  const around = () => {
    const { x, y } = map.getSize();
    const size = /** @type {[number, number]} */ ([x, y]);
    return { sheet: sheets.top.key, size, taken: takenBy(map, boxes) };
  };
  const show = (/** @type {L.LatLng} */ middle, /** @type {number} */ zoom) => {
    isOurs = true;
    map.options.maxZoom = Math.max(MOST_ZOOM, zoom + NEARER);
    map.setView(middle, zoom, { animate: false });
    isOurs = false;
  };
  const reset = () => {
    const now = around();
    const [width, height] = now.size;
    if (!width || !height) return;
    shownFor = JSON.stringify(now);
    const { geometry } = sheets.top;
    const round = sheets.top === sheets.first ? 0 : ROUND;
    const { scale, left, top } = fit(geometry, now.size, now.taken, round);
    const [west, , , north] = geometry.bounds;
    const middle = L.latLng(north - (height / 2 - top) / scale, west + (width / 2 - left) / scale);
    show(middle, Math.log2(scale));
    isWhole = true;
  };
  map.on("movestart", () => {
    if (!isOurs) isWhole = false;
  });
  const settle = () => {
    if (isWhole && JSON.stringify(around()) !== shownFor) reset();
  };
  const change = (/** @type {Sheet} */ left, /** @type {() => void} */ arrived) => {
    // One that is come back to is shown as it was left.
    left.view = isWhole ? null : { middle: map.getCenter(), zoom: map.getZoom() };
    const { view } = sheets.top;
    const move = view ? () => show(view.middle, view.zoom) : reset;
    isWhole = !view;
    if (shownFor) return fly(atlas, move, arrived);
    move();
    arrived();
  };
  return { settle, reset, change };
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
