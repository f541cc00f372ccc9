/**
 * The places: drawn once, then repainted.
 * @module
 */
import { fillOf } from "./hatches.js";

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
 * Draws the shapes, with a line round the whole under them.
 * @param {Atlas} atlas
 */
export function buildPlaces(atlas) {
  const coordsToLatLng = (/** @type {Point} */ [x, y]) => L.latLng(y, x);
  const under = { interactive: false, weight: 2.4, fill: false, className: "atlas-whole" };
  L.geoJSON(atlas.geometry, { ...under, style: under, coordsToLatLng }).addTo(atlas.map);
  const weight = hairline(atlas.geometry.features.length);
  L.geoJSON(atlas.geometry, {
    coordsToLatLng,
    style: { weight, fillOpacity: 1, className: "atlas-place" },
    onEachFeature: (feature, path) => {
      const { adcode } = feature.properties;
      atlas.layers.set(adcode, path);
      path.on("click", (event) => atlas.choose(adcode, event.originalEvent));
      path.on("add", () => {
        path.getElement().setAttribute("data-adcode", adcode);
        path.getElement().setAttribute("role", "img");
      });
    },
  }).addTo(atlas.map);
}

/**
 * Fills and words of all places.
 * @param {Atlas} atlas
 */
export function paintPlaces({ layers, message, outlines, prefix }) {
  for (const [adcode, path] of layers) {
    const place = message.places[adcode];
    path.setStyle({ fillColor: fillOf(place, prefix) });
    path.getElement().classList.toggle("atlas-absent", place.absent !== null);
    path.getElement().setAttribute("aria-label", wordsOf(place));
  }
  outlines.mark(
    [...layers.keys()].filter((adcode) => message.places[adcode].marked)
      .map((adcode) => [adcode, message.places[adcode].status]),
  );
  outlines.show("selected", message.selected);
}

/**
 * Dims all places but some.
 * @param {Atlas} atlas
 * @param {((place: Place) => boolean) | null} isLit null dims none
 */
export function light({ map, message }, isLit) {
  const container = map.getContainer();
  container.classList.toggle("atlas-dimming", isLit !== null);
  for (const node of container.querySelectorAll("path[data-adcode], .atlas-label")) {
    const { adcode = "", of = adcode } = /** @type {HTMLElement} */ (node).dataset;
    node.classList.toggle("atlas-lit", isLit !== null && isLit(message.places[of]));
  }
}

/**
 * @param {Place} place
 * @returns {string} name and figure
 */
export function wordsOf({ name, lines }) {
  return [name, lines[0]].join(", ");
}

/**
 * @param {Pick<Atlas, "layers">} atlas
 * @param {string} adcode
 * @returns {L.Polygon}
 */
export function layerOf({ layers }, adcode) {
  const path = layers.get(adcode);
  if (!path) throw new RangeError(`no place ${adcode}`);
  return path;
}
