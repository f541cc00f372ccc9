/**
 * What groups were dissolved from lies over them: faint borders, and the pointer names it.
 * @module
 */

/** @import { Atlas } from "./types.js" */

/** @param {Atlas} atlas */
export function buildParts(atlas) {
  if (!atlas.geometry.parts.length) return;
  atlas.map.createPane("parts").style.zIndex = "450";
  for (const { adcode, group, rings } of atlas.geometry.parts) {
    const path = L.polygon(
      rings.map((polygon) => polygon.map((ring) => ring.map(([x, y]) => L.latLng(y, x)))),
      { pane: "parts", className: "atlas-part", opacity: 0.45, weight: 0.6, fillOpacity: 0 },
    );
    path.on("click", (event) => atlas.choose(group, event.originalEvent));
    path.addTo(atlas.map);
    path.getElement().setAttribute("data-part", adcode);
    path.getElement().setAttribute("data-group", group);
  }
}
