/**
 * The small boxes of legend and buttons.
 * @module
 */
import { svgElement } from "./dom.js";
import { dashesOf, isHatched } from "./hatches.js";

/** @import { Swatch } from "./types.js" */

const BOX = { x: 0.5, y: 0.5, width: 25, height: 15 };

/**
 * @param {string} colour of a class
 * @param {Swatch} kind
 * @param {string} prefix of the hatches' ids
 * @param {{ ramp?: string[], status?: string }} [more] colours of a continuous scale, and of which
 *   figures a mark is
 * @returns {SVGSVGElement}
 */
export function swatch(colour, kind, prefix, { ramp = [], status } = {}) {
  const svg = svgElement("svg", {
    width: 26,
    height: 16,
    viewBox: "0 0 26 16",
    preserveAspectRatio: "none",
    class: "atlas-swatch",
    "aria-hidden": "true",
  });
  const box = (/** @type {Record<string, string | number>} */ look) =>
    svg.append(svgElement("rect", { ...BOX, ...look }));
  if (kind === "mark") {
    box({ fill: "none", stroke: "currentColor", "stroke-dasharray": dashesOf(status) });
  } else if (isHatched(kind)) {
    box({ fill: `url(#${prefix}-${kind})`, stroke: "#8c8c8c" });
  } else if (kind === "continuous") {
    const width = BOX.width / ramp.length;
    ramp.forEach((fill, i) => box({ x: BOX.x + i * width, width: width + 0.3, fill }));
  } else if (kind === "class") {
    box({ fill: colour });
  }
  return svg;
}
