/**
 * Points over the places.
 * @module
 */

/** @import { Marks } from "./types.js" */

/** How a mark looks. */
export const MARK = { color: "#ffffff", fillColor: "#c2410c", fillOpacity: 0.75 };

/**
 * The radius of a mark: all dots alike, and circles whose areas are as their numbers.
 * @param {Pick<Marks, "arePoints" | "most">} marks
 * @param {number} count of points
 * @returns {number} pixels
 */
export function radiusOf({ arePoints, most }, count) {
  return arePoints ? 1.8 : 8 * Math.sqrt(count / most);
}

/**
 * Points lie over the places, and leave the pointer to them.
 * @param {L.Map} map
 * @returns {(marks: Marks | undefined) => void} paints them
 */
export function buildMarks(map) {
  const pane = map.createPane("marks");
  pane.style.zIndex = "440";
  pane.style.pointerEvents = "none";
  const renderer = L.canvas({ pane: "marks" });
  const group = L.layerGroup().addTo(map);
  return (marks) => {
    group.clearLayers();
    map.getContainer().dataset.marks = String(marks?.counts.length ?? 0);
    marks?.counts.forEach((count, i) => {
      const radius = radiusOf(marks, count);
      const weight = Math.min(radius / 4, 0.6);
      group.addLayer(L.circleMarker(L.latLng(marks.y[i], marks.x[i]), {
        ...MARK,
        renderer,
        interactive: false,
        radius,
        weight,
      }));
    });
  };
}
