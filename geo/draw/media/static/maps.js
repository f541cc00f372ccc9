/**
 * Each set of places has a map of its own, which keeps its view while another is shown.
 * @module
 */
import { createAtlas } from "./atlas.js";
import { element } from "./dom.js";

/** How folium makes the map of a file, and this page its own. */
const MAP = {
  crs: L.CRS.Simple,
  center: [0, 0],
  zoom: 0,
  attributionControl: false,
  minZoom: -2,
  maxZoom: 8,
  zoomSnap: 0,
  zoomDelta: 0.5,
  wheelPxPerZoomLevel: 120,
};

/** @import { Geometry } from "./types.js" */

/** @typedef {ReturnType<typeof createAtlas>} Drawn */

/** The maps of a page. */
export class Maps {
  #box;
  #host;
  /** @type {Map<string, { box: HTMLElement, atlas: Drawn }>} by the address of the shapes */
  #all = new Map();

  /**
   * @param {Element} box
   * @param {Partial<Drawn>} host what each map calls
   */
  constructor(box, host) {
    this.#box = box;
    this.#host = host;
  }

  /**
   * @param {string} geometry address of the shapes
   * @returns {Drawn | undefined} the map, when it is there
   */
  get(geometry) {
    return this.#all.get(geometry)?.atlas;
  }

  /**
   * @param {string} address of the shapes
   * @param {Geometry} geometry the shapes themselves
   * @returns {Drawn} the map, which alone is shown
   */
  show(address, geometry) {
    for (const [other, { box }] of this.#all) box.hidden = other !== address;
    const found = this.get(address);
    if (found) return found;
    const box = element("div", "atlas-map");
    this.#box.append(box);
    const atlas = Object.assign(createAtlas(), this.#host);
    this.#all.set(address, { box, atlas });
    atlas.start(L.map(box, MAP), geometry);
    return atlas;
  }

  /** Takes them all away. */
  end() {
    for (const { atlas } of this.#all.values()) atlas.destroy();
    this.#all.clear();
  }
}
