/**
 * Outlines lie in a layer of their own over the places, whose nodes never move.
 * @module
 */
import { layerOf } from "./places.js";

/** @import { Atlas, Outlines } from "./types.js" */

/**
 * Outlines of marked places, of the selected one, and of the one that is pointed at.
 * @param {Atlas} atlas
 * @returns {Outlines}
 */
export function buildOutlines(atlas) {
  const pane = atlas.map.createPane("outlines");
  pane.style.zIndex = "460";
  pane.style.pointerEvents = "none";
  const draw = (/** @type {string} */ look, /** @type {number} */ weight) =>
    L.polygon([], {
      pane: "outlines",
      interactive: false,
      fill: false,
      className: `atlas-outline atlas-${look}`,
      weight,
    }).addTo(atlas.map);
  const marked = { dashes: draw("marked", 1.1), dots: draw("unconfirmed", 1.2) };
  // A light line under the dark one: it is seen on any fill, and on any ground.
  const lines = {
    lit: [draw("ground", 4), draw("ring", 1.6)],
    selected: [draw("under", 5), draw("selected", 2.4)],
    pointed: [draw("under", 4.4), draw("pointed", 2)],
  };
  return {
    mark(places) {
      for (const [look, line] of Object.entries(marked)) {
        const found = places.filter(([, status]) =>
          look === (status === "unconfirmed" ? "dots" : "dashes")
        );
        line.setLatLngs(found.flatMap(([adcode]) => layerOf(atlas, adcode).getLatLngs()));
      }
    },
    show(kind, adcodes) {
      const found = [adcodes ?? []].flat().filter((adcode) => atlas.layers.has(adcode));
      for (const line of lines[kind]) {
        line.setLatLngs(found.flatMap((adcode) => layerOf(atlas, adcode).getLatLngs()));
        line.getElement().setAttribute("data-of", found.join(" "));
      }
    },
  };
}
