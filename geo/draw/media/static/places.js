/**
 * The places: drawn once, then repainted.
 * @module
 */
import { fillOf } from "./hatches.js";

/** @import { Atlas, Place, Point, Sheet } from "./types.js" */

/**
 * Where hundreds of borders meet they must not be all there is to see.
 * @param {number} count of places
 * @returns {number} width of a border in pixels
 */
export function hairline(count) {
  return 0.8 * Math.min(1, Math.sqrt(150 / count));
}

/**
 * Draws the shapes of a sheet, with a line round the whole under them.
 * @param {Atlas} atlas
 * @param {Sheet} sheet
 * @param {string} pane its name
 */
export function buildPlaces(atlas, { geometry, layers, group }, pane) {
  const coordsToLatLng = (/** @type {Point} */ [x, y]) => L.latLng(y, x);
  for (const rings of geometry.around ?? []) {
    const latlngs = rings.map((polygon) => polygon.map((ring) => ring.map(coordsToLatLng)));
    group.addLayer(
      L.polygon(latlngs, { pane, interactive: false, weight: 1, className: "atlas-around" }),
    );
  }
  const under = { pane, interactive: false, weight: 2.4, fill: false, className: "atlas-whole" };
  group.addLayer(L.geoJSON(geometry, { ...under, style: under, coordsToLatLng }));
  const weight = hairline(geometry.features.length);
  const places = L.geoJSON(geometry, {
    pane,
    coordsToLatLng,
    style: { weight, fillOpacity: 1, className: "atlas-place" },
    onEachFeature: (feature, path) => {
      const { adcode } = feature.properties;
      layers.set(adcode, path);
      path.on("click", ({ originalEvent }) => {
        if (atlas.layers === layers) atlas.choose(adcode, originalEvent);
      });
      path.on("dblclick", () => atlas.open(adcode));
      path.on("add", () => {
        path.getElement().setAttribute("data-adcode", adcode);
        path.getElement().setAttribute("role", "img");
      });
    },
  });
  group.addLayer(places);
}

/**
 * Fills and words of all places of a sheet; what is as it was is left alone.
 * @param {Pick<Sheet, "layers" | "message">} sheet
 * @param {string} prefix of the ids of hatches
 */
export function paintPlaces({ layers, message }, prefix) {
  for (const [adcode, path] of layers) {
    const place = message.places[adcode];
    const node = path.getElement();
    const fillColor = fillOf(place, prefix);
    if (path.options.fillColor !== fillColor) path.setStyle({ fillColor });
    node.classList.toggle("atlas-absent", place.absent !== null);
    node.classList.toggle("atlas-plain", place.plain === true);
    const words = wordsOf(place);
    if (node.getAttribute("aria-label") !== words) node.setAttribute("aria-label", words);
  }
}

/**
 * Lines round marked places and round the selected one.
 * @param {Atlas} atlas
 */
export function outlinePlaces({ layers, message, outlines }) {
  outlines.mark(
    [...layers.keys()].filter((adcode) => message.places[adcode].marked)
      .map((adcode) => [adcode, message.places[adcode].status]),
  );
  const lit = [...layers.keys()].filter((adcode) => message.places[adcode].lit);
  outlines.show("lit", lit);
  outlines.show("selected", message.selected);
}

/**
 * Dims all places but some.
 * @param {Atlas} atlas
 * @param {((place: Place) => boolean) | null} isLit null dims none, but where some are lit for good
 */
export function light({ map, message }, isLit) {
  const container = map.getContainer();
  const shown = Object.values(message.places);
  const isChosen = shown.some(({ lit }) => lit)
    ? (/** @type {Place} */ { lit }) => lit === true
    : null;
  container.classList.toggle("atlas-lighted", isChosen !== null && isLit === null);
  isLit ??= isChosen;
  container.classList.toggle("atlas-dimming", isLit !== null);
  for (const node of container.querySelectorAll("path[data-adcode], .atlas-label")) {
    if (node.closest(".atlas-below")) continue;
    const { adcode = "", of = adcode } = /** @type {HTMLElement} */ (node).dataset;
    node.classList.toggle("atlas-lit", isLit !== null && isLit(message.places[of]));
  }
}

/**
 * @param {Place} place
 * @returns {string} name and figure
 */
export function wordsOf({ name, lines }) {
  return [name, lines[0]].filter(Boolean).join(", ");
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
