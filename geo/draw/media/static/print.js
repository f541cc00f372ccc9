/**
 * The print view: the layout of the pictures, with the polygons of the map.
 * @module
 */
import { svgElement } from "./dom.js";
import { dashesOf, fillOf, hatches } from "./hatches.js";

/** @import { Circle, Item, Layout, Lines, Picture, Placement, Rectangle, Words } from "./file_types.js" */
/** @import { Absent, Geometry, Message, Point, Polygons } from "./types.js" */

/** @type {Absent[]} by their numbers in a layout, from 1 */
const HATCHES = ["no_data", "no_data", "not_applicable", "not_listed"];
const OUTLINE = "#8c8c8c";
const PATTERNS = ["", dashesOf("estimated"), dashesOf("unconfirmed")];

/**
 * @param {Element} svg
 * @param {Layout} layout
 * @param {Message} message
 * @param {Geometry} geometry
 */
export function paintPrint(svg, layout, message, geometry) {
  svg.setAttribute("viewBox", `0 0 ${layout.size.join(" ")}`);
  svg.replaceChildren(hatches(layout.noData, "print", 7));
  layout.groups.forEach(([place, items], index) => {
    if (place) svg.append(drawMap(place, index, message, geometry));
    svg.append(...items.flatMap(drawItem));
  });
}

/**
 * @param {Placement} placement
 * @param {number} index of the group, for an id
 * @param {Message} message
 * @param {Geometry} geometry
 * @returns {SVGGElement}
 */
function drawMap([scale, left, top, [x, y, width, height], isInset], index, message, geometry) {
  const group = svgElement("g", { "clip-path": `url(#print-clip-${index})` });
  const clip = svgElement("clipPath", { id: `print-clip-${index}` });
  clip.append(svgElement("rect", { x, y, width, height }));
  const at = (/** @type {Point} */ [a, b]) =>
    `${(left + a * Number(scale)).toFixed(1)} ${(top - b * Number(scale)).toFixed(1)}`;
  const outline = (/** @type {Polygons} */ polygons) =>
    polygons.flat().map((ring) => `M${ring.map(at).join("L")}Z`).join("");
  const path = (/** @type {string} */ d, /** @type {Record<string, string | number>} */ look) =>
    svgElement("path", { d, fill: "none", ...look });

  const shapes = geometry.features.map(({ properties, geometry: shape }) => ({
    place: message.places[properties.adcode],
    d: outline(shape.coordinates),
  }));
  // In the inset the line round the whole would make one of islands that lie near each other.
  const under = isInset
    ? []
    : shapes.map(({ d }) => path(d, { stroke: OUTLINE, "stroke-width": 2.8 }));
  // Outlines of places with a figure lie over those without.
  shapes.sort((a, b) => Number(a.place.absent === null) - Number(b.place.absent === null));
  const isDimming = shapes.some(({ place }) => place.lit);
  const areas = shapes.map(({ place, d }) =>
    path(d, {
      fill: fillOf(place, "print"),
      ...(isDimming && !place.lit ? { "fill-opacity": 0.16 } : {}),
      stroke: isInset ? OUTLINE : place.absent ? "#a3a3a3" : "#ffffff",
      "stroke-width": 0.9,
    })
  );
  const parts = geometry.parts.map(({ rings }) =>
    path(outline(rings), { stroke: "#ffffff", "stroke-opacity": 0.35, "stroke-width": 0.7 })
  );
  const marked = shapes.filter(({ place }) => place.marked).map(({ place, d }) =>
    path(d, { stroke: place.ink, "stroke-width": 1.1, "stroke-dasharray": dashesOf(place.status) })
  );
  group.append(clip, ...under, ...areas, ...parts, ...marked);
  return group;
}

/**
 * @param {Item} item
 * @returns {SVGElement[]}
 */
function drawItem(item) {
  switch (item[0]) {
    case "r":
      return [drawRectangle(item)];
    case "c":
      return [drawCircle(item)];
    case "l":
      return [drawLines(item)];
    case "t":
      return drawWords(item);
    case "i":
      return [drawPicture(item)];
  }
}

/**
 * @param {Rectangle} item
 * @returns {SVGElement}
 */
function drawRectangle([, x, y, width, height, fill, stroke, thick, pattern, hatch]) {
  return svgElement("rect", {
    x,
    y,
    width,
    height,
    stroke,
    "stroke-width": thick,
    ...(pattern ? { "stroke-dasharray": PATTERNS[pattern] } : {}),
    fill: hatch ? fillOf({ absent: HATCHES[hatch], fill }, "print") : fill,
  });
}

/**
 * @param {Picture} item
 * @returns {SVGElement}
 */
function drawPicture([, x, y, width, height, href]) {
  return svgElement("image", { x, y, width, height, href });
}

/**
 * @param {Circle} item
 * @returns {SVGElement}
 */
function drawCircle([, cx, cy, r, fill, stroke, opacity]) {
  return svgElement("circle", { cx, cy, r, fill, stroke, "fill-opacity": opacity });
}

/**
 * @param {Lines} item
 * @returns {SVGElement}
 */
function drawLines([, lines, stroke, thick]) {
  const d = lines.map((line) => `M${line.map((point) => point.join(" ")).join("L")}`).join("");
  return svgElement("path", { d, fill: "none", stroke, "stroke-width": thick });
}

/**
 * @param {Words} item
 * @returns {SVGElement[]}
 */
function drawWords([, lines, x, baseline, leading, size, fill, anchor, halo]) {
  const look = { x, "font-size": size, fill, "text-anchor": anchor };
  /** @type {Record<string, string | number>} */
  const under = halo
    ? {
      stroke: halo,
      "stroke-width": 0.28 * size,
      "stroke-linejoin": "round",
      "paint-order": "stroke",
    }
    : {};
  return lines.map((line, i) =>
    svgElement("text", { ...look, y: baseline + i * leading, ...under }, line)
  );
}
