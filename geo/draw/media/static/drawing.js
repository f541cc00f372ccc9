/**
 * The whole drawing: everything is built once, and a message repaints it.
 * @module
 */
import { paintChips } from "./chips.js";
import { addBox, addHomeButton, nameButtons } from "./controls.js";
import { Player } from "./film.js";
import { hatches } from "./hatches.js";
import { paintInset } from "./inset.js";
import { paintLabels } from "./labels.js";
import { paintLegend } from "./legend.js";
import { buildMarks } from "./marks.js";
import { buildParts } from "./parts.js";
import { buildPlaces, hover, paintPlaces } from "./places.js";
import { keepWhole, showAll } from "./view.js";

/** @import { Atlas, Drawing, Film, Geometry, Host, Message } from "./types.js" */

/**
 * Draws everything but what a message says.
 * @param {object} given
 * @param {L.Map} given.map
 * @param {Geometry} given.geometry
 * @param {Message} given.message the first one
 * @param {Host} given.host
 * @param {string} given.prefix of the ids of hatches
 * @param {AbortSignal} given.signal that the map is taken away
 * @returns {Drawing}
 */
export function buildAtlas({ map, geometry, message, host, prefix, signal }) {
  /** @type {Atlas} */
  const atlas = {
    map,
    geometry,
    message,
    prefix,
    signal,
    layers: new Map(),
    choose: (adcode) => host.onSelect(adcode),
  };
  const container = map.getContainer();
  buildPlaces(atlas);
  buildParts(atlas);
  map.getPane("overlayPane").querySelector("svg")?.prepend(hatches(message.noData, prefix, 6));
  const paintMarks = buildMarks(map);
  const labels = L.layerGroup().addTo(map);
  const corners = buildCorners(atlas);
  const view = keepWhole(map, () => showAll(atlas, corners), signal);
  addHomeButton(map, view.reset);
  map.on("zoomend", () => paintLabels(labels, atlas));

  const finish = () => {
    paintLabels(labels, atlas);
    container.dataset.painted = atlas.message.id;
  };
  const takeFrame = buildFilm(atlas, host, () => {
    paintPlaces(atlas);
    corners.paint();
    finish();
  });
  const paint = (/** @type {Message} */ next) => {
    atlas.message = next;
    takeFrame();
    container.lang = next.language === "zh" ? "zh-CN" : "en";
    paintPlaces(atlas);
    corners.paint();
    paintMarks(next.marks);
    nameButtons(container, next.words);
    view.settle();
    finish();
  };
  /** @type {string | null} */
  let pointed = null;
  const point = (/** @type {string | null} */ adcode) => {
    if (pointed) hover(atlas, pointed, false);
    pointed = adcode;
    if (pointed) hover(atlas, pointed, true);
  };
  return { paint, point };
}

/**
 * Legend, buttons of small places and inset.
 * @param {Atlas} atlas
 * @returns {{ west: Element[], east: Element[], paint: () => void }} what stands at either side
 */
function buildCorners(atlas) {
  const { map, geometry } = atlas;
  const legend = addBox(map, "bottomleft", "atlas-legend");
  const inset = geometry.inset ? addBox(map, "bottomright", "atlas-inset") : null;
  const chips = addBox(map, "bottomright", "atlas-chips");
  const paint = () => {
    paintLegend(legend, atlas);
    paintChips(chips, atlas);
    if (inset && geometry.inset) paintInset(inset, geometry.inset, atlas);
  };
  return { west: [legend], east: inset ? [chips, inset] : [chips], paint };
}

/**
 * A film's frames are the message with what differs between periods, and nothing else.
 * @param {Atlas} atlas
 * @param {Host} host
 * @param {() => void} paint
 * @returns {() => void} puts the frame to show into the message, where that has a film
 */
function buildFilm(atlas, host, paint) {
  /** @type {Player | null} */
  let player = null;
  const take = (/** @type {Film} */ film, /** @type {number} */ index) => {
    atlas.message = { ...atlas.message, ...film.frames[index].message };
  };
  return () => {
    const { film } = atlas.message;
    if (!film) return;
    if (player) player.set(film);
    else {
      player = new Player(atlas.map.getContainer(), film, {
        show(index) {
          if (atlas.message.film) take(atlas.message.film, index);
          paint();
        },
        tell: (period) => host.onPeriod(period),
      });
    }
    take(film, player.index);
  };
}
