/**
 * The hatches of places without a figure.
 * @module
 */
import { svgElement } from "./dom.js";

/** @import { Absent, Hatching, Place } from "./types.js" */

/**
 * Of each status its angle, and of its lines the distance in sizes and the width. Level lines lie on
 * pixels, and are seen more than slanted ones.
 * @type {[Absent, number, number, number][]}
 */
const HATCHES = [
  ["no_data", 45, 1, 1.3],
  ["not_applicable", -45, 1, 1.3],
  ["not_listed", 90, 7 / 6, 1],
];

/** Dashes and dots round marked figures: on and off. */
const DASHES = { dashes: "3 2", dots: "1.4 2.6" };

/**
 * @param {string | undefined} status of a marked figure
 * @returns {string} dashes of the line round it
 */
export function dashesOf(status) {
  return status === "unconfirmed" ? DASHES.dots : DASHES.dashes;
}

/**
 * @param {string} status
 * @returns {boolean} whether places of a status have a hatch
 */
export function isHatched(status) {
  return HATCHES.some(([absent]) => absent === status);
}

/**
 * The patterns that {@link fillOf} refers to.
 * @param {Hatching} colours
 * @param {string} prefix what their ids begin with
 * @param {number} size distance of the lines, in the unit of the drawing
 * @returns {SVGDefsElement}
 */
export function hatches(colours, prefix, size) {
  const defs = svgElement("defs", {});
  for (const [status, angle, spread, thick] of HATCHES) {
    const step = size * spread;
    const pattern = svgElement("pattern", {
      id: `${prefix}-${status}`,
      width: step,
      height: step,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${angle})`,
    });
    pattern.append(
      svgElement("rect", { width: step, height: step, fill: colours.ground }),
      svgElement("rect", { width: thick, height: step, fill: colours.lines }),
    );
    defs.append(pattern);
  }
  return defs;
}

/**
 * @param {Pick<Place, "absent" | "fill">} place
 * @param {string} prefix of the patterns' ids
 * @returns {string} colour or hatch of a place
 */
export function fillOf(place, prefix) {
  return place.absent ? `url(#${prefix}-${place.absent})` : place.fill;
}
