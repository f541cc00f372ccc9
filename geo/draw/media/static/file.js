/**
 * The HTML file: words, ranking and language switch round the map.
 * @module
 */
import { provinceAtlas } from "./atlas.js";
import { lookedAt } from "./file_look.js";
import { FileParts } from "./file_parts.js";
import { wordsAt } from "./periods.js";
import { paintPrint } from "./print.js";
import { markRow, paintDetails, paintTable, reorder } from "./table.js";
import { unpacked } from "./unpacked.js";

/** @import { Column, FileFilm, FileLevels, FileLook, FileWords, Order } from "./file_types.js" */

/** @typedef {"en" | "zh"} Language */

/**
 * Fills the page and keeps it. Where there are several periods, it opens with the newest; where
 * provinces can be gone into, with the country.
 * @param {Record<Language, FileWords>} content
 * @param {Language} first the language it opens in
 * @param {FileLook} look what was chosen about it
 * @param {FileLevels} [levels] shapes of what lies in the provinces
 */
function start(content, first, look, levels) {
  let language = first;
  /** @type {string | null} */
  let selected = null;
  /** @type {Record<Language, FileFilm> | null} */
  let films = null;
  /** @type {string | null} */
  let period = null;
  /** @type {FileParts | null} */
  let parts = null;
  /** @type {string | null} the province that was gone into */
  let within = null;
  /** @type {FileWords} what is shown: of the language and the period */
  let shown = content[language];
  const compose = () => {
    shown = films ? wordsAt(content[language], films[language], period) : content[language];
    if (within && parts) shown = parts.words(language, within);
  };
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
    paintTable(table, shown.table, state, { sort, choose, point });
  };
  /** What differs when another place is selected. */
  const select = () => {
    const message = lookedAt(shown, look);
    const top = { ...message, selected, id: `${message.id} ${selected}` };
    const base = lookedAt(content[language], look);
    if (!within || !parts) provinceAtlas.paint(top);
    else provinceAtlas.paint(base, parts.over(within, top, base.places[within].name));
    detail();
  };
  /** Goes into a province; null goes back to the country. */
  const go = (/** @type {string | null} */ province) => {
    selected = province ? null : within;
    within = province;
    paint();
  };
  const detail = () => {
    const { message, table: { rows } } = shown;
    markRow(table, selected);
    const row = rows.find(({ adcode }) => adcode === selected);
    const opens = row && !within && parts?.opens(row.adcode);
    const open = opens ? { text: shown.open ?? "", go: () => go(row.adcode) } : null;
    paintDetails(byId("details"), row, message, open);
  };
  const paint = () => {
    compose();
    tell();
    select();
  };
  /** All but the map, which a film paints by itself. */
  const tell = () => {
    paintWords(shown);
    rank();
    detail();
    document.body.classList.toggle("laid-out", Boolean(shown.print));
  };
  /** As much work as the map, so only for those who print. */
  const layOut = () => {
    const { print } = shown;
    const geometry = provinceAtlas.geometry();
    if (print && geometry) {
      paintPrint(byId("print"), print, lookedAt(shown, look), geometry);
    }
  };
  addEventListener("beforeprint", layOut);
  matchMedia("print").addEventListener("change", ({ matches }) => matches && layOut());
  provinceAtlas.onSelect = choose;
  provinceAtlas.opens = (adcode) => !within && Boolean(parts?.opens(adcode));
  provinceAtlas.onOpen = (adcode) => go(adcode);
  provinceAtlas.onRise = () => go(null);
  provinceAtlas.onFrame = (at) => {
    period = at;
    compose();
    tell();
  };
  byId("switch").addEventListener("click", () => {
    language = language === "en" ? "zh" : "en";
    paint();
  });
  queueMicrotask(paint); // the polygons are there after the map has started
  const { en, zh } = content;
  if (levels && en.parts && zh.parts) {
    FileParts.unpack(levels, { en: en.parts, zh: zh.parts }).then((found) => {
      parts = found;
      paint();
    });
  }
  if (!en.film || !zh.film) return;
  Promise.all([unpacked(en.film), unpacked(zh.film)]).then(([first, second]) => {
    films = { en: first, zh: second };
    paint();
  });
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
