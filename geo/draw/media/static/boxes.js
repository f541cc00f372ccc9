/**
 * What stands round the map: in its corners, or, where it is narrow, on a shelf below it. A film's
 * bar always stands there.
 * @module
 */
import { element } from "./dom.js";

/** @import { Atlas, Boxes } from "./types.js" */

/** Pixels of width below which nothing stands over the map. */
const NARROW = 560;

/** Names of the boxes in the order of the tabulator, and where they stand on a wide map. */
const CORNERS = { trail: "n", buttons: "nw", legend: "sw", chips: "se", inset: "se" };

/**
 * @param {Atlas} atlas
 * @returns {Boxes}
 */
export function buildBoxes({ map, geometry, signal }) {
  const container = map.getContainer();
  const box = (/** @type {string} */ name) => element("div", `atlas-box atlas-${name}`);
  const boxes = {
    trail: box("trail"),
    buttons: box("buttons"),
    legend: box("legend"),
    chips: box("chips"),
    inset: box("inset"),
  };
  const corners = Object.fromEntries(
    ["n", "nw", "sw", "se"].map((name) => [name, element("div", `atlas-corner atlas-${name}`)]),
  );
  for (const corner of Object.values(corners)) {
    L.DomEvent.disableClickPropagation(corner); // the pointer is not on the map there
    container.append(corner);
  }
  const shelf = element("div", "atlas-shelf");
  const [west, south, east, north] = geometry.bounds;

  /** Puts the boxes where the map's width wants them. */
  const arrange = () => {
    const width = container.clientWidth;
    shelf.hidden = !width; // another map is shown
    const isNarrow = width > 0 && width < NARROW;
    const high = Math.round(Math.min(1.3, (north - south) / (east - west)) * (width - 16)) + 14;
    container.style.setProperty("--atlas-high", `${high}px`);
    if (isNarrow === container.classList.contains("atlas-narrow") && boxes.legend.isConnected) {
      return;
    }
    for (const node of [container, shelf]) node.classList.toggle("atlas-narrow", isNarrow);
    for (const [name, corner] of Object.entries(CORNERS)) {
      const to = isNarrow ? shelf : corners[corner];
      if (geometry.inset || name !== "inset") to.append(boxes[/** @type {"legend"} */ (name)]);
    }
    map.invalidateSize(false);
  };
  container.after(shelf);
  arrange();
  signal.addEventListener("abort", () => {
    shelf.remove();
    Object.values(corners).forEach((corner) => corner.remove());
    container.classList.remove("atlas-narrow");
  });
  return { ...boxes, shelf, arrange };
}
