/**
 * Places too small to point at get a button each.
 * @module
 */
import { element } from "./dom.js";
import { hover, layerOf } from "./places.js";
import { swatch } from "./swatch.js";

/** @import { Atlas } from "./types.js" */

/**
 * @param {HTMLElement} box
 * @param {Atlas} atlas
 */
export function paintChips(box, atlas) {
  const small = atlas.geometry.features.filter(({ properties }) => properties.small);
  box.replaceChildren(...small.map(({ properties }) => chip(atlas, properties.adcode)));
}

/**
 * @param {Atlas} atlas
 * @param {string} adcode
 * @returns {HTMLButtonElement}
 */
function chip(atlas, adcode) {
  const place = atlas.message.places[adcode];
  const path = layerOf(atlas, adcode);
  const button = element("button", "atlas-chip");
  button.type = "button";
  button.dataset.chip = adcode;
  button.setAttribute("aria-pressed", String(adcode === atlas.message.selected));
  button.append(
    swatch(place.fill, place.absent ?? "class", atlas.prefix),
    element("span", "", place.name),
  );
  button.addEventListener("click", () => atlas.choose(adcode));
  button.addEventListener("mouseenter", () => {
    path.openTooltip(path.getBounds().getCenter());
    hover(atlas, adcode, true);
  });
  button.addEventListener("mouseleave", () => {
    path.closeTooltip();
    hover(atlas, adcode, false);
  });
  return button;
}
