/**
 * The South China Sea, drawn from the same geometry.
 * @module
 */
import { element, svgElement } from "./dom.js";
import { hairline } from "./places.js";

/** @import { Atlas, Bounds, Geometry, Message, Point } from "./types.js" */

/**
 * @param {HTMLElement} box
 * @param {Bounds} bounds
 * @param {Pick<Atlas, "geometry" | "message">} atlas
 */
export function paintInset(box, bounds, { geometry, message }) {
  const [west, south, east, north] = bounds;
  const svg = svgElement("svg", {
    viewBox: `${west} ${-north} ${east - west} ${north - south}`,
    role: "img",
    "aria-label": message.words.inset,
  });
  svg.append(...shapes(bounds, geometry, message));
  box.replaceChildren(svg, element("div", "", message.words.inset));
}

/**
 * The rings that reach into the bounds, one path a place.
 * @param {Bounds} bounds
 * @param {Geometry} geometry
 * @param {Message} message
 * @returns {SVGPathElement[]}
 */
function shapes([west, south, east, north], geometry, message) {
  const isNear = (/** @type {Point} */ [x, y]) => x > west && x < east && y > south && y < north;
  return geometry.features.flatMap((feature) => {
    const place = message.places[feature.properties.adcode];
    const near = feature.geometry.coordinates.flat().filter((ring) => ring.some(isNear));
    if (!near.length) return [];
    return svgElement("path", {
      d: near.map((ring) => `M${ring.map(([x, y]) => `${x} ${-y}`).join("L")}Z`).join(""),
      fill: place.absent ? message.noData.ground : place.fill,
      stroke: "#8c8c8c",
      "stroke-width": Math.max(hairline(geometry.features.length), 0.4),
      "vector-effect": "non-scaling-stroke",
    });
  });
}
