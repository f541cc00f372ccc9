/**
 * The places: drawn once, then repainted.
 * @module
 */
import { fillOf } from "./hatches.js";
import { makeReachable } from "./keys.js";
import { TIP, tip } from "./tips.js";

/** @import { Atlas, Place, Point } from "./types.js" */

/**
 * Where hundreds of borders meet they must not be all there is to see.
 * @param {number} count of places
 * @returns {number} width of a border in pixels
 */
export function hairline(count) {
  return 0.8 * Math.min(1, Math.sqrt(150 / count));
}

/**
 * The outline of a place.
 * @param {Place} place
 * @param {{ selected: boolean, hovered: boolean, thin: number }} state thin: pixels of a border
 * @returns {{ color: string, weight: number, dashArray: string | null }}
 */
export function strokeOf(place, { selected, hovered, thin }) {
  if (selected) return { color: "#1c1c1c", weight: 2.4, dashArray: null };
  if (hovered) return { color: "#5a5a5a", weight: 2, dashArray: null };
  if (place.marked) return { color: "#1c1c1c", weight: 1.1, dashArray: "3 2" };
  return { color: place.absent ? "#a3a3a3" : "#ffffff", weight: thin, dashArray: null };
}

/**
 * Draws the shapes, with a line round the whole under them.
 * @param {Atlas} atlas
 */
export function buildPlaces(atlas) {
  const coordsToLatLng = (/** @type {Point} */ [x, y]) => L.latLng(y, x);
  const under = { interactive: false, color: "#8c8c8c", weight: 2.4, fill: false };
  L.geoJSON(atlas.geometry, { ...under, style: under, coordsToLatLng }).addTo(atlas.map);
  L.geoJSON(atlas.geometry, {
    coordsToLatLng,
    onEachFeature: (feature, path) => buildPlace(atlas, feature.properties.adcode, path),
  }).addTo(atlas.map);
}

/**
 * @param {Atlas} atlas
 * @param {string} adcode
 * @param {L.Polygon} path
 */
function buildPlace(atlas, adcode, path) {
  atlas.layers.set(adcode, path);
  path.bindTooltip(() => tip(atlas.message, adcode), TIP);
  path.on("mouseover", () => hover(atlas, adcode, true));
  path.on("mouseout", () => hover(atlas, adcode, false));
  path.on("click", () => atlas.choose(adcode));
  path.on("add", () =>
    makeReachable(path.getElement(), {
      enter: () => {
        hover(atlas, adcode, true);
        path.openTooltip();
      },
      leave: () => {
        hover(atlas, adcode, false);
        path.closeTooltip();
      },
      choose: () => atlas.choose(adcode),
    }));
}

/**
 * Fills, outlines and words of all places.
 * @param {Atlas} atlas
 */
export function paintPlaces(atlas) {
  const { layers, message } = atlas;
  for (const [adcode, path] of layers) {
    const place = message.places[adcode];
    path.setStyle({
      fillColor: fillOf(place, atlas.prefix),
      fillOpacity: 1,
      ...outline(atlas, adcode, false),
    });
    path.getElement().setAttribute("data-adcode", adcode);
    path.getElement().setAttribute("aria-label", [place.name, ...place.lines].join(", "));
  }
  // Marked outlines lie over their neighbours' hairlines, the selected one over all.
  for (const [adcode, path] of layers) if (message.places[adcode].marked) path.bringToFront();
  raiseSelected(atlas);
}

/**
 * Outlines a place that is pointed at, or lets it go.
 * @param {Atlas} atlas
 * @param {string} adcode
 * @param {boolean} hovered
 */
export function hover(atlas, adcode, hovered) {
  const path = layerOf(atlas, adcode);
  path.setStyle(outline(atlas, adcode, hovered));
  if (hovered || adcode === atlas.message.selected) path.bringToFront();
  if (!hovered) raiseSelected(atlas);
}

/**
 * @param {Atlas} atlas
 * @param {string} adcode
 * @returns {L.Polygon}
 */
export function layerOf(atlas, adcode) {
  const path = atlas.layers.get(adcode);
  if (!path) throw new RangeError(`no place ${adcode}`);
  return path;
}

/**
 * @param {Atlas} atlas
 * @param {string} adcode
 * @param {boolean} hovered
 */
function outline({ layers, message }, adcode, hovered) {
  const selected = adcode === message.selected;
  return strokeOf(message.places[adcode], { selected, hovered, thin: hairline(layers.size) });
}

/** @param {Atlas} atlas */
function raiseSelected({ layers, message }) {
  if (message.selected) layers.get(message.selected)?.bringToFront();
}
