/* Province Atlas in the browser: draws places once, then repaints them from small messages.
 *
 * start(map, geometry): geometry is a GeoJSON FeatureCollection or its address.
 * paint(message):       fills, words, legend and selection, as geo/draw/web.py writes them.
 *                       A message with a film has those of other periods, which film.js plays;
 *                       one with marks has points, which lie over the places.
 * onSelect, onPeriod:   set by the host; called with an adcode when a place is chosen, and with
 *                       a period when the film stands still at another one.
 *
 * Every word comes in as text and is shown as text, never as markup.
 */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const MARK = { color: "#ffffff", fillColor: "#c2410c", fillOpacity: 0.75 };
  const layers = new Map(); // adcode -> Leaflet path
  let map = null, geometry = null, message = null, labels = null, chips = null;
  let legend = null, inset = null, selected = null, marks = null, renderer = null;
  let untouched = true; // until the user zooms or drags, the view follows size and legend

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function svgElement(tag, attributes) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  }

  /* The hatches of places without a figure. */
  function hatch(svg) {
    const defs = svgElement("defs", {});
    for (const [id, angle] of [["no_data", 45], ["not_applicable", -45]]) {
      const pattern = svgElement("pattern", {
        id: `atlas-${id}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})`,
      });
      pattern.append(
        svgElement("rect", { width: 6, height: 6, fill: message.noData.ground }),
        svgElement("rect", { width: 1.3, height: 6, fill: message.noData.lines })
      );
      defs.append(pattern);
    }
    svg.prepend(defs);
  }

  function swatch(colour, kind, ramp = []) {
    const svg = svgElement("svg", { width: 26, height: 16, viewBox: "0 0 26 16", preserveAspectRatio: "none", class: "atlas-swatch", "aria-hidden": "true" });
    const box = { x: 0.5, y: 0.5, width: 25, height: 15 };
    if (kind === "mark") {
      svg.append(svgElement("rect", { ...box, fill: "none", stroke: "#1c1c1c", "stroke-dasharray": "3 2" }));
    } else if (kind === "no_data" || kind === "not_applicable") {
      svg.append(svgElement("rect", { ...box, fill: `url(#atlas-${kind})`, stroke: "#8c8c8c" }));
    } else if (kind === "continuous") {
      const width = box.width / ramp.length;
      ramp.forEach((fill, i) => svg.append(svgElement("rect", { ...box, x: box.x + i * width, width: width + 0.3, fill })));
    } else if (kind === "class") {
      svg.append(svgElement("rect", { ...box, fill: colour }));
    }
    return svg;
  }

  /* Of a part of a group it says whose the figure is. */
  function tooltip(adcode, part) {
    const place = message.places[adcode];
    const box = element("div", "atlas-tip");
    box.append(element("strong", "", part ? message.parts[part] : place.name));
    const lines = part ? [place.owned, ...place.lines.slice(1)] : place.lines;
    lines.forEach((line) => box.append(element("div", "", line)));
    return box;
  }

  function fillOf(place) {
    return place.absent ? `url(#atlas-${place.absent})` : place.fill;
  }

  function strokeOf(adcode, hovered) {
    const place = message.places[adcode];
    if (adcode === selected) return { color: "#1c1c1c", weight: 2.4, dashArray: null };
    if (hovered) return { color: "#5a5a5a", weight: 2, dashArray: null };
    if (place.marked) return { color: "#1c1c1c", weight: 1.1, dashArray: "3 2" };
    return { color: place.absent ? "#a3a3a3" : "#ffffff", weight: hairline(), dashArray: null };
  }

  /* Where hundreds of borders meet they must not be all there is to see. */
  function hairline() {
    return 0.8 * Math.min(1, Math.sqrt(150 / layers.size));
  }

  function restyle(adcode, hovered) {
    const path = layers.get(adcode);
    path.setStyle(strokeOf(adcode, hovered));
    if (hovered || adcode === selected) path.bringToFront();
    if (!hovered && selected && layers.has(selected)) layers.get(selected).bringToFront();
  }

  function choose(adcode) {
    window.provinceAtlas.onSelect(adcode);
  }

  /* Places are reached with the tabulator and chosen with Enter. */
  function reachable(path, adcode) {
    const node = path.getElement();
    node.addEventListener("focus", () => { restyle(adcode, true); path.openTooltip(); });
    node.addEventListener("blur", () => { restyle(adcode, false); path.closeTooltip(); });
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(adcode); }
    });
  }

  function paintPlaces() {
    for (const [adcode, path] of layers) {
      const place = message.places[adcode];
      path.setStyle({ fillColor: fillOf(place), fillOpacity: 1, ...strokeOf(adcode, false) });
      path.getElement().setAttribute("data-adcode", adcode);
      path.getElement().setAttribute("tabindex", "0");
      path.getElement().setAttribute("aria-label", [place.name, ...place.lines].join(", "));
    }
    // Marked outlines lie over their neighbours' hairlines, the selected one over all.
    for (const [adcode, path] of layers) if (message.places[adcode].marked) path.bringToFront();
    if (selected && layers.has(selected)) layers.get(selected).bringToFront();
  }

  /* Names where there is room at the present zoom. */
  function paintLabels() {
    labels.clearLayers();
    const pixels = map.getZoomScale(map.getZoom(), 0);
    for (const feature of geometry.features) {
      const { adcode, label, room, small } = feature.properties;
      const place = message.places[adcode];
      const widest = Math.max(...place.label.map((line) => textWidth(line)));
      // A figure is always written; a name alone only where it fits.
      const figure = place.label.length > 1;
      if (!figure && ((small && pixels < 12) || widest > 2.6 * room * pixels + 12)) continue;
      const node = element("div", "atlas-label" + (place.absent ? " atlas-label-absent" : ""));
      node.style.color = place.ink;
      place.label.forEach((line) => node.append(element("div", "", line)));
      labels.addLayer(L.marker([label[1], label[0]], {
        interactive: false, keyboard: false,
        icon: L.divIcon({ className: "", html: node, iconSize: [0, 0] }),
      }));
    }
  }

  function textWidth(text) {
    let width = 0;
    for (const character of text) width += character.codePointAt(0) > 0x2e7f ? 12 : 6.6;
    return width;
  }

  function paintLegend() {
    const box = legend.getContainer();
    const { title, places, entries } = message.legend;
    box.replaceChildren();
    const head = element("div", "atlas-legend-head");
    head.append(element("span", "", title), element("span", "atlas-count", places));
    box.append(head);
    for (const entry of entries) {
      const row = element("div", "atlas-legend-row");
      row.append(swatch(entry.colour, entry.swatch, entry.ramp), element("span", "", entry.label),
        element("span", "atlas-count", String(entry.count)));
      box.append(row);
    }
    if (!message.marks) return;
    const row = element("div", "atlas-legend-row");
    const svg = swatch("", "none");
    svg.append(svgElement("circle", {
      cx: 13, cy: 8, r: radiusOf(message.marks.shown), fill: MARK.fillColor, "fill-opacity": MARK.fillOpacity,
    }));
    row.append(svg, element("span", "", message.marks.label));
    box.append(row);
  }

  /* The radius of a mark in pixels: all dots alike, and circles whose areas are as their numbers. */
  function radiusOf(count) {
    const { arePoints, most } = message.marks;
    return arePoints ? 1.8 : 8 * Math.sqrt(count / most);
  }

  /* Points lie over the places, and leave the pointer to them. */
  function paintMarks() {
    marks.clearLayers();
    const found = message.marks;
    map.getContainer().dataset.marks = found ? found.counts.length : 0;
    if (!found) return;
    found.counts.forEach((count, i) => {
      const radius = radiusOf(count);
      marks.addLayer(L.circleMarker([found.y[i], found.x[i]], {
        ...MARK, renderer, interactive: false, radius, weight: Math.min(radius / 4, 0.6),
      }));
    });
  }

  /* Places too small to point at get a button each. */
  function paintChips() {
    const box = chips.getContainer();
    box.replaceChildren();
    for (const feature of geometry.features.filter((one) => one.properties.small)) {
      const adcode = feature.properties.adcode;
      const place = message.places[adcode];
      const button = element("button", "atlas-chip");
      button.type = "button";
      button.dataset.chip = adcode;
      button.setAttribute("aria-pressed", String(adcode === selected));
      button.append(swatch(place.fill, place.absent || "class"), element("span", "", place.name));
      button.addEventListener("click", () => choose(adcode));
      const centre = () => layers.get(adcode).getBounds().getCenter();
      button.addEventListener("mouseenter", () => { layers.get(adcode).openTooltip(centre()); restyle(adcode, true); });
      button.addEventListener("mouseleave", () => { layers.get(adcode).closeTooltip(); restyle(adcode, false); });
      box.append(button);
    }
  }

  /* The South China Sea, drawn from the same geometry. */
  function paintInset() {
    if (!geometry.inset) return;
    const [west, south, east, north] = geometry.inset;
    const svg = svgElement("svg", {
      viewBox: `${west} ${-north} ${east - west} ${north - south}`, role: "img", "aria-label": message.words.inset,
    });
    for (const feature of geometry.features) {
      const place = message.places[feature.properties.adcode];
      const rings = feature.geometry.coordinates.flat();
      const near = rings.filter((ring) => ring.some(([x, y]) => x > west && x < east && y > south && y < north));
      if (!near.length) continue;
      const d = near.map((ring) => "M" + ring.map(([x, y]) => `${x} ${-y}`).join("L") + "Z").join("");
      svg.append(svgElement("path", {
        d, fill: place.absent ? message.noData.ground : place.fill,
        stroke: "#8c8c8c", "stroke-width": Math.max(hairline(), 0.4), "vector-effect": "non-scaling-stroke",
      }));
    }
    inset.getContainer().replaceChildren(svg, element("div", "", message.words.inset));
  }

  /* One frame of the film: what differs between periods and nothing else. */
  function show(index) {
    message = { ...message, ...message.film.frames[index].message };
    paintPlaces();
    paintLegend();
    paintChips();
    paintInset();
    paintLabels();
    map.getContainer().dataset.painted = message.id;
  }

  function repaint() {
    if (!map || !geometry || !message) return;
    selected = message.selected;
    if (message.film) {
      const at = window.atlasFilm.set(map.getContainer(), message.film, show, (period) => window.provinceAtlas.onPeriod(period));
      message = { ...message, ...message.film.frames[at].message };
    }
    const svg = map.getPane("overlayPane").querySelector("svg");
    if (!svg.querySelector("pattern")) hatch(svg);
    map.getContainer().lang = message.language === "zh" ? "zh-CN" : "en";
    paintPlaces();
    paintLegend();
    paintChips();
    paintInset();
    paintMarks();
    for (const [name, selector] of [["zoomIn", ".leaflet-control-zoom-in"], ["zoomOut", ".leaflet-control-zoom-out"], ["home", ".atlas-home"]]) {
      const button = map.getContainer().querySelector(selector);
      button.title = message.words[name];
      button.setAttribute("aria-label", message.words[name]);
    }
    if (untouched) home();
    paintLabels();
    map.getContainer().dataset.painted = message.id;
  }

  function control(position, className, tag = "div") {
    const Control = L.Control.extend({
      options: { position },
      onAdd() {
        const node = element(tag, className);
        L.DomEvent.disableClickPropagation(node);
        L.DomEvent.disableScrollPropagation(node);
        return node;
      },
    });
    return new Control().addTo(map);
  }

  /* Whether a control lies over any place, at the present view. */
  function covers(node) {
    if (!node) return false;
    const frame = map.getContainer().getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const low = map.containerPointToLatLng([box.left - frame.left, box.bottom - frame.top]);
    const high = map.containerPointToLatLng([box.right - frame.left, box.top - frame.top]);
    return geometry.features.some((feature) => feature.geometry.coordinates.some((part) =>
      part[0].some(([x, y]) => x > low.lng && x < high.lng && y > low.lat && y < high.lat)));
  }

  /* The whole map, as large as it can be with no control over any territory. */
  function home() {
    const [west, south, east, north] = geometry.bounds;
    let left = 8, right = 8;
    // On a small screen there is no such view; then the controls lie over the map's corners.
    while (left + right < 0.5 * map.getSize().x) {
      map.fitBounds([[south, west], [north, east]], {
        animate: false, paddingTopLeft: [left, 6], paddingBottomRight: [right, message?.film ? 46 : 6],
      });
      // Upwards: the room that is left is needed below, by legend and inset.
      map.panBy([0, map.latLngToContainerPoint([north, west]).y - 6], { animate: false });
      const westCovered = covers(legend.getContainer());
      const eastCovered = covers(chips.getContainer()) || (inset && covers(inset.getContainer()));
      if (!westCovered && !eastCovered) return;
      if (westCovered) left += 16;
      if (eastCovered) right += 16;
    }
    map.fitBounds([[south, west], [north, east]], { animate: false });
  }

  /* In a file of its own the rings are steps in hundredths of a unit, which are shorter to write. */
  function unpack(found) {
    const rings = (polygons) => polygons.map((polygon) => polygon.map((steps) => {
      const ring = [];
      for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
        x += steps[i];
        y += steps[i + 1];
        ring.push([x / 100, y / 100]);
      }
      return ring;
    }));
    if (!found.features[0].geometry.steps) return found;
    for (const { geometry: shape } of found.features) shape.coordinates = rings(shape.steps);
    for (const part of found.parts) part.rings = rings(part.rings);
    return found;
  }

  /* What groups were dissolved from lies over them: faint borders, and the pointer names it. */
  function buildParts() {
    const pane = map.createPane("parts");
    pane.style.zIndex = 450;
    for (const { adcode, group, rings } of geometry.parts) {
      const path = L.polygon(rings.map((polygon) => polygon.map((ring) => ring.map(([x, y]) => [y, x]))), {
        pane: "parts", color: "#ffffff", opacity: 0.45, weight: 0.6, fillOpacity: 0,
      });
      path.bindTooltip(() => tooltip(group, adcode), { sticky: true, opacity: 1, className: "atlas-tooltip" });
      path.on("mouseover", () => restyle(group, true));
      path.on("mouseout", () => restyle(group, false));
      path.on("click", () => choose(group));
      path.addTo(map);
      path.getElement().dataset.part = adcode;
    }
  }

  function build() {
    const flat = { interactive: false, color: "#8c8c8c", weight: 2.4, fill: false };
    L.geoJSON(geometry, { ...flat, style: flat, coordsToLatLng: ([x, y]) => L.latLng(y, x) }).addTo(map);
    L.geoJSON(geometry, {
      coordsToLatLng: ([x, y]) => L.latLng(y, x),
      onEachFeature(feature, path) {
        const adcode = feature.properties.adcode;
        layers.set(adcode, path);
        path.bindTooltip(() => tooltip(adcode), { sticky: true, opacity: 1, className: "atlas-tooltip" });
        path.on("mouseover", () => restyle(adcode, true));
        path.on("mouseout", () => restyle(adcode, false));
        path.on("click", () => choose(adcode));
        path.on("add", () => reachable(path, adcode));
      },
    }).addTo(map);
    if (geometry.parts.length) buildParts();
    const pane = map.createPane("marks");
    pane.style.zIndex = 440;
    pane.style.pointerEvents = "none";
    renderer = L.canvas({ pane: "marks" });
    marks = L.layerGroup().addTo(map);
    labels = L.layerGroup().addTo(map);
    const button = control("topleft", "leaflet-bar atlas-home-bar").getContainer();
    const link = element("a", "atlas-home", "⤢");
    link.href = "#";
    link.setAttribute("role", "button");
    map.getContainer().querySelectorAll(".leaflet-control-zoom a").forEach((a) => a.addEventListener("click", () => { untouched = false; }));
    link.addEventListener("click", (event) => { event.preventDefault(); untouched = true; home(); });
    button.append(link);
    legend = control("bottomleft", "atlas-legend");
    if (geometry.inset) inset = control("bottomright", "atlas-inset");
    chips = control("bottomright", "atlas-chips");
    map.on("zoomend", () => message && paintLabels());
    // The container gets its size only after the page is laid out.
    map.getContainer().addEventListener("wheel", () => { untouched = false; });
    map.on("dragstart dblclick", () => { untouched = false; });
    new ResizeObserver(() => { map.invalidateSize(false); if (untouched) home(); }).observe(map.getContainer());
    repaint();
  }

  window.provinceAtlas = {
    onSelect() {},
    onPeriod() {},
    start(leafletMap, source) {
      map = leafletMap;
      const ready = typeof source === "string" ? fetch(source).then((answer) => answer.json()) : Promise.resolve(source);
      ready.then((found) => { geometry = unpack(found); build(); });
    },
    geometry: () => geometry,
    paint(next) {
      message = next;
      repaint();
    },
  };
})();
