/**
 * Places too small to point at get a button each.
 * @module
 */
import { element } from "./dom.js";
import { pixelsOf } from "./keys.js";
import { swatch } from "./swatch.js";

/** @import { Atlas, Pointing } from "./types.js" */

/**
 * @param {HTMLElement} box
 * @param {Atlas} atlas
 * @param {Pointing} pointing
 * @returns {() => void} paints them
 */
export function buildChips(box, atlas, pointing) {
  const small = atlas.geometry.features.filter(({ properties }) => properties.small);
  const paints = small.map(({ properties: { adcode, label } }) => {
    const button = element("button", "atlas-chip");
    button.type = "button";
    button.dataset.chip = adcode;
    button.addEventListener("click", () => atlas.choose(adcode));
    const point = () => {
      const { x, y } = pixelsOf(atlas.map, label);
      pointing.point({ adcode, at: [x, y], by: "chip" });
    };
    const leave = () => pointing.leave("chip");
    button.addEventListener(
      "pointerenter",
      ({ pointerType }) => pointerType === "touch" || point(),
    );
    button.addEventListener("pointerleave", leave);
    button.addEventListener("focus", () => button.matches(":focus-visible") && point());
    button.addEventListener("blur", leave);
    box.append(button);
    return () => {
      const place = atlas.message.places[adcode];
      button.setAttribute("aria-pressed", String(adcode === atlas.message.selected));
      button.replaceChildren(
        swatch(place.fill, place.absent ?? "class", atlas.prefix),
        element("span", "", place.name),
      );
    };
  });
  return () => paints.forEach((paint) => paint());
}
