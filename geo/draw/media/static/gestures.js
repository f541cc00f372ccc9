/**
 * Wheel and fingers: the page scrolls over the map, which takes only what is meant for it.
 * @module
 */
import { element } from "./dom.js";

/** @import { Atlas } from "./types.js" */

/** Milliseconds that a hint stands, and without a turn of the wheel before another one is meant. */
const STANDS = 1600;
const REST = 400;
/** Pixels that a finger has to go sideways before it is told that two are needed. */
const FAR = 12;

/**
 * The wheel zooms with Ctrl or ⌘ held, and two fingers move and zoom; otherwise the page scrolls.
 * Where motion is to be reduced, the map jumps.
 * @param {Atlas} atlas
 */
export function buildGestures(atlas) {
  const { map, signal } = atlas;
  const container = map.getContainer();
  const hint = buildHint(container, signal);
  const early = { capture: true, passive: true, signal };
  const isOnMap = (/** @type {Event} */ { target }) =>
    target === container || map.getPane("mapPane").contains(/** @type {Node} */ (target));

  map.doubleClickZoom.disable(); // two quick taps are two choices

  let turned = -Infinity;
  addEventListener("wheel", (event) => {
    const isFirst = event.timeStamp - turned > REST; // and not one by which the page scrolls past
    turned = event.timeStamp;
    if (!isOnMap(event) || event.ctrlKey || event.metaKey) return;
    event.stopPropagation();
    if (isFirst) hint(atlas.message.words.wheel);
  }, early);

  /** @type {Touch | null} */
  let down = null;
  container.addEventListener("touchstart", (event) => {
    down = event.touches.length === 1 && isOnMap(event) ? event.touches[0] : null;
    if (down) event.stopPropagation(); // Leaflet would move the map with it
  }, early);
  container.addEventListener("touchmove", ({ touches: [touch, second] }) => {
    if (!down || second) return;
    const across = Math.abs(touch.clientX - down.clientX);
    if (across > FAR && across > Math.abs(touch.clientY - down.clientY)) {
      hint(atlas.message.words.touch);
    }
  }, early);

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const { zoomAnimation, inertia } = map.options;
  const settle = () => {
    Object.assign(map.options, {
      zoomAnimation: zoomAnimation && !still.matches,
      inertia: inertia && !still.matches,
    });
    map._zoomAnimated = map.options.zoomAnimation;
  };
  settle();
  still.addEventListener("change", settle, { signal });
}

/**
 * @param {HTMLElement} container
 * @param {AbortSignal} signal
 * @returns {(words: string) => void} shows words for a moment
 */
function buildHint(container, signal) {
  const box = element("div", "atlas-hint");
  box.setAttribute("aria-hidden", "true"); // it is for those who scroll and swipe
  container.append(box);
  let timer = 0;
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    box.remove();
  });
  return (words) => {
    box.textContent = words;
    box.classList.add("atlas-shown");
    clearTimeout(timer);
    timer = setTimeout(() => box.classList.remove("atlas-shown"), STANDS);
  };
}
