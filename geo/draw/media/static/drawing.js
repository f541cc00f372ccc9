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
import { Legend } from "./legend.js";
import { buildMarks } from "./marks.js";
import { buildOutlines } from "./outlines.js";
import { buildParts } from "./parts.js";
import { outlinePlaces, paintPlaces } from "./places.js";
import { buildPointing, inFrame } from "./pointing.js";
import { Sheets } from "./sheets.js";
import { buildTrail } from "./trail.js";
import { keepWhole } from "./view.js";

/**
 * @import { Atlas, Boxes, Drawing, Film, Geometry, Host, Message, Over, Pointing, Sheet, View }
 *   from "./types.js"
 */

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
  const atlas = /** @type {Atlas} */ (atlasOf({ map, prefix, signal }));
  atlas.sheets = new Sheets(atlas, geometry, message);
  buildParts(atlas);
  map.getPane("overlayPane").querySelector("svg")?.prepend(hatches(message.noData, prefix, 6));
  const paintMarks = buildMarks(map);
  atlas.outlines = buildOutlines(atlas);
  const pointing = buildPointing(atlas, host);
  const boxes = buildBoxes(atlas);
  const { buttons, legend, chips, inset, trail } = boxes;
  const view = keepWhole(atlas, [buttons, legend, chips, inset, trail]);
  buildGestures(atlas);
  const keys = buildKeys(atlas, { pointing, view });
  atlas.choose = (/** @type {string} */ adcode, /** @type {PointerEvent | undefined} */ event) => {
    // Of a double click that opens the place, the second one chooses nothing.
    if (event && event.detail > 1 && host.opens(adcode)) return;
    atlas.current = adcode;
    host.onSelect(adcode);
    if (pointing.pointed()?.by === "keys") keys.say(spoken(atlas, adcode));
    if (event?.pointerType !== "touch") return;
    pointing.point({ adcode, at: inFrame(container, event), by: "finger" });
  };
  const { sheets } = atlas;
  atlas.open = (/** @type {string} */ adcode) => {
    if (!host.opens(adcode)) return false;
    host.onOpen(adcode);
    return true;
  };
  atlas.rise = (to = sheets.names.length - 1) => {
    if (to < 0) return false;
    host.onRise(to);
    return true;
  };
  const paintBoxes = fillBoxes(atlas, { boxes, pointing, view });
  let isZoomed = false;
  let isFinishing = false;
  map.on("zoomend", () => isZoomed = true);
  map.on("moveend", () => {
    if (!isFinishing && (isZoomed || sheets.names.length)) sheets.label();
    isZoomed = false;
  });
  watchSize(atlas, () => {
    boxes.arrange();
    view.settle();
  });

  const finish = (/** @type {Sheet | null} */ left = null) => {
    paintPlaces(atlas, prefix);
    sheets.top.painted = atlas.message.id;
    outlinePlaces(atlas);
    paintBoxes();
    if (left) pointing.leave();
    else pointing.paint();
    isFinishing = true;
    if (left) view.change(left, () => sheets.label());
    else view.settle();
    isFinishing = false;
    if (!left) sheets.label();
    if (left) keys.arrive();
    container.dataset.sheet = sheets.top.key;
    container.dataset.painted = atlas.message.id;
  };
  const film = buildFilm(atlas, { host, shelf: boxes.shelf, paint: () => finish() });
  const paint = (/** @type {Message} */ next, /** @type {Over[]} */ over = []) => {
    const left = sheets.lay(next, over);
    film.take();
    const { language, words } = next;
    for (const node of [container, boxes.shelf]) node.lang = language === "zh" ? "zh-CN" : "en";
    container.setAttribute("aria-label", words.map);
    paintMarks(next.marks);
    finish(left);
  };
  const point = (/** @type {string | null} */ adcode) => {
    if (adcode === null) pointing.leave("page");
    else pointing.point({ adcode, at: null, by: "page" });
  };
  return { paint, point, settle: film.settle };
}

/**
 * What is worked on is that of the sheet on top.
 * @param {Pick<Atlas, "map" | "prefix" | "signal">} given
 * @returns {Atlas}
 */
function atlasOf(given) {
  return /** @type {Atlas} */ ({
    ...given,
    get geometry() {
      return this.sheets.top.geometry;
    },
    get layers() {
      return this.sheets.top.layers;
    },
    get message() {
      return this.sheets.top.message;
    },
    set message(next) {
      this.sheets.top.message = next;
    },
    get current() {
      return this.sheets.top.current;
    },
    set current(adcode) {
      this.sheets.top.current = adcode;
    },
  });
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
    buildTrail(boxes.trail, atlas, atlas.rise),
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
