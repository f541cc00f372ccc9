/**
 * The HTML file: words, ranking and language switch round the map.
 * @module
 */
import { provinceAtlas } from "./atlas.js";
import { paintPrint } from "./print.js";
import { markRow, paintDetails, paintTable, reorder } from "./table.js";

/** @import { Column, FileWords, Order } from "./types.js" */

/** @typedef {"en" | "zh"} Language */

/**
 * Fills the page and keeps it.
 * @param {Record<Language, FileWords>} content
 * @param {Language} first the language it opens in
 */
function start(content, first) {
  let language = first;
  /** @type {string | null} */
  let selected = null;
  /** @type {Order} */
  let order = { column: "rank", falling: false };
  const table = /** @type {HTMLTableElement} */ (byId("table"));

  const choose = (/** @type {string} */ adcode) => {
    selected = selected === adcode ? null : adcode;
    select();
  };
  const sort = (/** @type {Column} */ column) => {
    order = reorder(order, column);
    rank();
    /** @type {HTMLElement | null} */ (table.querySelector(`th.${column} button`))?.focus();
  };
  const point = (/** @type {string | null} */ adcode) => provinceAtlas.point(adcode);
  const rank = () => {
    const state = { order, language, selected };
    paintTable(table, content[language].table, state, { sort, choose, point });
  };
  /** What differs when another place is selected. */
  const select = () => {
    const { message, table: { rows } } = content[language];
    provinceAtlas.paint({ ...message, selected, id: `${message.id} ${selected}` });
    markRow(table, selected);
    paintDetails(byId("details"), rows.find(({ adcode }) => adcode === selected), message);
  };
  const paint = () => {
    const words = content[language];
    paintWords(words);
    rank();
    select();
    document.body.classList.toggle("laid-out", Boolean(words.print));
  };
  /** As much work as the map, so only for those who print. */
  const layOut = () => {
    const { message, print } = content[language];
    const geometry = provinceAtlas.geometry();
    if (print && geometry) paintPrint(byId("print"), print, message, geometry);
  };
  addEventListener("beforeprint", layOut);
  matchMedia("print").addEventListener("change", ({ matches }) => matches && layOut());
  provinceAtlas.onSelect = choose;
  byId("switch").addEventListener("click", () => {
    language = language === "en" ? "zh" : "en";
    paint();
  });
  queueMicrotask(paint); // the polygons are there after the map has started
}

/** @param {FileWords} words */
function paintWords(words) {
  document.documentElement.lang = words.language;
  document.title = words.title;
  for (const name of /** @type {const} */ (["title", "subtitle", "notes", "source"])) {
    byId(name).textContent = words[name];
  }
  byId("switch").textContent = words.other;
  byId("switch").lang = words.language === "en" ? "zh-CN" : "en";
  document.querySelector("main")?.setAttribute("aria-label", words.description);
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new RangeError(`no element ${id}`);
  return node;
}

Object.assign(window, { provinceAtlas, atlasFile: { start } });
