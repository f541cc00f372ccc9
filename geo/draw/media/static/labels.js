/**
 * Names on the map, where there is room for them.
 * @module
 */
import { element } from "./dom.js";
import { holdsBox } from "./regions.js";

/** @import { Atlas, Bounds, Feature, Point, Properties } from "./types.js" */

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

/** The names and figures of a map. */
export class Labels {
  #atlas;
  #group;
  /** @type {Map<string, { node: HTMLElement, marker: L.Marker }>} */
  #shown = new Map();
  /** @type {Map<string, { key: string, spot: Point | null }>} */
  #spots = new Map();

  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.#atlas = atlas;
    this.#group = L.layerGroup().addTo(atlas.map);
  }

  /** Those that have a spot of their own come first; another name stands where it is free. */
  paint() {
    const { map, geometry, message } = this.#atlas;
    const pixels = map.getZoomScale(map.getZoom(), 0);
    /** @type {Bounds[]} */
    const taken = [];
    const labels = geometry.features.map((feature) => {
      const { label } = message.places[feature.properties.adcode];
      const isWanted = isWritten(label, feature.properties, pixels);
      const spot = isWanted ? this.#spot(label, feature, pixels) : null;
      return { feature, label, isWanted, spot };
    });
    labels.sort((a, b) => Number(a.spot === null) - Number(b.spot === null));
    for (const { feature: { properties }, label, isWanted, spot } of labels) {
      const box = boxAt(spot ?? properties.label, sizeOf(label, pixels));
      const isFree = spot !== null || label.length > 1 || !taken.some((other) => meet(box, other));
      if (isWanted && isFree) {
        taken.push(box);
        this.#write(properties, spot);
      } else this.#remove(properties.adcode);
    }
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
   */
  #write({ adcode, label: own }, spot) {
    const { label, ink, absent } = this.#atlas.message.places[adcode];
    let one = this.#shown.get(adcode);
    if (!one) this.#shown.set(adcode, one = addLabel(this.#group, adcode));
    const { node, marker } = one;
    const [x, y] = spot ?? own;
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
 */
function addLabel(group, adcode) {
  const node = element("div", "atlas-label");
  node.dataset.of = adcode;
  node.setAttribute("aria-hidden", "true"); // the place itself has its name
  const icon = L.divIcon({ className: "", html: node, iconSize: [0, 0] });
  const marker = L.marker(L.latLng(0, 0), { interactive: false, keyboard: false, icon });
  group.addLayer(marker);
  return { node, marker };
}
