/**
 * Places too small to point at get a button each.
 * @module
 */
import { element } from "./dom.js";
import { pixelsOf } from "./keys.js";
import { swatch } from "./swatch.js";

/** @import { Atlas, Geometry, Pointing } from "./types.js" */

/** More small places than this are found by going into the one that they lie in. */
const MOST = 8;

/**
 * @param {HTMLElement} box
 * @param {Atlas} atlas
 * @param {Pointing} pointing
 * @returns {() => void} paints them
 */
export function buildChips(box, atlas, pointing) {
  /** @type {Geometry | null} whose chips these are */
  let shown = null;
  /** @type {(() => void)[]} */
  let paints = [];
  return () => {
    if (shown !== atlas.geometry) {
      shown = atlas.geometry;
      box.replaceChildren();
      paints = buildAll(box, atlas, pointing);
    }
    paints.forEach((paint) => paint());
  };
}

/**
 * @param {HTMLElement} box
 * @param {Atlas} atlas
 * @param {Pointing} pointing
 */
function buildAll(box, atlas, pointing) {
  const small = atlas.geometry.features.filter(({ properties }) => properties.small);
  return (small.length > MOST ? [] : small).map(({ properties: { adcode, label } }) => {
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
}
