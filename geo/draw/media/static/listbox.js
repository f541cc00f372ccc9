/**
 * A list to choose one of many from, whose long names wrap: ARIA's combobox without a text field.
 * @module
 */
import { element } from "./dom.js";
import { moved } from "./steps.js";

/** @typedef {[id: string, title: string, group: string]} Item */

let made = 0;

/** A list in its box. */
export class Listbox {
  #field = element("button", "atlas-field");
  #list = element("div", "atlas-options");
  #label = element("span", "atlas-label-text");
  #id = `atlas-list-${made += 1}`;
  /** @type {Item[]} */
  #items = [];
  #chosen = "";
  #active = -1;
  #typed = "";
  #typedAt = 0;
  #tell;

  /**
   * @param {Element} box
   * @param {(id: string) => void} tell called with what is chosen
   */
  constructor(box, tell) {
    this.#tell = tell;
    this.#label.id = `${this.#id}-label`;
    Object.assign(this.#field, { type: "button", id: `${this.#id}-field` });
    this.#list.id = this.#id;
    this.#list.hidden = true;
    for (
      const [name, value] of Object.entries({
        role: "combobox",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        "aria-controls": this.#id,
        "aria-labelledby": `${this.#label.id} ${this.#id}-field`,
      })
    ) this.#field.setAttribute(name, value);
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-labelledby", this.#label.id);
    const around = element("div", "atlas-list");
    around.append(this.#label, this.#field, this.#list);
    box.append(around);
    this.#field.addEventListener("click", () => this.#open(Boolean(this.#list.hidden)));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    around.addEventListener("focusout", (event) => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (!around.contains(to)) this.#open(false);
    });
    // The field keeps the focus while the list is used.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /**
   * @param {string} label
   * @param {Item[]} items
   * @param {string | null} chosen
   */
  paint(label, items, chosen) {
    this.#label.textContent = label;
    const changed = items !== this.#items;
    this.#items = items;
    this.#chosen = chosen ?? "";
    const item = items.find(([id]) => id === chosen);
    this.#field.textContent = item ? item[1] : "";
    if (changed) this.#build();
    this.#mark();
  }

  #build() {
    /** @type {HTMLElement[]} */
    const nodes = [];
    let group = "";
    this.#items.forEach(([id, title, of], i) => {
      if (of !== group) nodes.push(element("div", "atlas-group", group = of));
      const option = element("div", "atlas-option", title);
      option.id = `${this.#id}-${i}`;
      option.dataset.id = id;
      option.setAttribute("role", "option");
      option.addEventListener("click", () => this.#choose(i));
      nodes.push(option);
    });
    for (const node of nodes) if (node.className === "atlas-group") node.role = "presentation";
    this.#list.replaceChildren(...nodes);
  }

  #mark() {
    this.#items.forEach(([id], i) => {
      const option = this.#list.querySelector(`#${this.#id}-${i}`);
      option?.setAttribute("aria-selected", String(id === this.#chosen));
      option?.classList.toggle("atlas-active", i === this.#active);
    });
    if (this.#list.hidden || this.#active < 0) {
      this.#field.removeAttribute("aria-activedescendant");
    } else {
      this.#field.setAttribute("aria-activedescendant", `${this.#id}-${this.#active}`);
      const option = this.#list.querySelector(`#${this.#id}-${this.#active}`);
      option?.scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {boolean} open */
  #open(open) {
    if (this.#list.hidden === !open) return;
    this.#list.hidden = !open;
    if (!open) this.#typed = "";
    this.#field.setAttribute("aria-expanded", String(open));
    this.#active = open ? this.#items.findIndex(([id]) => id === this.#chosen) : -1;
    this.#mark();
  }

  /** @param {number} i */
  #choose(i) {
    this.#open(false);
    const [id] = this.#items[i];
    if (id !== this.#chosen) this.#tell(id);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const isOpen = !this.#list.hidden;
    if (event.key === "Escape" && isOpen) this.#open(false);
    else if (event.key === "Enter" || (event.key === " " && !this.#isTyping)) {
      if (isOpen && this.#active >= 0) this.#choose(this.#active);
      else this.#open(true);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.#type(event.key);
    } else {
      const to = moved(event.key, this.#active, this.#items.length);
      if (to === null) return;
      this.#open(true);
      this.#active = isOpen ? to : Math.max(this.#active, 0);
      this.#mark();
    }
    event.preventDefault();
  }

  get #isTyping() {
    return this.#typed !== "" && performance.now() - this.#typedAt < 800;
  }

  /** @param {string} key typed letters lead to the next title that has them */
  #type(key) {
    this.#typed = (this.#isTyping ? this.#typed : "") + key.toLowerCase();
    this.#typedAt = performance.now();
    this.#open(true);
    const titles = this.#items.map(([, title]) => title.toLowerCase());
    const starts = titles.findIndex((title) => title.startsWith(this.#typed));
    const has = titles.findIndex((title) => title.includes(this.#typed));
    if (starts >= 0 || has >= 0) this.#active = starts >= 0 ? starts : has;
    this.#mark();
  }
}
