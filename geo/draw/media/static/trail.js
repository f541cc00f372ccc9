/**
 * The way from the country down to what is shown, over the map: each step of it leads back there.
 * @module
 */
import { element } from "./dom.js";

/** @import { Atlas } from "./types.js" */

/**
 * @param {HTMLElement} box
 * @param {Atlas} atlas
 * @param {(depth: number) => void} rise goes up to a sheet; the country is 0
 * @returns {() => void} paints it
 */
export function buildTrail(box, atlas, rise) {
  box.setAttribute("role", "navigation");
  const list = element("ol");
  box.append(list);
  let told = "";
  return () => {
    const { words } = atlas.message;
    const { names } = atlas.sheets;
    box.hidden = !names.length;
    box.setAttribute("aria-label", words.trail ?? "");
    const steps = [words.country ?? "", ...names];
    if (told === JSON.stringify(steps)) return;
    told = JSON.stringify(steps);
    list.replaceChildren(...steps.map((name, depth) => {
      const step = element("li");
      const button = element("button", "atlas-step", name);
      button.type = "button";
      if (depth === names.length) {
        button.setAttribute("aria-current", "location");
        button.disabled = true;
      }
      button.addEventListener("click", () => rise(depth));
      step.append(button);
      return step;
    }));
  };
}
