/**
 * The buttons that zoom and show the whole map.
 * @module
 */
import { element } from "./dom.js";

/** @import { Message, View } from "./types.js" */

/** @typedef {"zoomIn" | "zoomOut" | "home"} Button */

/** @type {[Button, className: string, sign: string][]} */
const BUTTONS = [
  ["zoomIn", "atlas-zoom-in", "+"],
  ["zoomOut", "atlas-zoom-out", "−"],
  ["home", "atlas-home", "⤢"],
];

/**
 * @param {L.Map} map
 * @param {View} view
 * @param {HTMLElement} box
 * @returns {(words: Message["words"]) => void} says in the map's language what they do
 */
export function buildButtons(map, view, box) {
  /** @type {Record<Button, () => void>} */
  const acts = { zoomIn: () => map.zoomIn(), zoomOut: () => map.zoomOut(), home: view.reset };
  map.zoomControl?.remove(); // its links are no buttons
  const buttons = BUTTONS.map(([name, className, sign]) => {
    const button = element("button", `atlas-button ${className}`, sign);
    button.type = "button";
    button.addEventListener("click", acts[name]);
    box.append(button);
    return button;
  });
  return (words) =>
    BUTTONS.forEach(([name], i) => {
      buttons[i].title = words[name];
      buttons[i].setAttribute("aria-label", words[name]);
    });
}
