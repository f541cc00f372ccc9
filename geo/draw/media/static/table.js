/**
 * The ranking beside the map of a file.
 * @module
 */
import { element } from "./dom.js";

/** @import { Column, FileWords, Order, Row } from "./file_types.js" */
/** @import { Message } from "./types.js" */

/**
 * Which of two rows stands first; one without a figure is always last.
 * @param {Row} a
 * @param {Row} b
 * @param {Order} order
 * @param {string} language whose alphabet counts
 * @returns {number} negative for the first, positive for the second
 */
export function compareRows(a, b, { column, falling }, language) {
  const [x, y] = [a[column] ?? null, b[column] ?? null];
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  const way = typeof x === "number" && typeof y === "number"
    ? x - y
    : String(x).localeCompare(String(y), language);
  return falling ? -way : way;
}

/**
 * What a click on a heading makes of the order: rising, and falling the second time.
 * @param {Order} order
 * @param {Column} column
 * @returns {Order}
 */
export function reorder(order, column) {
  return { column, falling: order.column === column && !order.falling };
}

/**
 * @param {HTMLTableElement} table with a head and a body
 * @param {FileWords["table"]} content
 * @param {object} state
 * @param {Order} state.order
 * @param {string} state.language
 * @param {string | null} state.selected code of the selected place
 * @param {object} told
 * @param {(column: Column) => void} told.sort
 * @param {(adcode: string) => void} told.choose
 * @param {(adcode: string | null) => void} told.point called with the place of the row that the
 *   pointer is on
 */
export function paintTable(table, { columns, rows }, { order, language, selected }, told) {
  const head = element("tr");
  head.append(...columns.map((column) => heading(column, order, told.sort)));
  table.tHead?.replaceChildren(head);
  const sorted = [...rows].sort((a, b) => compareRows(a, b, order, language));
  table.tBodies[0].replaceChildren(...sorted.map((row) => {
    const line = element("tr");
    line.dataset.row = row.adcode;
    line.addEventListener("pointerenter", () => told.point(row.adcode));
    line.addEventListener("pointerleave", () => told.point(null));
    line.append(...columns.map(([key]) => cell(row, key, told.choose)));
    return line;
  }));
  markRow(table, selected);
}

/**
 * Marks the row of the selected place.
 * @param {HTMLTableElement} table
 * @param {string | null} selected
 */
export function markRow(table, selected) {
  for (const row of table.tBodies[0].rows) {
    const isOn = row.dataset.row === selected;
    row.classList.toggle("on", isOn);
    row.querySelector("button")?.setAttribute("aria-pressed", String(isOn));
  }
}

/**
 * All that is known of the selected place.
 * @param {HTMLElement} box
 * @param {Row | undefined} row undefined where none is selected
 * @param {Message} message
 * @param {{ text: string, go: () => void } | null} [open] the button that goes into the place
 */
export function paintDetails(box, row, message, open = null) {
  box.hidden = !row;
  if (!row) return;
  const lines = [...message.places[row.adcode].lines, ...row.more];
  box.replaceChildren(
    element("h2", "", row.name),
    ...[...new Set(lines)].map((line) => element("p", "", line)),
  );
  if (!open) return;
  const button = element("button", "open", open.text);
  button.type = "button";
  button.addEventListener("click", open.go);
  box.append(button);
}

/**
 * @param {FileWords["table"]["columns"][0]} column
 * @param {Order} order
 * @param {(column: Column) => void} sort
 * @returns {HTMLTableCellElement}
 */
function heading([key, text, told], order, sort) {
  const head = element("th", key);
  const button = element("button", "", text);
  button.type = "button";
  button.title = told;
  head.scope = "col";
  const way = order.falling ? "descending" : "ascending";
  head.setAttribute("aria-sort", order.column === key ? way : "none");
  button.addEventListener("click", () => sort(key));
  head.append(button);
  return head;
}

/**
 * @param {Row} row
 * @param {Column} key
 * @param {(adcode: string) => void} choose
 * @returns {HTMLTableCellElement}
 */
function cell(row, key, choose) {
  if (key !== "name") {
    const text = { value: row.text, against: row.againstText }[String(key)];
    return element("td", key, text ?? String(row[key] ?? ""));
  }
  const node = element("td", key);
  const button = element("button", "", row.name);
  button.addEventListener("click", () => choose(row.adcode));
  node.append(button);
  return node;
}
