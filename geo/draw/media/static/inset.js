/**
 * The South China Sea, drawn from the same geometry.
 * @module
 */
import { element, svgElement } from "./dom.js";
import { hairline } from "./places.js";

/** @import { Atlas, Bounds, Point } from "./types.js" */

/**
 * The rings that reach into the bounds, one path a place.
 * @param {HTMLElement} box
 * @param {Bounds} bounds
 * @param {Atlas} atlas
 * @returns {() => void} paints them
 */
export function buildInset(box, [west, south, east, north], atlas) {
  const svg = svgElement("svg", {
    viewBox: `${west} ${-north} ${east - west} ${north - south}`,
    role: "img",
  });
  const name = element("div");
  name.setAttribute("aria-hidden", "true");
  const { first } = atlas.sheets;
  const { features } = first.geometry;
  const isNear = (/** @type {Point} */ [x, y]) => x > west && x < east && y > south && y < north;
  const shapes = features.flatMap(({ properties: { adcode }, geometry }) => {
    const near = geometry.coordinates.flat().filter((ring) => ring.some(isNear));
    if (!near.length) return [];
    const path = svgElement("path", {
      d: near.map((ring) => `M${ring.map(([x, y]) => `${x} ${-y}`).join("L")}Z`).join(""),
      class: "atlas-coast",
      "stroke-width": Math.max(hairline(features.length), 0.4),
      "vector-effect": "non-scaling-stroke",
    });
    return [{ adcode, path }];
  });
  svg.append(...shapes.map(({ path }) => path));
  box.append(svg, name);
  return () => {
    box.hidden = atlas.sheets.top !== first;
    if (box.hidden) return;
    const { places, noData, words } = first.message;
    svg.setAttribute("aria-label", words.inset);
    name.textContent = words.inset;
    for (const { adcode, path } of shapes) {
      path.setAttribute("fill", places[adcode].absent ? noData.ground : places[adcode].fill);
    }
  };
}
