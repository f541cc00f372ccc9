/**
 * Names on the map, where there is room for them.
 * @module
 */
import { element } from "./dom.js";
import { boundsOf, holdsBox, placeAt } from "./regions.js";

/** @import { Bounds, Feature, Geometry, Message, Point, Properties } from "./types.js" */

/**
 * @typedef {object} Labelled what has names: a sheet
 * @property {L.Map} map
 * @property {Geometry} geometry
 * @property {Message} message
 * @property {Map<string, L.Polygon>} [layers]
 */

/** Pixels from line to line, and of a line's letters. */
const LEADING = 14.4;
const LETTERS = 11;

/**
 * Where else a label may stand: by shares of half its width and height, the nearest first.
 * @type {Point[]}
 */
const OFFSETS = [-1.2, -0.9, -0.6, -0.3, 0, 0.3, 0.6, 0.9, 1.2]
  .flatMap((across) =>
    [-3, -2, -1, 0, 1, 2, 3].map((down) => /** @type {Point} */ ([across, down]))
  )
  .sort((a, b) => Math.hypot(3 * a[0], a[1]) - Math.hypot(3 * b[0], b[1]));

/**
 * @param {string} text
 * @returns {number} pixels of a line, nearly; a Chinese character is as wide as two letters
 */
export function textWidth(text) {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 12 : 6.6;
  return width;
}

/**
 * Whether a label is written: a figure always, a name alone only where it fits.
 * @param {string[]} label
 * @param {Pick<Properties, "room" | "small">} shape
 * @param {number} pixels of a unit of the map
 * @returns {boolean}
 */
export function isWritten(label, { room, small }, pixels) {
  if (!label.length) return false;
  if (label.length > 1) return true;
  if (small && pixels < 12) return false;
  return Math.max(...label.map(textWidth)) <= 2.6 * room * pixels + 12;
}

/**
 * Where a whole label lies on its place, as near to the place's own point as can be. Only there it
 * has the ink of the place's fill: one that runs over a border is dark, with a halo.
 * @param {string[]} label
 * @param {Feature} feature
 * @param {number} pixels of a unit of the map
 * @returns {Point | null} its middle in the map's units; null where there is no such spot
 */
export function spotOf(label, { properties, geometry }, pixels) {
  const [x, y] = properties.label;
  const [wide, high] = sizeOf(label, pixels);
  /** @type {Point[]} */
  const near = OFFSETS.map(([across, down]) => [x + across * wide / 2, y + down * high / 2]);
  return near.find((at) => holdsBox(boxAt(at, [wide, high]), geometry.coordinates)) ?? null;
}

/** Lines across the frame on which a name on a sheet below may stand. */
const LINES = 16;
/** Pixels at the top of the frame where the way down stands. */
const ABOVE = 44;

/**
 * Where a label lies on the part of its place that is in the frame: on one of some lines across it,
 * in the middle of the longest stretch.
 * @param {string[]} label
 * @param {Feature} feature
 * @param {Bounds} frame in the map's units
 * @param {number} pixels of a unit
 * @returns {Point | null} its middle; null where there is no such spot
 */
export function spotInFrame(label, feature, [west, south, east, north], pixels) {
  const box = boundsOf(feature);
  if (box[0] > east || box[2] < west || box[1] > north || box[3] < south) return null;
  const { coordinates } = feature.geometry;
  const size = sizeOf(label, pixels);
  const step = (north - south) / LINES;
  const found = crossings(coordinates, south, step).flatMap((xs, line) => {
    const y = south + (line + 0.5) * step;
    return xs.flatMap((x, i) => {
      if (i % 2 === 0) return [];
      const [from, to] = [Math.max(xs[i - 1], west), Math.min(x, east)];
      const at = /** @type {Point} */ ([(from + to) / 2, y]);
      return to - from > size[0] ? [{ at, long: to - from }] : [];
    });
  });
  found.sort((a, b) => b.long - a.long);
  return found.find(({ at }) => holdsBox(boxAt(at, size), coordinates))?.at ?? null;
}

/**
 * Where borders cross the lines of the frame.
 * @param {Feature["geometry"]["coordinates"]} polygons
 * @param {number} south of the frame
 * @param {number} step from line to line
 * @returns {number[][]} from west to east, by line
 */
function crossings(polygons, south, step) {
  /** @type {number[][]} */
  const found = Array.from({ length: LINES }, () => []);
  for (const ring of polygons.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
      const [low, high] = ay < by ? [ay, by] : [by, ay];
      const first = Math.max(0, Math.ceil((low - south) / step - 0.5));
      for (let line = first; line < LINES; line++) {
        const y = south + (line + 0.5) * step;
        if (y >= high) break;
        found[line].push(ax + (bx - ax) * (y - ay) / (by - ay));
      }
    }
  }
  for (const xs of found) xs.sort((a, b) => a - b);
  return found;
}

/** The names and figures of a map. */
export class Labels {
  #atlas;
  #group;
  #pane;
  /** @type {Map<string, { node: HTMLElement, marker: L.Marker }>} */
  #shown = new Map();
  /** @type {Map<string, { key: string, spot: Point | null }>} */
  #spots = new Map();

  /**
   * @param {Labelled} atlas
   * @param {string} pane that they lie in
   */
  constructor(atlas, pane) {
    this.#atlas = atlas;
    this.#pane = pane;
    this.#group = L.layerGroup().addTo(atlas.map);
  }

  /** Takes them all away. */
  remove() {
    this.#atlas.map.removeLayer(this.#group);
  }

