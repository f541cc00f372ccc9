/**
 * What a place says when it is pointed at: one tip on a map, and never outside of it.
 * @module
 */
import { element } from "./dom.js";
import { seriesOf } from "./series.js";

/** @import { Bounds, Message, Point } from "./types.js" */

/** Pixels between the pointer and a tip, and between a finger and one. */
const GAP = 14;
const FINGER = 30;
const EDGE = 4;
/** Of the line through time. */
const HIGH = 40;

/**
 * Name, figure, and in one line rank, status and date; of a part of a group it says whose the
 * figure is.
 * @param {Message} message
 * @param {string} adcode of the place
 * @param {string} [part] code of the part that is pointed at
 * @returns {Element[]}
 */
export function tip(message, adcode, part) {
  const place = message.places[adcode];
  const lines = part ? [place.owned, ...place.lines.slice(1)] : place.lines;
  const series = message.series?.now;
  const line = series && seriesOf(series, adcode, { name: place.name, high: HIGH, isShort: true });
  return [
    element("strong", "", part ? message.parts[part] : place.name),
    ...lines.map((line) => element("div", "", line)),
    ...(line ? [line] : []),
  ];
}

/**
 * Where a tip stands: beside the point, where it covers least, and inside the frame.
 * @param {Point} at pixels of the frame
 * @param {Point} size of the tip
 * @param {Point} frame its width and height
 * @param {(box: Bounds) => number} cost of what a box covers: left, top, right and bottom
 * @param {boolean} [isFinger] whether it must stand clear of a finger: above it where it can
 * @returns {Point} its left and top
 */
export function placeTip([x, y], [wide, high], [width, height], cost, isFinger = false) {
  const gap = isFinger ? FINGER : GAP;
  const above = y - high - gap;
  const [left, right] = [x - gap - wide, x + gap];
  /** @type {Point[]} */
  const spots = isFinger
    ? [[x - wide / 2, above], [right, y - high], [left, y - high], [x - wide / 2, y + gap]]
    : [[right, above], [right, y + gap], [left, above], [left, y + gap]];
  const inside = (/** @type {number} */ low, /** @type {number} */ most) =>
    Math.max(EDGE, Math.min(low, most - EDGE));
  const found = spots.map(([a, b], order) => {
    const [left, top] = [inside(a, width - wide), inside(b, height - high)];
    const isOver = left < x + gap / 2 && left + wide > x - gap / 2 && top < y + gap / 2 &&
      top + high > y - gap / 2;
    const covered = isFinger ? order : cost([left, top, left + wide, top + high]);
    return { left, top, cost: covered + (isOver ? 1000 : 0) };
  });
  const best = found.reduce((one, other) => other.cost < one.cost ? other : one);
  return [best.left, best.top];
}

/** The tip of a map. */
export class Tip {
  #box = element("div", "atlas-tip");
  #container;

  /** @param {HTMLElement} container of the map */
  constructor(container) {
    this.#container = container;
    this.#box.hidden = true;
    this.#box.setAttribute("aria-hidden", "true"); // the live region says the same
    container.append(this.#box);
  }

  /**
   * @param {Element[]} content
   * @param {Point} at pixels of the frame
   * @param {(box: Bounds) => number} cost
   * @param {boolean} [isFinger]
   */
  show(content, at, cost, isFinger) {
    this.#box.replaceChildren(...content);
    this.#box.hidden = false;
    this.#box.style.transform = "none";
    const { clientWidth, clientHeight } = this.#container;
    const { offsetWidth, offsetHeight } = this.#box;
    const frame = /** @type {Point} */ ([clientWidth, clientHeight]);
    const [left, top] = placeTip(at, [offsetWidth, offsetHeight], frame, cost, isFinger);
    this.#box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  hide() {
    this.#box.hidden = true;
  }

  remove() {
    this.#box.remove();
  }
}
