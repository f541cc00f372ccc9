/**
 * The legend of two indicators: a square that stands on its corner, a field for each pair of their
 * classes with the number of places in it.
 * @module
 */
import { element } from "./dom.js";

/** @import { LegendEntry, Pair } from "./types.js" */

/** The square with what its sides show. Its fields are the first lines of the legend. */
export class PairSquare {
  node = element("div", "atlas-pair");
  #fields = element("div", "atlas-pair-fields");
  #sides = [element("div", "atlas-pair-side"), element("div", "atlas-pair-side")];

  constructor() {
    const room = element("div", "atlas-pair-room");
    room.append(this.#fields);
    this.node.append(...this.#sides, room);
  }

  /**
   * @param {Pair} pair
   * @param {LegendEntry[]} entries of the legend, those of the fields first
   * @param {HTMLButtonElement[]} buttons the lines
   * @returns {number} how many lines are fields
   */
  paint({ columns, rows, titles, edges }, entries, buttons) {
    const [second, first] = this.#sides;
    second.replaceChildren(...side("↖", titles[1], edges[1]));
    first.replaceChildren(...side("↗", titles[0], edges[0]));
    this.#fields.style.gridTemplateColumns = `repeat(${columns}, 30px)`;
    // From the second's highest class downwards, as rows are laid out.
    const order = Array.from({ length: rows }, (_, i) => rows - 1 - i).flatMap((row) =>
      buttons.slice(row * columns, (row + 1) * columns)
    );
    buttons.slice(0, columns * rows).forEach((button, i) => paintField(button, entries[i]));
    if (order.some((button, i) => this.#fields.children[i] !== button)) {
      this.#fields.replaceChildren(...order);
    }
    return columns * rows;
  }
}

/**
 * @param {string} arrow
 * @param {string} title
 * @param {string[]} edges
 * @returns {HTMLElement[]}
 */
function side(arrow, title, edges) {
  return [
    element("span", "", `${arrow} ${title}`),
    element("span", "atlas-pair-edges", edges.join(" | ")),
  ];
}

/**
 * @param {HTMLButtonElement} button
 * @param {LegendEntry} entry
 */
function paintField(button, { label, count, colour, ink }) {
  button.className = "atlas-pair-field";
  button.title = label;
  button.setAttribute("aria-label", `${label}: ${count}`);
  button.style.background = colour;
  button.style.color = ink ?? "";
  button.replaceChildren(element("span", "", String(count)));
}
