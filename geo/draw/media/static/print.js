/* The print view: the layout of the pictures, with the polygons of the map.
 *
 * atlasPrint(svg, layout, message, geometry): layout is what geo/draw/printed.py writes.
 */
(function () {
  "use strict";

  function node(tag, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function defs(message) {
    const made = node("defs", {});
    for (const [id, angle] of [["no_data", 45], ["not_applicable", -45]]) {
      const pattern = node("pattern", { id: `print-${id}`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` });
      pattern.append(node("rect", { width: 7, height: 7, fill: message.noData.ground }), node("rect", { width: 1.3, height: 7, fill: message.noData.lines }));
      made.append(pattern);
    }
    return made;
  }

  function map([scale, left, top, [x, y, width, height]], index, message, geometry) {
    const group = node("g", { "clip-path": `url(#print-clip-${index})` });
    const clip = node("clipPath", { id: `print-clip-${index}` });
    clip.append(node("rect", { x, y, width, height }));
    group.append(clip);
    const place = ([a, b]) => `${(left + a * scale).toFixed(1)} ${(top - b * scale).toFixed(1)}`;
    const rings = (polygons) => polygons.flat().map((ring) => `M${ring.map(place).join("L")}Z`).join("");
    const paths = geometry.features.map(({ properties, geometry: shape }) => [message.places[properties.adcode], rings(shape.coordinates)]);
    for (const [, d] of paths) group.append(node("path", { d, fill: "none", stroke: "#8c8c8c", "stroke-width": 2.8 }));
    paths.sort(([a], [b]) => (a.absent === null) - (b.absent === null));
    for (const [one, d] of paths) {
      group.append(node("path", { d, fill: one.absent ? `url(#print-${one.absent})` : one.fill, stroke: one.absent ? "#a3a3a3" : "#ffffff", "stroke-width": 0.9 }));
    }
    for (const part of geometry.parts) group.append(node("path", { d: rings(part.rings), fill: "none", stroke: "#ffffff", "stroke-opacity": 0.35, "stroke-width": 0.7 }));
    for (const [one, d] of paths) if (one.marked) group.append(node("path", { d, fill: "none", stroke: one.ink, "stroke-width": 1.1, "stroke-dasharray": "3 2" }));
    return group;
  }

  const draw = {
    r([x, y, width, height, fill, stroke, thick, dashed, hatch]) {
      const box = { x, y, width, height, stroke, "stroke-width": thick };
      if (dashed) box["stroke-dasharray"] = "3 2";
      return [node("rect", { ...box, fill: ["", "url(#print-no_data)", "url(#print-not_applicable)"][hatch] || fill })];
    },
    c([cx, cy, r, fill, stroke, opacity]) {
      return [node("circle", { cx, cy, r, fill, stroke, "fill-opacity": opacity })];
    },
    l([lines, stroke, thick]) {
      return [node("path", { d: lines.map((line) => `M${line.map((point) => point.join(" ")).join("L")}`).join(""), fill: "none", stroke, "stroke-width": thick })];
    },
    t([lines, x, baseline, leading, size, fill, anchor, halo]) {
      return lines.map((line, i) => {
        const text = node("text", { x, y: baseline + i * leading, "font-size": size, fill, "text-anchor": anchor }, line);
        if (halo) for (const [name, value] of [["stroke", halo], ["stroke-width", 0.28 * size], ["stroke-linejoin", "round"], ["paint-order", "stroke"]]) text.setAttribute(name, value);
        return text;
      });
    },
  };

  window.atlasPrint = function (svg, layout, message, geometry) {
    svg.setAttribute("viewBox", `0 0 ${layout.size.join(" ")}`);
    svg.replaceChildren(defs(message));
    layout.groups.forEach(([place, items], index) => {
      if (place) svg.append(map(place, index, message, geometry));
      for (const [kind, ...values] of items) svg.append(...draw[kind](values));
    });
  };
})();
