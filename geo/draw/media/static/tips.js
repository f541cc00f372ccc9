/**
 * What a place says when it is pointed at.
 * @module
 */
import { element } from "./dom.js";

/** @import { Message } from "./types.js" */

/** How Leaflet shows a tip. */
export const TIP = { sticky: true, opacity: 1, className: "atlas-tooltip" };

/**
 * Name, figure and where it comes from; of a part of a group it says whose the figure is.
 * @param {Message} message
 * @param {string} adcode of the place
 * @param {string} [part] code of the part that is pointed at
 * @returns {HTMLDivElement}
 */
export function tip(message, adcode, part) {
  const place = message.places[adcode];
  const box = element("div", "atlas-tip");
  box.append(element("strong", "", part ? message.parts[part] : place.name));
  const lines = part ? [place.owned, ...place.lines.slice(1)] : place.lines;
  box.append(...lines.map((line) => element("div", "", line)));
  return box;
}
