/**
 * The legend: what colours, hatches and marks mean, and how many places have them. A line that is
 * pointed at, or pressed, shows which these are.
 * @module
 */
import { element, svgElement } from "./dom.js";
import { PairSquare } from "./pair_square.js";
import { MARK, radiusOf } from "./marks.js";
import { light } from "./places.js";
import { swatch } from "./swatch.js";

/** @import { Atlas, LegendEntry, Marks, Place } from "./types.js" */

/**
 * Whether a place is one of those that a line of the legend counts.
 * @param {LegendEntry} entry
 * @param {Place} place
 * @returns {boolean}
 */
export function belongs(entry, place) {
  if (entry.swatch === "class") return place.absent === null && place.fill === entry.colour;
  if (entry.swatch === "mark") return place.marked && place.status === entry.status;
  return entry.swatch === place.absent;
}

/** The legend of a map. */
export class Legend {
  #box;
  #atlas;
  #head = element("div", "atlas-legend-head");
  #marks = element("div", "atlas-legend-row");
  #square = new PairSquare();
  /** @type {HTMLButtonElement[]} */
  #rows = [];
  /** @type {string | null} */
  #pressed = null; // label of a line
  #pointed = -1;

  /**
   * @param {HTMLElement} box
   * @param {Atlas} atlas
   */
  constructor(box, atlas) {
    this.#box = box;
    this.#atlas = atlas;
    box.setAttribute("role", "group");
    box.addEventListener("keydown", (event) => this.#key(event));
  }

  paint() {
    const { message, prefix } = this.#atlas;
    const { entries, title, places, pair } = message.legend;
    this.#box.setAttribute("aria-label", title);
    this.#box.hidden = !entries.length;
    this.#head.replaceChildren(element("span", "", title), element("span", "atlas-count", places));
    if (this.#rows.length !== entries.length) this.#rows = entries.map((_, i) => this.#row(i));
    entries.forEach((entry, i) => paintRow(this.#rows[i], entry, prefix));
    const { marks } = message;
    if (marks) this.#marks.replaceChildren(markSwatch(marks), element("span", "", marks.label));
    const fields = pair ? this.#square.paint(pair, entries, this.#rows) : 0;
    const all = [
      ...(fields ? [this.#square.node] : [this.#head]),
      ...this.#rows.slice(fields),
      ...(marks ? [this.#marks] : []),
    ];
    // What has the focus would lose it.
    const { children } = this.#box;
    if (all.length !== children.length || all.some((one, i) => children[i] !== one)) {
      this.#box.replaceChildren(...all);
    }
    const stop = this.#stops.find((row) => row.tabIndex === 0) ?? this.#stops[0];
    for (const row of this.#rows) row.tabIndex = row === stop ? 0 : -1;
    if (!entries.some(({ label }) => label === this.#pressed)) this.#pressed = null;
    this.#show();
  }

  get #stops() {
    return this.#rows.filter((row) => !row.disabled);
  }

  #show() {
    const { entries } = this.#atlas.message.legend;
    const entry = entries[this.#pointed] ?? entries.find(({ label }) => label === this.#pressed);
    light(this.#atlas, entry ? (place) => belongs(entry, place) : null);
    this.#rows.forEach((row, i) =>
      row.setAttribute("aria-pressed", String(entries[i].label === this.#pressed))
    );
  }

  /** @param {number} index */
  #point(index) {
    this.#pointed = index;
    this.#show();
  }

  /** @param {number} index */
  #press(index) {
    const { label } = this.#atlas.message.legend.entries[index];
    this.#pressed = this.#pressed === label ? null : label;
    this.#point(-1);
  }

  /** @param {number} index */
  #row(index) {
    const row = element("button", "atlas-legend-row");
    row.type = "button";
    row.tabIndex = -1;
    row.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType !== "touch") this.#point(index);
    });
    row.addEventListener("pointerleave", () => this.#point(-1));
    row.addEventListener("focus", () => {
      for (const other of this.#rows) other.tabIndex = other === row ? 0 : -1;
      if (row.matches(":focus-visible")) this.#point(index);
    });
    row.addEventListener("blur", () => this.#point(-1));
    row.addEventListener("click", () => this.#press(index));
    return row;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      this.#pressed = null;
      this.#point(-1);
    }
    const to = neighbour(this.#stops, event);
    if (!to) return;
    event.preventDefault();
    to.focus();
  }
}

/**
 * @param {HTMLButtonElement[]} rows
 * @param {KeyboardEvent} event
 * @returns {HTMLButtonElement | undefined} the row that a key goes to
 */
function neighbour(rows, { key, target }) {
  const at = rows.indexOf(/** @type {HTMLButtonElement} */ (target));
  /** @type {Partial<Record<string, number>>} */
  const steps = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 };
  return rows[steps[key] ?? -1];
}

/**
 * @param {HTMLButtonElement} row
 * @param {LegendEntry} entry
 * @param {string} prefix
 */
function paintRow(row, entry, prefix) {
  row.className = "atlas-legend-row";
  row.removeAttribute("style");
  row.removeAttribute("aria-label");
  row.removeAttribute("title");
  row.disabled = entry.swatch === "continuous" || entry.swatch === "none";
  row.replaceChildren(
    swatch(entry.colour, entry.swatch, prefix, entry),
    element("span", "", entry.label),
    element("span", "atlas-count", String(entry.count)),
  );
}

/**
 * @param {Marks} marks
 * @returns {SVGSVGElement}
 */
function markSwatch(marks) {
  const svg = swatch("", "none", "");
  svg.append(svgElement("circle", {
    cx: 13,
    cy: 8,
    r: radiusOf(marks, marks.shown),
    fill: MARK.fillColor,
    "fill-opacity": MARK.fillOpacity,
  }));
  return svg;
}
