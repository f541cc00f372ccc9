/**
 * Other words for a label of a picture, written where it stands.
 * @module
 */
import { element } from "./dom.js";

/** @import { Lettering } from "./lettering_types.js" */

const MOST = 200;

/**
 * Ask for the words of a label.
 * @param {Lettering} lettering
 * @param {number} index
 * @param {(text: string) => void} done the words are other ones; none are the usual ones
 */
export function askWords({ data, over, holds }, index, done) {
  const { text, box: [left, top, right, bottom] } = data.handles[index];
  const before = text.replace(/ {2,}/g, " ");
  const field = element("textarea", "atlas-rewording");
  field.value = before;
  field.maxLength = MOST;
  field.rows = Math.max(2, before.split("\n").length);
  field.placeholder = data.words.usual;
  field.setAttribute("aria-label", data.words.text);
  // Inside the picture, wherever the label is.
  field.style.left = `clamp(0px, calc(${50 * (left + right) / data.width}% - 6em), 100% - 12em)`;
  field.style.top = `clamp(0px, calc(${50 * (top + bottom) / data.height}% - 1.5em), 100% - 4em)`;
  let open = true;
  const close = (/** @type {boolean} */ take) => {
    if (!open) return;
    open = false;
    const words = field.value.trim();
    field.remove();
    holds[index].focus({ preventScroll: true });
    if (take && words !== before) done(words);
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close(false);
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      close(true);
    }
  });
  field.addEventListener("blur", () => close(true));
  over.append(field);
  field.focus();
  field.select();
}
