/**
 * Province Atlas in the browser: draws places once, then repaints them from small messages.
 * @module
 */
import { paintChips } from "./chips.js";
import { addBox, addHomeButton, nameButtons } from "./controls.js";
import { Player } from "./film.js";
import { unpack } from "./geometry.js";
import { hatches } from "./hatches.js";
import { paintInset } from "./inset.js";
import { paintLabels } from "./labels.js";
import { paintLegend } from "./legend.js";
import { buildMarks } from "./marks.js";
import { buildParts } from "./parts.js";
import { buildPlaces, paintPlaces } from "./places.js";
import { keepWhole, showAll } from "./view.js";

/** @import { Atlas, Film, Geometry, Message, PackedGeometry } from "./types.js" */

/** @type {L.Map | null} */
let map = null;
/** @type {Geometry | null} */
let geometry = null;
/** @type {Message | null} */
let message = null;
/** @type {((message: Message) => void) | null} */
let repaint = null;

/** What the page calls, and what it sets to be called. */
export const provinceAtlas = {
  /** @type {(adcode: string) => void} called with the place that is chosen */
  onSelect() {},

  /** @type {(period: string) => void} called with the period at which a film stands still */
  onPeriod() {},

  /**
   * Draws the places on a map, once there is a message.
   * @param {L.Map} onto
   * @param {Geometry | PackedGeometry | string} source the shapes, or their address
   */
  async start(onto, source) {
    const found = typeof source === "string" ? await (await fetch(source)).json() : source;
    [map, geometry, repaint] = [onto, unpack(found), null];
    paintIfReady();
  },

  /**
   * Shows what a message says; until the places are there, it is kept.
   * @param {Message} next
   */
  paint(next) {
    message = next;
    paintIfReady();
  },

  /** @returns {Geometry | null} the shapes, when they are there */
  geometry() {
    return geometry;
  },
};

function paintIfReady() {
  if (!map || !geometry || !message) return;
  repaint ??= build(map, geometry, message);
  repaint(message);
}

/**
 * Draws everything but what a message says.
 * @param {L.Map} map
 * @param {Geometry} geometry
 * @param {Message} message the first one
 * @returns {(message: Message) => void} paints one
 */
function build(map, geometry, message) {
  /** @type {Atlas} */
  const atlas = {
    map,
    geometry,
    message,
    layers: new Map(),
    choose: (adcode) => provinceAtlas.onSelect(adcode),
  };
  const container = map.getContainer();
  buildPlaces(atlas);
  buildParts(atlas);
  map.getPane("overlayPane").querySelector("svg")?.prepend(hatches(message.noData, "atlas", 6));
  const paintMarks = buildMarks(map);
  const labels = L.layerGroup().addTo(map);
  addHomeButton(map, () => view.reset());
  const legend = addBox(map, "bottomleft", "atlas-legend");
  const inset = geometry.inset ? addBox(map, "bottomright", "atlas-inset") : null;
  const chips = addBox(map, "bottomright", "atlas-chips");
  const controls = { west: [legend], east: inset ? [chips, inset] : [chips] };
  const view = keepWhole(map, () => showAll(atlas, controls));
  map.on("zoomend", () => paintLabels(labels, atlas));

  const paintFigures = () => {
    paintPlaces(atlas);
    paintLegend(legend, atlas.message);
    paintChips(chips, atlas);
    if (inset && geometry.inset) paintInset(inset, geometry.inset, atlas);
  };
  const finish = () => {
    paintLabels(labels, atlas);
    container.dataset.painted = atlas.message.id;
  };

  /** @type {Player | null} */
  let player = null;
  /**
   * What differs between periods, and nothing else.
   * @param {Film} film
   * @param {number} index
   */
  const take = (film, index) => {
    atlas.message = { ...atlas.message, ...film.frames[index].message };
  };
  const show = (/** @type {number} */ index) => {
    if (atlas.message.film) take(atlas.message.film, index);
    paintFigures();
    finish();
  };
  const tell = (/** @type {string} */ period) => provinceAtlas.onPeriod(period);

  return (next) => {
    atlas.message = next;
    if (next.film) {
      if (player) player.set(next.film);
      else player = new Player(container, next.film, { show, tell });
      take(next.film, player.index);
    }
    container.lang = next.language === "zh" ? "zh-CN" : "en";
    paintFigures();
    paintMarks(next.marks);
    nameButtons(container, next.words);
    view.settle();
    finish();
  };
}
