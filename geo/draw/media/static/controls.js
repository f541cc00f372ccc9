/**
 * What stands in the map's corners.
 * @module
 */
import { element } from "./dom.js";

/** @import { Message } from "./types.js" */

/** @type {["zoomIn" | "zoomOut" | "home", selector: string][]} */
const BUTTONS = [
  ["zoomIn", ".leaflet-control-zoom-in"],
  ["zoomOut", ".leaflet-control-zoom-out"],
  ["home", ".atlas-home"],
];

/**
 * An empty box that keeps the pointer from the map.
 * @param {L.Map} map
 * @param {string} position a corner, as Leaflet names it
 * @param {string} className
 * @returns {HTMLDivElement}
 */
export function addBox(map, position, className) {
  const node = element("div", className);
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  const Control = L.Control.extend({ options: { position }, onAdd: () => node });
  new Control().addTo(map);
  return node;
}

/**
 * The button that shows the whole map.
 * @param {L.Map} map
 * @param {() => void} show
 */
export function addHomeButton(map, show) {
  const link = element("a", "atlas-home", "⤢");
  link.href = "#";
  link.setAttribute("role", "button");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show();
  });
  addBox(map, "topleft", "leaflet-bar atlas-home-bar").append(link);
}

/**
 * Says in the map's language what its buttons do.
 * @param {HTMLElement} container of the map
 * @param {Message["words"]} words
 */
export function nameButtons(container, words) {
  for (const [name, selector] of BUTTONS) {
    const button = container.querySelector(selector);
    button?.setAttribute("title", words[name]);
    button?.setAttribute("aria-label", words[name]);
  }
}
