/**
 * Province Atlas in the browser: draws places once, then repaints them from small messages.
 * @module
 */
import { buildAtlas } from "./drawing.js";
import { unpack } from "./geometry.js";

/** @import { Geometry, Message, PackedGeometry } from "./types.js" */

/** @type {L.Map | null} */
let map = null;
/** @type {Geometry | null} */
let geometry = null;
/** @type {Message | null} */
let message = null;
/** @type {((message: Message) => void) | null} */
let repaint = null;

/** What the page calls, and what it sets to be called. */
export const provinceAtlas = {
  /** @type {(adcode: string) => void} called with the place that is chosen */
  onSelect() {},

  /** @type {(period: string) => void} called with the period at which a film stands still */
  onPeriod() {},

  /**
   * Draws the places on a map, once there is a message.
   * @param {L.Map} onto
   * @param {Geometry | PackedGeometry | string} source the shapes, or their address
   */
  async start(onto, source) {
    const found = typeof source === "string" ? await (await fetch(source)).json() : source;
    [map, geometry, repaint] = [onto, unpack(found), null];
    paintIfReady();
  },

  /**
   * Shows what a message says; until the places are there, it is kept.
   * @param {Message} next
   */
  paint(next) {
    message = next;
    paintIfReady();
  },

  /** @returns {Geometry | null} the shapes, when they are there */
  geometry() {
    return geometry;
  },
};

function paintIfReady() {
  if (!map || !geometry || !message) return;
  repaint ??= buildAtlas(map, geometry, message, provinceAtlas);
  repaint(message);
}
