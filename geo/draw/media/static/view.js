/**
 * Which part of the map is shown: the whole of it, until the user zooms or drags.
 * @module
 */

/** @import { Atlas, Geometry } from "./types.js" */

/**
 * Whether a control lies over any place, at the present view.
 * @param {L.Map} map
 * @param {Geometry} geometry
 * @param {Element} node
 * @returns {boolean}
 */
export function covers(map, geometry, node) {
  const frame = map.getContainer().getBoundingClientRect();
  const box = node.getBoundingClientRect();
  const low = map.containerPointToLatLng([box.left - frame.left, box.bottom - frame.top]);
  const high = map.containerPointToLatLng([box.right - frame.left, box.top - frame.top]);
  return geometry.features.some((feature) =>
    feature.geometry.coordinates.some(([outer]) =>
      outer.some(([x, y]) => x > low.lng && x < high.lng && y > low.lat && y < high.lat)
    )
  );
}

/**
 * The whole map, as large as it can be with no control over any territory.
 * @param {Atlas} atlas
 * @param {{ west: Element[], east: Element[] }} controls at either side
 */
export function showAll({ map, geometry, message }, controls) {
  const [west, south, east, north] = geometry.bounds;
  const bounds = L.latLngBounds(L.latLng(south, west), L.latLng(north, east));
  const isCovered = (/** @type {Element} */ node) => covers(map, geometry, node);
  let left = 8;
  let right = 8;
  // On a small screen there is no such view; then the controls lie over the map's corners.
  while (left + right < 0.5 * map.getSize().x) {
    map.fitBounds(bounds, {
      animate: false,
      paddingTopLeft: [left, 6],
      paddingBottomRight: [right, message.film ? 46 : 6],
    });
    // Upwards: the room that is left is needed below, by legend and inset.
    map.panBy([0, map.latLngToContainerPoint(L.latLng(north, west)).y - 6], { animate: false });
    const westCovered = controls.west.some(isCovered);
    const eastCovered = controls.east.some(isCovered);
    if (!westCovered && !eastCovered) return;
    if (westCovered) left += 16;
    if (eastCovered) right += 16;
  }
  map.fitBounds(bounds, { animate: false });
}

/**
 * Keeps the whole map shown until the user moves it, in whichever way.
 * @param {L.Map} map
 * @param {() => void} show shows the whole map
 * @param {AbortSignal} signal that the map is taken away
 * @returns {{ settle: () => void, reset: () => void }} settle: after a change of legend or size;
 *   reset: back to the whole map
 */
export function keepWhole(map, show, signal) {
  let isWhole = true;
  let isOurs = false;
  const reset = () => {
    isOurs = true;
    show();
    isOurs = false;
    isWhole = true;
  };
  const settle = () => {
    if (isWhole) reset();
  };
  map.on("movestart", () => {
    if (!isOurs) isWhole = false;
  });
  // The container gets its size only after the page is laid out.
  const observer = new ResizeObserver(() => {
    map.invalidateSize(false);
    settle();
  });
  observer.observe(map.getContainer());
  signal.addEventListener("abort", () => observer.disconnect());
  return { settle, reset };
}
