/**
 * A place of any level by any spelling: a field, and below it the few that it may mean. All places
 * are fetched when the field is first used.
 * @module
 */
import { element } from "./dom.js";
import { moved } from "./steps.js";

/**
 * @typedef {[level: import("./types.js").Level, adcode: string, name: string, where: string,
 *   searched: string, within: string]} Found a place, what it lies in, its spellings, a line each,
 *   and the code of the place to be gone into to see it
 */

/** So many are shown. */
const MOST = 12;

let made = 0;

/** Folds what is asked for as Python folds what is searched. @param {string} words */
function folded(words) {
  return words.normalize("NFKC").toLowerCase().replaceAll("-", "").replaceAll("’", "'").trim();
}

/**
 * The places that words may mean, the likeliest first: one of this name, then one that begins so.
 * @param {Found[]} places
 * @param {string} words
 * @returns {Found[]}
 */
export function findPlaces(places, words) {
  const asked = folded(words);
  if (!asked) return [];
  const all = new Map(places.map((place) => [place[1], place]));
  const found = places.flatMap((place) => {
    const score = scoreOf(place, asked, all);
    return score === null ? [] : [{ place, score }];
  });
  return found.sort((a, b) => a.score - b.score).map(({ place }) => place);
}

/**
 * @param {Found} place
 * @param {string} asked
 * @param {Map<string, Found>} all by code
 * @returns {number | null} the lower, the likelier; null for another place
 */
function scoreOf(place, asked, all) {
  const lines = linesOf(place);
  if (lines.some((line) => line === asked || line.startsWith(`${asked} `))) return 0;
  if (lines.some((line) => line.startsWith(asked))) return 1;
  const words = asked.split(/\s+/);
  const isIn = (/** @type {string} */ word) => lines.some((line) => line.includes(word));
  if (words.some(isIn)) {
    const above = aboveOf(place, all);
    return words.every((word) => isIn(word) || above.some((line) => line.includes(word)))
      ? 2
      : null;
  }
  return isAfter(place, asked, all) ? 3 : null;
}

/** @param {Found} place @returns {string[]} its spellings, folded */
function linesOf([, , name, , searched]) {
  const own = folded(name);
  return [own, own.replaceAll("'", ""), ...searched.split("\n")];
}

/**
 * @param {Found} place
 * @param {Map<string, Found>} all
 * @returns {string[]} spellings of what it lies in, the nearest first
 */
function aboveOf(place, all) {
  const above = all.get(place[5]);
  return above ? [...linesOf(above), ...aboveOf(above, all)] : [];
}

/**
 * Whether a place is named after what it lies in, as Chinese writes it: 安徽合肥蜀山区.
 * @param {Found} place
 * @param {string} asked
 * @param {Map<string, Found>} all
 */
function isAfter(place, asked, all) {
  const own = linesOf(place).find((line) => line.length > 1 && asked.endsWith(line));
  if (!own) return false;
  let rest = asked.slice(0, -own.length);
  for (const line of aboveOf(place, all)) {
    if (line.length > 1) rest = rest.replace(line, "");
    if (line.length > 2) rest = rest.replace(line.slice(0, -1), "");
  }
  return !/[^\s省市]/.test(rest);
}

/** The field with its list. */
export class Finder {
  #row = element("div", "atlas-choice atlas-finder");
  #label = element("label", "atlas-label-text");
  #field = element("input", "atlas-field");
  #list = element("div", "atlas-popup atlas-found");
  #told = element("p", "atlas-small");
  #fetch;
  #go;
  /** @type {Found[]} */
  #places = [];
  /** @type {Found[]} */
  #found = [];
  #active = -1;
  #address = "";
  #none = "";

  /**
   * @param {Element} box
   * @param {{ fetch: (address: string) => Promise<Found[]>, go: (place: Found) => void }} told
   */
  constructor(box, { fetch, go }) {
    this.#fetch = fetch;
    this.#go = go;
    const id = `atlas-find-${made += 1}`;
    const attributes = {
      id,
      type: "search",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-controls": `${id}-list`,
    };
    for (const [name, value] of Object.entries(attributes)) this.#field.setAttribute(name, value);
    this.#label.htmlFor = id;
    this.#list.id = `${id}-list`;
    this.#list.setAttribute("role", "listbox");
    this.#told.setAttribute("role", "status");
    this.#row.append(this.#label, this.#field, this.#list, this.#told);
    box.append(this.#row);
    this.#field.addEventListener("focus", () => this.#load());
    this.#field.addEventListener("input", () => this.#search());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () => this.#close());
    // The field keeps the focus while the list is used.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#close();
  }

  /**
   * @param {string} address of all places; empty where there are none to be gone to
   * @param {Record<string, string>} words
   */
  paint(address, words) {
    this.#row.hidden = !address;
    this.#label.textContent = words.find;
    this.#field.placeholder = words.find_hint;
    this.#list.setAttribute("aria-label", words.find);
    this.#none = words.find_none;
    if (address !== this.#address) this.#places = [];
    this.#address = address;
  }

  async #load() {
    const address = this.#address;
    const places = await this.#fetch(address);
    if (address !== this.#address) return;
    this.#places = places;
    if (document.activeElement === this.#field) this.#search();
  }

  #search() {
    const { value } = this.#field;
    if (!this.#places.length) return;
    this.#found = findPlaces(this.#places, value).slice(0, MOST);
    this.#told.textContent = value.trim() && !this.#found.length ? this.#none : "";
    this.#active = this.#found.length ? 0 : -1;
    this.#list.replaceChildren(...this.#found.map((place, i) => {
      const [, adcode, name, where] = place;
      const option = element("div", "atlas-option", name);
      option.id = `${this.#list.id}-${i}`;
      option.dataset.adcode = adcode;
      option.setAttribute("role", "option");
      if (where) option.append(element("span", "atlas-small", ` ${where}`));
      option.addEventListener("click", () => this.#choose(place));
      return option;
    }));
    this.#list.hidden = !this.#found.length;
    this.#mark();
  }

  #mark() {
    const isOpen = !this.#list.hidden;
    this.#field.setAttribute("aria-expanded", String(isOpen));
    [...this.#list.children].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === this.#active));
      option.classList.toggle("atlas-active", i === this.#active);
    });
    const active = isOpen ? this.#list.children[this.#active] : undefined;
    if (active) this.#field.setAttribute("aria-activedescendant", active.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#list.hidden = true;
    this.#mark();
  }

  /** @param {Found} place */
  #choose(place) {
    this.#field.value = "";
    this.#close();
    this.#go(place);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return; // the keys choose among characters
    const isOpen = !this.#list.hidden;
    const to = isOpen && event.key !== "Home" && event.key !== "End"
      ? moved(event.key, this.#active, this.#found.length)
      : null;
    if (event.key === "Enter" && isOpen) this.#choose(this.#found[this.#active]);
    else if (event.key === "Escape" && isOpen) this.#close();
    else if (to !== null) {
      this.#active = to;
      this.#mark();
    } else return;
    event.preventDefault();
  }
}
