/**
 * A list to choose one of many from, in groups, whose long names wrap, and which is searched by
 * word: a button that says what is chosen, and below it, while it is open, a field and the list.
 * @module
 */
import { element } from "./dom.js";
import { moved } from "./steps.js";

/** @typedef {[id: string, title: string, group: string, searched: string]} Item */
/** @typedef {[id: string, title: string, line: string]} Group a title, and what the group shows */
/** @typedef {{ label: string, search: string, none: string, found: string }} Said */

let made = 0;

/** So short a word is taken as it is; of a longer one a plural is found in the singular. */
const SHORT = 3;

/**
 * Whether every word is found; geo/indicators/search.py has the same rule.
 * @param {string} searched as Python folds it
 * @param {string} words
 * @returns {boolean}
 */
export function isFound(searched, words) {
  const asked = words.normalize("NFKC").toLowerCase().replaceAll("-", "").split(/\s+/);
  return asked.every((word) =>
    searched.includes(word) ||
    (word.length > SHORT && word.endsWith("s") && searched.includes(word.slice(0, -1)))
  );
}

/** A list in its box. */
export class Listbox {
  #parts;
  #id = `atlas-list-${made += 1}`;
  /** @type {Item[]} */
  #items = [];
  /** @type {Said} */
  #said = { label: "", search: "", none: "", found: "" };
  #chosen = "";
  /** Numbers of the items that are found. @type {number[]} */
  #found = [];
  #active = -1;
  #tell;

  /**
   * @param {Element} box
   * @param {(id: string) => void} tell called with what is chosen
   */
  constructor(box, tell) {
    this.#tell = tell;
    this.#parts = build(this.#id);
    const { around, field, search, list } = this.#parts;
    box.append(around);
    field.addEventListener("click", (event) => {
      this.#open(!this.#isOpen);
      // On a phone its keyboard would cover the list: it comes when the field is touched.
      const byFinger = event instanceof PointerEvent && event.pointerType === "touch";
      if (this.#isOpen && !byFinger) search.focus();
    });
    around.addEventListener("keydown", (event) => this.#key(event));
    search.addEventListener("input", () => this.#search());
    around.addEventListener("focusout", (event) => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (!around.contains(to)) this.#open(false);
    });
    // What has the focus keeps it while the list is used.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /**
   * @param {Item[]} items
   * @param {Group[]} groups
   * @param {string | null} chosen
   * @param {Said} said
   */
  paint(items, groups, chosen, said) {
    const { label, field, search, popup } = this.#parts;
    label.textContent = said.label;
    search.placeholder = said.search;
    search.setAttribute("aria-label", said.search);
    popup.setAttribute("aria-label", said.label);
    this.#said = said;
    const changed = items !== this.#items;
    this.#items = items;
    this.#chosen = chosen ?? "";
    const item = items.find(([id]) => id === chosen);
    field.textContent = item ? item[1] : "";
    if (changed) this.#build(groups);
    this.#mark();
  }

  /** @param {Group[]} groups */
  #build(groups) {
    const { list } = this.#parts;
    list.replaceChildren(...groups.map(([id, title, line]) => {
      const group = element("div", "atlas-options-group");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", line ? `${title}: ${line}` : title);
      const head = element("div", "atlas-group", title);
      head.role = "presentation";
      if (line) head.append(element("span", "atlas-group-line", line));
      group.append(head);
      this.#items.forEach(([, name, of], i) => {
        if (of === id) group.append(this.#option(name, i));
      });
      return group;
    }));
    this.#search();
  }

  /**
   * @param {string} name
   * @param {number} i
   */
  #option(name, i) {
    const option = element("div", "atlas-option", name);
    option.id = `${this.#id}-${i}`;
    option.setAttribute("role", "option");
    option.addEventListener("click", () => this.#choose(i));
    return option;
  }

  /** @param {number} i */
  #optionOf(i) {
    return /** @type {HTMLElement | null} */ (document.getElementById(`${this.#id}-${i}`));
  }

