/**
 * What a count can be related to, in one click.
 * @module
 */
import { element } from "./dom.js";

/** @import { Data, Look, Words } from "./page_types.js" */

/** The row of ways. */
export class Ratios {
  #box;
  #tell;
  #warning = element("span", "atlas-small");
  #ways = element("div", "atlas-ways");

  /**
   * @param {HTMLElement} box
   * @param {(per: string | null) => void} tell
   */
  constructor(box, tell) {
    this.#box = box;
    this.#tell = tell;
    this.#ways.role = "group";
    box.append(this.#warning, this.#ways);
    box.hidden = true;
  }

  /**
   * @param {Data} data
   * @param {Look} look
   * @param {Words} words
   * @param {boolean} hasRoom whether the country's map has a row of ways
   */
  paint({ offer }, look, { words }, hasRoom) {
    const ways = this.#ways;
    // In a part without figures its room stays, so that the map does.
    this.#box.classList.toggle("atlas-unused", hasRoom && !offer.per.length);
    this.#box.hidden = !offer.per.length && !hasRoom;
    this.#warning.textContent = words.count_warning;
    ways.setAttribute("aria-label", words.count_warning);
    const told = JSON.stringify(offer.per);
    if (ways.dataset.told !== told) {
      ways.dataset.told = told;
      ways.replaceChildren(...offer.per.map(([id, name]) => {
        const button = element("button", "atlas-way", name);
        button.type = "button";
        button.dataset.per = id;
        button.addEventListener("click", () => this.#tell(id || null));
        return button;
      }));
    }
    for (const button of ways.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String((button.dataset.per || null) === look.per));
    }
  }
}