  /**
   * Names of what is worked on, or, under another sheet, of what is to be seen round that.
   * @param {Geometry} [cover] of the sheet above
   */
  paint(cover) {
    if (cover) this.#paintRound(cover);
    else this.#paintAll();
  }

  /** @param {Geometry} cover */
  #paintRound(cover) {
    const { map, geometry, message } = this.#atlas;
    const pixels = map.getZoomScale(map.getZoom(), 0);
    const { x, y } = map.getSize();
    const [{ lng: west, lat: north }, { lng: east, lat: south }] = [
      map.containerPointToLatLng([0, ABOVE]),
      map.containerPointToLatLng([x, y]),
    ];
    for (const feature of geometry.features) {
      const { adcode, label: own } = feature.properties;
      const [name] = message.places[adcode].label;
      const isCovered = !name || placeAt(cover, own) !== null;
      const spot = isCovered
        ? null
        : spotInFrame([name], feature, [west, south, east, north], pixels);
      if (spot) this.#write(feature.properties, spot, [name]);
      else this.#remove(adcode);
    }
  }

  /** Those that have a spot of their own come first; another name stands where it is free. */
  #paintAll() {
    const { map, geometry, message } = this.#atlas;
    const pixels = map.getZoomScale(map.getZoom(), 0);
    /** @type {Bounds[]} */
    const taken = [];
    const labels = geometry.features.map((feature) => {
      const { label: whole, yields } = message.places[feature.properties.adcode];
      const label = yields ? this.#fitting(whole, feature, pixels) : whole;
      const isWanted = isWritten(label, feature.properties, pixels);
      const spot = isWanted ? this.#spot(label, feature, pixels) : null;
      return { feature, label, isWanted, isSure: label.length > 1 && !yields, spot };
    });
    labels.sort((a, b) => Number(a.spot === null) - Number(b.spot === null));
    for (const { feature: { properties }, label, isWanted, isSure, spot } of labels) {
      const box = boxAt(spot ?? properties.label, sizeOf(label, pixels));
      const isFree = spot !== null || isSure || !taken.some((other) => meet(box, other));
      if (isWanted && isFree) {
        taken.push(box);
        this.#write(properties, spot, label);
      } else this.#remove(properties.adcode);
    }
  }

  /**
   * A label that lies on its place, or the first line of it.
   * @param {string[]} label
   * @param {Feature} feature
   * @param {number} pixels
   * @returns {string[]}
   */
  #fitting(label, feature, pixels) {
    const isWhole = label.length < 2 || spotOf(label, feature, pixels) !== null;
    return isWhole ? label : label.slice(0, 1);
  }

  /**
   * @param {string[]} label
   * @param {Feature} feature
   * @param {number} pixels
   */
  #spot(label, feature, pixels) {
    const { adcode } = feature.properties;
    const key = `${pixels} ${label}`;
    let known = this.#spots.get(adcode);
    if (known?.key !== key) {
      this.#spots.set(adcode, known = { key, spot: spotOf(label, feature, pixels) });
    }
    return known.spot;
  }

  /**
   * @param {Properties} properties
   * @param {Point | null} spot
   * @param {string[]} [lines] what is written instead
   */
  #write({ adcode, label: own }, spot, lines) {
    const place = this.#atlas.message.places[adcode];
    const { ink, absent } = place;
    const label = lines ?? place.label;
    let one = this.#shown.get(adcode);
    if (!one) this.#shown.set(adcode, one = addLabel(this.#group, adcode, this.#pane));
    const { node, marker } = one;
    const [x, y] = spot ?? own;
    const path = this.#atlas.layers?.get(adcode)?.getElement();
    node.classList.toggle("atlas-lit", path?.classList.contains("atlas-lit") === true);
    const hasInk = spot !== null && !absent; // a hatch runs through the letters
    const look = `${x} ${y} ${hasInk && ink} ${label}`;
    if (node.dataset.look === look) return;
    node.dataset.look = look;
    marker.setLatLng(L.latLng(y, x));
    node.style.color = hasInk ? ink : "";
    node.classList.toggle("atlas-label-halo", !hasInk);
    node.replaceChildren(...label.map((line) => element("div", "", line)));
  }

  /** @param {string} adcode */
  #remove(adcode) {
    const one = this.#shown.get(adcode);
    if (one) this.#group.removeLayer(one.marker);
    this.#shown.delete(adcode);
  }
}

/**
 * @param {string[]} label
 * @param {number} pixels of a unit
 * @returns {Point} width and height in units
 */
function sizeOf(label, pixels) {
  const wide = Math.max(...label.map(textWidth));
  return [wide / pixels, ((label.length - 1) * LEADING + LETTERS) / pixels];
}

/**
 * @param {Point} middle
 * @param {Point} size
 * @returns {Bounds}
 */
function boxAt([x, y], [wide, high]) {
  return [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2];
}

/**
 * @param {Bounds} a
 * @param {Bounds} b
 */
function meet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/**
 * @param {L.LayerGroup} group
 * @param {string} adcode
 * @param {string} pane
 */
function addLabel(group, adcode, pane) {
  const node = element("div", "atlas-label");
  node.dataset.of = adcode;
  node.setAttribute("aria-hidden", "true"); // the place itself has its name
  const icon = L.divIcon({ className: "", html: node, iconSize: [0, 0] });
  const marker = L.marker(L.latLng(0, 0), { pane, interactive: false, keyboard: false, icon });
  group.addLayer(marker);
  return { node, marker };
}