  get #isOpen() {
    return !this.#parts.popup.hidden;
  }

  /** Shows what is found, and leads to the first of it, rather one that begins so. */
  #search() {
    const { search, list, told } = this.#parts;
    const words = search.value.trim();
    this.#found = [];
    for (const group of list.children) {
      const options = [...group.querySelectorAll(".atlas-option")];
      for (const option of options) {
        const i = Number(option.id.slice(this.#id.length + 1));
        const hidden = !isFound(this.#items[i][3], words);
        /** @type {HTMLElement} */ (option).hidden = hidden;
        if (!hidden) this.#found.push(i);
      }
      /** @type {HTMLElement} */ (group).hidden = options.every((one) =>
        /** @type {HTMLElement} */ (one).hidden
      );
    }
    const { none, found } = this.#said;
    const count = this.#found.length;
    told.textContent = !words ? "" : count ? found.replace("{count}", String(count)) : none;
    told.classList.toggle("atlas-said", !words || count > 0);
    const begins = this.#found.findIndex((i) =>
      this.#items[i][1].toLowerCase().startsWith(words.toLowerCase())
    );
    if (words) this.#active = count ? Math.max(begins, 0) : -1;
    else this.#active = this.#found.findIndex((i) => this.#items[i][0] === this.#chosen);
    this.#mark();
  }

  #mark() {
    const { search } = this.#parts;
    const active = this.#isOpen ? this.#found[this.#active] : undefined;
    this.#items.forEach(([id], i) => {
      const option = this.#optionOf(i);
      option?.setAttribute("aria-selected", String(id === this.#chosen));
      option?.classList.toggle("atlas-active", i === active);
    });
    if (active === undefined) search.removeAttribute("aria-activedescendant");
    else {
      search.setAttribute("aria-activedescendant", `${this.#id}-${active}`);
      this.#optionOf(active)?.scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {boolean} open */
  #open(open) {
    if (this.#isOpen === open) return;
    const { popup, field, search } = this.#parts;
    popup.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    search.value = "";
    this.#search();
  }

  /** @param {number} i */
  #choose(i) {
    this.#parts.field.focus();
    this.#open(false);
    const [id] = this.#items[i];
    if (id !== this.#chosen) this.#tell(id);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { field, search } = this.#parts;
    if (event.isComposing) return; // the keys choose among characters
    const isField = event.target === field;
    if (event.key === "Escape" && this.#isOpen) {
      field.focus();
      this.#open(false);
    } else if (event.key === "Enter" || (event.key === " " && isField)) {
      if (this.#isOpen) this.#choose(this.#found[this.#active] ?? this.#indexOfChosen());
      else this.#enter();
    } else if (isField && event.key.length === 1 && !hasModifier(event)) {
      // A letter that is typed on what is chosen is the first of the search.
      this.#enter();
      search.value = event.key;
      this.#search();
    } else {
      const to = moved(event.key, this.#active, this.#found.length);
      if (to === null) return;
      if (this.#isOpen) this.#active = to;
      else this.#enter();
      this.#mark();
    }
    event.preventDefault();
  }

  #enter() {
    this.#open(true);
    this.#parts.search.focus();
  }

  #indexOfChosen() {
    return Math.max(this.#items.findIndex(([id]) => id === this.#chosen), 0);
  }
}

/** @param {KeyboardEvent} event */
function hasModifier({ ctrlKey, metaKey, altKey }) {
  return ctrlKey || metaKey || altKey;
}

/** @param {string} id of the list */
function build(id) {
  const around = element("div", "atlas-list");
  const label = element("span", "atlas-label-text");
  label.id = `${id}-label`;
  const field = element("button", "atlas-field");
  const popup = element("div", "atlas-popup");
  const search = element("input", "atlas-field atlas-search");
  const list = element("div", "atlas-options");
  const told = element("p", "atlas-said");
  const attributes = /** @type {[Element, Record<string, string>][]} */ ([
    [field, {
      type: "button",
      id: `${id}-field`,
      role: "combobox",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      "aria-controls": `${id}-popup`,
      "aria-labelledby": `${label.id} ${id}-field`,
    }],
    [popup, { id: `${id}-popup`, role: "dialog" }],
    [search, {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: "done",
      "aria-autocomplete": "list",
      "aria-expanded": "true",
      "aria-controls": id,
    }],
    [list, { id, role: "listbox", "aria-labelledby": label.id }],
    [told, { role: "status" }],
  ]);
  for (const [node, given] of attributes) {
    for (const [name, value] of Object.entries(given)) node.setAttribute(name, value);
  }
  popup.hidden = true;
  popup.append(search, told, list);
  around.append(label, field, popup);
  return { around, label, field, popup, search, list, told };
}
