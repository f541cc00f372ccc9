/**
 * Names on the map, where there is room for them.
 * @module
 */
import { element } from "./dom.js";

/** @import { Atlas, Place, Properties } from "./types.js" */

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
 * @param {L.LayerGroup} group that holds the labels
 * @param {Atlas} atlas
 */
export function paintLabels(group, { map, geometry, message }) {
  group.clearLayers();
  const pixels = map.getZoomScale(map.getZoom(), 0);
  for (const { properties } of geometry.features) {
    const place = message.places[properties.adcode];
    if (!isWritten(place.label, properties, pixels)) continue;
    const [x, y] = properties.label;
    group.addLayer(L.marker(L.latLng(y, x), {
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: "", html: lettering(place), iconSize: [0, 0] }),
    }));
  }
}

/**
 * @param {Place} place
 * @returns {HTMLDivElement}
 */
function lettering(place) {
  const node = element("div", "atlas-label" + (place.absent ? " atlas-label-absent" : ""));
  node.style.color = place.ink;
  node.append(...place.label.map((line) => element("div", "", line)));
  return node;
}
