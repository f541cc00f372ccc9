/**
 * The legend: what colours, hatches and marks mean, and how many places have them.
 * @module
 */
import { element, svgElement } from "./dom.js";
import { MARK, radiusOf } from "./marks.js";
import { swatch } from "./swatch.js";

/** @import { Atlas, Marks } from "./types.js" */

/**
 * @param {HTMLElement} box
 * @param {Pick<Atlas, "message" | "prefix">} atlas
 */
export function paintLegend(box, { message: { legend, marks }, prefix }) {
  const head = element("div", "atlas-legend-head");
  head.append(element("span", "", legend.title), element("span", "atlas-count", legend.places));
  box.replaceChildren(head);
  for (const entry of legend.entries) {
    box.append(row(
      swatch(entry.colour, entry.swatch, prefix, entry.ramp),
      element("span", "", entry.label),
      element("span", "atlas-count", String(entry.count)),
    ));
  }
  if (marks) box.append(row(markSwatch(marks), element("span", "", marks.label)));
}

/**
 * @param {...Element} cells
 * @returns {HTMLDivElement}
 */
function row(...cells) {
  const node = element("div", "atlas-legend-row");
  node.append(...cells);
  return node;
}

/**
 * @param {Marks} marks
 * @returns {SVGSVGElement}
 */
function markSwatch(marks) {
  const svg = swatch("", "none", "");
  svg.append(svgElement("circle", {
    cx: 13,
    cy: 8,
    r: radiusOf(marks, marks.shown),
    fill: MARK.fillColor,
    "fill-opacity": MARK.fillOpacity,
  }));
  return svg;
}
