/**
 * Which place is pointed at: one at a time, by pointer, finger, keys, a button, or from elsewhere.
 * @module
 */
import { placeAt } from "./regions.js";
import { Tip, tip } from "./tips.js";

/** @import { Atlas, Bounds, Host, Point, Pointed, Pointing } from "./types.js" */

/**
 * @param {Atlas} atlas
 * @param {Pick<Host, "onPoint">} host
 * @returns {Pointing}
 */
export function buildPointing(atlas, host) {
  const { map, signal } = atlas;
  const container = map.getContainer();
  const box = new Tip(container);
  /** @type {Pointed | null} */
  let shown = null;

  const paint = () => {
    atlas.outlines.show("pointed", shown && shown.adcode);
    if (!shown?.at) return box.hide();
    const { adcode, part, at, by } = shown;
    const cost = (/** @type {Bounds} */ tipBox) => neighboursUnder(atlas, adcode, tipBox);
    box.show(tip(atlas.message, adcode, part), at, cost, by === "finger");
  };
  const point = (/** @type {Pointed | null} */ next) => {
    if (shown?.adcode !== next?.adcode) host.onPoint(next?.adcode ?? null);
    shown = next;
    paint();
  };
  const leave = (/** @type {Pointed["by"]} */ by = shown?.by ?? "page") => {
    if (shown?.by === by) point(null);
  };

  container.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const node = /** @type {Element} */ (event.target);
    const path = node.closest("[data-adcode], [data-part]");
    const isThere = path instanceof SVGElement && !path.closest(".atlas-below");
    if (!isThere || event.buttons) return leave("mouse");
    const { adcode = path.dataset.group, part } = path.dataset;
    if (adcode) point({ adcode, part, at: inFrame(container, event), by: "mouse" });
  }, { signal });
  container.addEventListener("pointerdown", ({ pointerType }) => {
    if (pointerType === "touch") leave("finger"); // the next tap, or a swipe
  }, { signal });
  container.addEventListener("pointerleave", () => leave("mouse"), { signal });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown?.by !== "page") point(null);
  }, { signal });
  map.on("movestart zoomstart", () => {
    if (shown?.by !== "page") point(null);
  });
  signal.addEventListener("abort", () => box.remove());
  return { point, leave, paint, pointed: () => shown };
}

/**
 * @param {Element} container
 * @param {{ clientX: number, clientY: number }} event
 * @returns {Point} pixels of the frame
 */
export function inFrame(container, { clientX, clientY }) {
  const { left, top } = container.getBoundingClientRect();
  return [clientX - left, clientY - top];
}

/**
 * How much of the places round one a box covers.
 * @param {Pick<Atlas, "map" | "geometry">} atlas
 * @param {string} adcode
 * @param {Bounds} box in pixels of the frame
 * @returns {number} of 15 points of the box, those that lie on other places
 */
function neighboursUnder({ map, geometry }, adcode, [left, top, right, bottom]) {
  let count = 0;
  for (const across of [0, 0.25, 0.5, 0.75, 1]) {
    for (const down of [0, 0.5, 1]) {
      const { lng, lat } = map.containerPointToLatLng([
        left + across * (right - left),
        top + down * (bottom - top),
      ]);
      const found = placeAt(geometry, [lng, lat]);
      if (found !== null && found !== adcode) count += 1;
    }
  }
  return count;
}
