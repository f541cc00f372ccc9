/**
 * The map is a stack of sheets: at its foot the country, and on it the places that divide one of
 * those below. What is pointed at and chosen lies on the top one; those below stay as they were
 * painted, dimmed, each with its names where they can be read.
 * @module
 */
import { Labels } from "./labels.js";
import { buildPlaces, paintPlaces } from "./places.js";

/** @import { Atlas, Geometry, Message, Over, Sheet } from "./types.js" */

/** Levels of panes: places, and names over everything that is drawn. */
const PLACES = 400;
const NAMES = 600;

/** The sheets of one map. */
export class Sheets {
  #atlas;
  /** @type {Sheet[]} the country first */
  #list = [];

  /**
   * @param {Atlas} atlas
   * @param {Geometry} geometry of the country
   * @param {Message} message
   */
  constructor(atlas, geometry, message) {
    this.#atlas = atlas;
    this.#add({ key: "", name: "", geometry, message });
  }

  /** The sheet that is worked on. */
  get top() {
    return this.#list[this.#list.length - 1];
  }

  /** The country. */
  get first() {
    return this.#list[0];
  }

  /** Names of what lies over the country, the outer first. */
  get names() {
    return this.#list.slice(1).map(({ name }) => name);
  }

  /**
   * Lays sheets over the country, and leaves those that lie there already.
   * @param {Message} message of the country
   * @param {Over[]} over the outer first
   * @returns {Sheet | null} the sheet that was on top, where another one is now
   */
  lay(message, over) {
    const before = this.top;
    this.first.message = message;
    let kept = 1;
    while (kept < this.#list.length && this.#list[kept].key === over[kept - 1]?.key) kept += 1;
    for (const sheet of this.#list.splice(kept)) this.#remove(sheet);
    over.forEach((one, i) => {
      if (i + 1 === this.#list.length) this.#add(one);
      else Object.assign(this.#list[i + 1], { message: one.message, name: one.name });
    });
    for (const sheet of this.#list) {
      const isBelow = sheet !== this.top;
      for (const pane of [sheet.pane, sheet.names]) pane.classList.toggle("atlas-below", isBelow);
      if (isBelow) this.paint(sheet);
    }
    return before === this.top ? null : before;
  }

  /**
   * @param {Sheet} sheet is painted, if it shows something else
   */
  paint(sheet) {
    if (sheet.painted === sheet.message.id) return;
    sheet.painted = sheet.message.id;
    paintPlaces(sheet, this.#atlas.prefix);
  }

  /** Names on all sheets, after the map has moved. */
  label() {
    this.#list.forEach((sheet, i) => sheet.labels.paint(this.#list[i + 1]?.geometry));
  }

  /** @param {Over} over */
  #add({ key, name, geometry, message }) {
    const { map } = this.#atlas;
    const number = this.#list.length;
    const [places, labels] = number
      ? [`sheet-${number}`, `names-${number}`]
      : ["overlayPane", "markerPane"];
    const pane = map.getPane(places) ?? map.createPane(places);
    const names = map.getPane(labels) ?? map.createPane(labels);
    pane.style.zIndex = String(PLACES + 10 * number);
    names.style.zIndex = String(NAMES + number);
    names.style.pointerEvents = "none";
    const sheet = /** @type {Sheet} */ ({
      key,
      name,
      geometry,
      message,
      map,
      pane,
      names,
      layers: new Map(),
      group: L.layerGroup().addTo(map),
      current: null,
      painted: "",
    });
    buildPlaces(this.#atlas, sheet, places);
    sheet.labels = new Labels(sheet, labels);
    this.#list.push(sheet);
  }

  /** @param {Sheet} sheet */
  #remove({ map, group, labels }) {
    map.removeLayer(group);
    labels.remove();
  }
}
