/**
 * The ranking beside the map: bars in the map's colours, in an order to choose; a click selects.
 * @module
 */
import { element } from "./dom.js";
import { moved } from "./steps.js";

/** @import { Shown } from "./page_types.js" */

/** @typedef {{ by: "value" | "name", falling: boolean }} Order */

/** More places than this are in the table. */
const MOST_ROWS = 400;

/**
 * Numbers of the places that have a figure, in the order wanted; of all by name, where only their
 * names are shown.
 * @param {Pick<Shown, "frame" | "message" | "adcodes" | "plain">} shown
 * @param {Order} order
 * @returns {number[]}
 */
export function ordered({ frame, message, adcodes, plain }, { by, falling }) {
  const isPlain = plain !== undefined;
  const present = adcodes.map((_, i) => i).filter((i) => isPlain || frame.figures[i] !== null);
  const name = (/** @type {number} */ i) => message.places[adcodes[i]].name;
  const value = (/** @type {number} */ i) => frame.bars[i] ?? 0;
  const rank = (/** @type {number} */ i) => frame.ranks[i] ?? 0;
  const way = by === "name" || isPlain
    ? (/** @type {number} */ a, /** @type {number} */ b) =>
      name(a).localeCompare(name(b), message.language)
    // Figures that round to the same bar are told apart by their ranks.
    : (/** @type {number} */ a, /** @type {number} */ b) =>
      value(a) - value(b) || rank(b) - rank(a);
  return present.sort((a, b) => falling && !isPlain ? way(b, a) : way(a, b));
}

/** A ranking in its box. */
export class Ranking {
  #list = element("ol", "atlas-rank");
  #absent = element("p", "atlas-absent");
  #head = element("h2", "atlas-heading");
  #unit = element("p", "atlas-label-text");
  #sorts = element("div", "atlas-sorts");
  /** @type {Order} */
  #order = { by: "value", falling: true };
  /** @type {Shown | null} */
  #shown = null;
  #told;

  /**
   * @param {Element} box
   * @param {object} told
   * @param {(adcode: string) => void} told.choose
   * @param {(adcode: string | null) => void} told.point
   */
  constructor(box, told) {
    this.#told = told;
    const top = element("div", "atlas-rank-head");
    const title = element("div");
    title.append(this.#head, this.#unit);
    top.append(title, this.#sorts);
    const scroll = element("div", "atlas-rank-scroll");
    scroll.append(this.#list, this.#absent);
    box.append(top, scroll);
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("focusin", (event) => this.#reach(event.target));
    this.#list.addEventListener("pointerleave", () => told.point(null));
  }

  /**
   * @param {Shown} shown
   * @param {Record<string, string>} words
   */
  paint(shown, words) {
    const before = this.#shown;
    this.#shown = shown;
    const { offer } = shown.data;
    this.#sorts.hidden = shown.plain !== undefined;
    this.#head.textContent = shown.plain !== undefined
      ? shown.plain
      : offer.category
      ? words.categories
      : shown.frame.ranked
      ? words.ranking
      : words.listing;
    this.#unit.textContent = shown.plain === undefined ? shown.frame.unit : "";
    this.#absent.textContent = shown.data.map.absent;
    this.#paintSorts(words);
    if (before?.message.id !== shown.message.id) this.#paintRows();
  }

  /** @param {Record<string, string>} words */
  #paintSorts(words) {
    const ways = /** @type {const} */ (["value", "name"]);
    if (this.#sorts.childElementCount !== ways.length) {
      this.#sorts.replaceChildren(...ways.map((by) => {
        const button = element("button", "atlas-sort");
        button.type = "button";
        button.addEventListener("click", () => this.#sort(by));
        return button;
      }));
    }
    ways.forEach((by, i) => {
      const button = this.#sorts.children[i];
      const on = this.#order.by === by;
      button.textContent = `${words[`sort_${by}`]}${on ? (this.#order.falling ? " ↓" : " ↑") : ""}`;
      button.setAttribute("aria-pressed", String(on));
    });
    this.#sorts.dataset.words = JSON.stringify([words.sort_value, words.sort_name]);
  }

  /** @param {"value" | "name"} by */
  #sort(by) {
    const same = this.#order.by === by;
    this.#order = { by, falling: same ? !this.#order.falling : by === "value" };
    const [value, name] = JSON.parse(this.#sorts.dataset.words ?? "[]");
    this.#paintSorts({ sort_value: value, sort_name: name });
    this.#paintRows();
  }

  #paintRows() {
    const shown = this.#shown;
    if (!shown) return;
    const focused = this.#list.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.place
      : undefined;
    const numbers = ordered(shown, this.#order).slice(0, MOST_ROWS);
    const selected = shown.look.place;
    const reachable = numbers.some((i) => shown.adcodes[i] === selected)
      ? selected
      : shown.adcodes[numbers[0]];
    this.#list.replaceChildren(...numbers.map((i) => this.#row(shown, i, reachable)));
    if (focused) this.#button(focused)?.focus({ preventScroll: true });
    this.#showSelected();
  }

  /**
   * @param {Shown} shown
   * @param {number} i number of the place
   * @param {string | null} reachable the place that the tabulator reaches
   */
  #row(shown, i, reachable) {
    const adcode = shown.adcodes[i];
    const { name, fill } = shown.message.places[adcode];
    const { frame, look } = shown;
    const row = element("li");
    const button = element("button", "atlas-rank-row");
    button.type = "button";
    button.dataset.place = adcode;
    button.tabIndex = adcode === reachable ? 0 : -1;
    button.setAttribute("aria-pressed", String(adcode === look.place));
    const bar = element("span", "atlas-rank-bar");
    const length = element("span");
    length.style.width = `max(2px, ${Math.abs(frame.bars[i] ?? 0) / 10}%)`;
    length.style.background = fill;
    bar.append(length);
    bar.hidden = shown.plain !== undefined;
    button.append(
      element("span", "atlas-rank-n", frame.ranked ? String(frame.ranks[i] ?? "") : ""),
      element("span", "atlas-rank-name", name),
      element("span", "atlas-rank-value", (frame.shown ?? frame.figures)[i] ?? ""),
      bar,
    );
    button.addEventListener("click", () => this.#told.choose(adcode));
    button.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") this.#told.point(adcode);
    });
    row.append(button);
    return row;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const buttons = [...this.#list.querySelectorAll("button")];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = moved(event.key, at, buttons.length);
    if (to === null) return;
    event.preventDefault();
    buttons[to].focus();
  }

  /** @param {EventTarget | null} node that has the focus now */
  #reach(node) {
    for (const button of this.#list.querySelectorAll("button")) {
      button.tabIndex = button === node ? 0 : -1;
    }
  }

  /** @param {string} adcode */
  #button(adcode) {
    return /** @type {HTMLElement | null} */ (
      this.#list.querySelector(`[data-place="${CSS.escape(adcode)}"]`)
    );
  }

  /** The selected row is scrolled into its box, and nothing else moves. */
  #showSelected() {
    const place = this.#shown?.look.place;
    const row = place && this.#button(place);
    const box = this.#list.parentElement;
    if (!row || !box) return;
    const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) {
      box.scrollTop += inner.top - outer.top - outer.height / 2;
    }
  }
}
