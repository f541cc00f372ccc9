/**
 * Province Atlas in the browser: draws places once, then repaints them from small messages.
 * @module
 */
import { buildAtlas } from "./drawing.js";
import { unpack } from "./geometry.js";

/** @import { Drawing, Geometry, Message, Over, PackedGeometry } from "./types.js" */

let made = 0;

/**
 * A map of its own, that knows nothing of the others on its page.
 * @returns what the page calls, and what it sets to be called
 */
export function createAtlas() {
  made += 1;
  const prefix = made === 1 ? "atlas" : `atlas-${made}`;
  /** @type {L.Map | null} */
  let map = null;
  /** @type {Geometry | null} */
  let geometry = null;
  /** @type {Message | null} */
  let message = null;
  /** @type {Over[]} */
  let over = [];
  /** @type {Drawing | null} */
  let drawing = null;
  let ends = new AbortController();

  const paintIfReady = () => {
    if (!map || !geometry || !message) return;
    /** @type {Drawing} */
    const now = drawing ??
      buildAtlas({ map, geometry, message, host: atlas, prefix, signal: ends.signal });
    drawing = now;
    now.paint(message, over);
  };

  const atlas = {
    /** What the ids of this map's hatches begin with. */
    prefix,

    /** @type {(adcode: string) => void} called with the place that is chosen */
    onSelect() {},

    /** @type {(adcode: string) => boolean} whether something divides a place */
    opens: () => false,

    /** @type {(adcode: string) => void} called with the place that is to be gone into */
    onOpen() {},

    /** @type {(depth: number) => void} called with the sheet to go up to; the country is 0 */
    onRise() {},

    /** @type {(adcode: string | null) => void} called with the place that is pointed at */
    onPoint() {},

    /**
     * Called with the period at which a film stands still. Where it returns a number, the film
     * keeps its place until a message has that number, or a larger one, as its `seq`.
     * @type {(period: string) => number | void}
     */
    onPeriod() {},

    /** @type {(period: string) => void} called with each period that a film shows */
    onFrame() {},

    /** Called when a film is about to be used, and its frames are wanted. */
    onFilm() {},

    /**
     * Draws the places on a map, once there is a message; what was drawn before is taken away.
     * @param {L.Map} onto
     * @param {Geometry | PackedGeometry | string} source the shapes, or their address
     */
    async start(onto, source) {
      const kept = { message, over };
      atlas.destroy();
      ({ message, over } = kept);
      const { signal } = ends;
      map = onto;
      const found = typeof source === "string" ? await (await fetch(source)).json() : source;
      if (signal.aborted) return;
      geometry = unpack(found);
      paintIfReady();
    },

    /**
     * Shows what a message says; until the places are there, it is kept.
     * @param {Message} next
     * @param {Over[]} [sheets] what lies over it, the outer first
     */
    paint(next, sheets = []) {
      [message, over] = [next, sheets];
      paintIfReady();
    },

    /**
     * Outlines a place as if the pointer were on it; null lets it go.
     * @param {string | null} adcode
     */
    point(adcode) {
      drawing?.point(adcode);
    },

    /** Tells the period at which a film stands, if that waits to be told. */
    settle() {
      drawing?.settle();
    },

    /** @returns {Geometry | null} the shapes, when they are there */
    geometry() {
      return geometry;
    },

    /** Takes the map away, and everything that listens for it. */
    destroy() {
      ends.abort();
      if (map) takeAway(map);
      [map, geometry, message, drawing, over] = [null, null, null, null, []];
      ends = new AbortController();
    },
  };
  return atlas;
}

/**
 * Leaflet's own timers, of a zoom or a new size, would ask a map that is gone where it lies.
 * @param {L.Map} map
 */
function takeAway(map) {
  map.remove();
  map.off();
  map._animatingZoom = false;
}

/** The map of a page that has one. */
export const provinceAtlas = createAtlas();
