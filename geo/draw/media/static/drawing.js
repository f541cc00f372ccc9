/**
 * The whole drawing: everything is built once, and a message repaints it.
 * @module
 */
import { buildBoxes } from "./boxes.js";
import { buildChips } from "./chips.js";
import { buildButtons } from "./controls.js";
import { Player } from "./film.js";
import { buildGestures } from "./gestures.js";
import { hatches } from "./hatches.js";
import { buildInset } from "./inset.js";
import { buildKeys, spoken } from "./keys.js";
import { Labels } from "./labels.js";
import { Legend } from "./legend.js";
import { buildMarks } from "./marks.js";
import { buildOutlines } from "./outlines.js";
import { buildParts } from "./parts.js";
import { buildPlaces, paintPlaces } from "./places.js";
import { buildPointing, inFrame } from "./pointing.js";
import { keepWhole } from "./view.js";

/** @import { Atlas, Boxes, Drawing, Film, Geometry, Host, Message, Pointing, View } from "./types.js" */

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
  const container = map.getContainer();
  const atlas = /** @type {Atlas} */ ({
    map,
    geometry,
    message,
    prefix,
    signal,
    layers: new Map(),
    current: null,
  });
  buildPlaces(atlas);
  buildParts(atlas);
  map.getPane("overlayPane").querySelector("svg")?.prepend(hatches(message.noData, prefix, 6));
  const paintMarks = buildMarks(map);
  atlas.outlines = buildOutlines(atlas);
  const pointing = buildPointing(atlas);
  const boxes = buildBoxes(atlas);
  const view = keepWhole(atlas, [boxes.buttons, boxes.legend, boxes.chips, boxes.inset]);
  buildGestures(atlas);
  const say = buildKeys(atlas, { pointing, view });
  atlas.choose = (adcode, event) => {
    atlas.current = adcode;
    host.onSelect(adcode);
    if (pointing.pointed()?.by === "keys") say(spoken(atlas, adcode));
    if (event?.pointerType !== "touch") return;
    pointing.point({ adcode, at: inFrame(container, event), by: "finger" });
  };
  const paintBoxes = fillBoxes(atlas, { boxes, pointing, view });
  const labels = new Labels(atlas);
  map.on("zoomend", () => labels.paint());
  watchSize(atlas, () => {
    boxes.arrange();
    view.settle();
  });

  const finish = () => {
    paintPlaces(atlas);
    paintBoxes();
    pointing.paint();
    view.settle();
    labels.paint();
    container.dataset.painted = atlas.message.id;
  };
  const film = buildFilm(atlas, { host, shelf: boxes.shelf, paint: finish });
  const paint = (/** @type {Message} */ next) => {
    atlas.message = next;
    film.take();
    const { language, words } = next;
    for (const node of [container, boxes.shelf]) node.lang = language === "zh" ? "zh-CN" : "en";
    container.setAttribute("aria-label", words.map);
    paintMarks(next.marks);
    finish();
  };
  const point = (/** @type {string | null} */ adcode) => {
    if (adcode === null) pointing.leave("page");
    else pointing.point({ adcode, at: null, by: "page" });
  };
  return { paint, point, settle: film.settle };
}

/**
 * Legend, buttons, small places and inset.
 * @param {Atlas} atlas
 * @param {{ boxes: Boxes, pointing: Pointing, view: View }} parts
 * @returns {() => void} paints them
 */
function fillBoxes(atlas, { boxes, pointing, view }) {
  const nameButtons = buildButtons(atlas.map, view, boxes.buttons);
  const legend = new Legend(boxes.legend, atlas);
  const paints = [
    () => nameButtons(atlas.message.words),
    () => legend.paint(),
    buildChips(boxes.chips, atlas, pointing),
  ];
  const { inset } = atlas.geometry;
  if (inset) paints.push(buildInset(boxes.inset, inset, atlas));
  return () => paints.forEach((paint) => paint());
}

/**
 * The container gets its size only after the page is laid out, and may get another.
 * @param {Atlas} atlas
 * @param {() => void} told
 */
function watchSize({ map, signal }, told) {
  const observer = new ResizeObserver(() => {
    map.invalidateSize(false);
    told();
  });
  observer.observe(map.getContainer());
  signal.addEventListener("abort", () => observer.disconnect());
}

/**
 * A film's frames are the message with what differs between periods, and nothing else.
 * @param {Atlas} atlas
 * @param {{ host: Host, shelf: HTMLElement, paint: () => void }} given
 * @returns {{ take: () => void, settle: () => void }} what puts the frame to show into the message,
 *   where that has a film, and what tells a step that waits to be told
 */
function buildFilm(atlas, { host, shelf, paint }) {
  /** @type {Player | null} */
  let player = null;
  const take = (/** @type {Film} */ film, /** @type {number} */ index) => {
    atlas.message = { ...atlas.message, ...film.frames[index].message };
  };
  const told = {
    show(/** @type {number} */ index) {
      if (!atlas.message.film?.frames[index].message) return; // it is painted when it comes
      take(atlas.message.film, index);
      paint();
      host.onFrame(atlas.message.film.frames[index].period);
    },
    tell: (/** @type {string} */ period) => host.onPeriod(period),
    want: () => host.onFilm(),
  };
  const takeFrame = () => {
    const { film, seq } = atlas.message;
    if (!film) return player?.end();
    if (player) player.set(film, seq);
    else player = new Player(shelf, film, told, atlas.signal);
    if (player.isShown) take(film, player.index);
  };
  return { take: takeFrame, settle: () => player?.settle() };
}
