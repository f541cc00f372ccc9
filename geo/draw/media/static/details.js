/**
 * All figures of the selected place; on a small screen a sheet at its foot.
 * @module
 */
import { element } from "./dom.js";
import { seriesOf } from "./series.js";
import { text } from "./views.js";

/** @import { Fact, Shown } from "./page_types.js" */
/** @import { Level, Series } from "./types.js" */

/** Pixels of the line through time. */
const HIGH = 64;

/** The details in their box. */
export class Details {
  #box = element("section", "atlas-details");
  #head = element("h2", "atlas-heading");
  #close = element("button", "atlas-close", "×");
  #open = element("button", "atlas-way atlas-open");
  #list = element("dl", "atlas-facts");
  #place = "";

  /**
   * @param {Element} box
   * @param {{ letGo: () => void, open: (adcode: string) => void }} told
   */
  constructor(box, { letGo, open }) {
    const top = element("div", "atlas-details-head");
    this.#close.type = "button";
    this.#close.addEventListener("click", letGo);
    top.append(this.#head, this.#close);
    this.#open.type = "button";
    this.#open.addEventListener("click", () => open(this.#place));
    this.#box.append(top, this.#open, this.#list);
    this.#box.hidden = true;
    box.append(this.#box);
  }

  /**
   * @param {Shown} shown
   * @param {Record<string, string>} words
   * @param {object} more
   * @param {Fact[]} more.facts of the catalogue
   * @param {Series | null} more.series
   * @param {Level | null} more.below the level that divides the place
   */
  paint(shown, words, { facts, series, below }) {
    const { look, message, data } = shown;
    const place = look.place ? message.places[look.place] : undefined;
    this.#box.hidden = !place;
    if (!look.place || !place) return;
    this.#head.textContent = words.details.replace("{place}", place.name);
    this.#close.setAttribute("aria-label", words.let_go);
    this.#close.title = words.let_go;
    this.#place = look.place;
    this.#open.hidden = !below;
    this.#open.textContent = below ? words[`open_${below}`] : "";
    // What the map shows stands first, and once.
    const first = here(shown, look.place);
    const all = [...(data.own[look.place] ?? []), ...facts];
    const others = shown.view.pair
      ? bothFirst(all, place.lines)
      : all.filter(([title, value]) => value !== first[1] || !first[0].includes(title));
    const line = series && seriesOf(series, look.place, {
      name: place.name,
      high: HIGH,
      period: shown.frame.period,
    });
    const told = first[1] && !shown.view.pair ? [first, ...others] : others;
    this.#list.replaceChildren(...told.map(fact));
    if (!line || !first[1] || shown.view.pair) return;
    const through = element("dd", "atlas-through");
    through.append(line);
    this.#list.firstElementChild?.append(through);
  }
}

/**
 * @param {Fact} told
 * @returns {HTMLElement}
 */
function fact([title, value, small]) {
  const line = element("div", "atlas-fact");
  line.append(element("dt", "", title), element("dd", "", value));
  if (small) line.append(element("dd", "atlas-small", small));
  return line;
}

/**
 * The figures of a place, those of a map of two indicators first.
 * @param {Fact[]} facts
 * @param {string[]} lines that the map tells of the place
 */
function bothFirst(facts, lines) {
  const isShown = (/** @type {Fact} */ [, value]) => lines.some((line) => line.includes(value));
  return [...facts.filter(isShown), ...facts.filter((one) => !isShown(one))];
}

/**
 * What the map shows of a place.
 * @param {Shown} shown
 * @param {string} adcode
 * @returns {Fact}
 */
function here({ data, frame, adcodes }, adcode) {
  const i = adcodes.indexOf(adcode);
  const [value] = frame.lines[i].map((line) => text(data, line));
  return [frame.title, value, frame.more[i].map((line) => text(data, line)).join(" · ")];
}
