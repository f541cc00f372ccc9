/**
 * The HTML file: words, ranking and language switch round the map.
 * @module
 */
import { provinceAtlas } from "./atlas.js";
import { paintPrint } from "./print.js";
import { paintTable, reorder } from "./table.js";

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
    paint();
  };
  const sort = (/** @type {Column} */ column) => {
    order = reorder(order, column);
    rank();
    /** @type {HTMLElement | null} */ (table.querySelector(`th.${column} button`))?.focus();
  };
  const rank = () => {
    paintTable(table, content[language].table, { order, language, selected }, { sort, choose });
  };
  const paint = () => {
    const words = content[language];
    paintWords(words);
    const { message, print } = words;
    provinceAtlas.paint({ ...message, selected, id: `${message.id} ${selected}` });
    rank();
    document.body.classList.toggle("laid-out", Boolean(print));
    const geometry = provinceAtlas.geometry();
    if (print && geometry) paintPrint(byId("print"), print, message, geometry);
  };
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
