// The page's frame: what of the document itself follows the language, the page and the theme.

import { say } from "./said.js";

/** @typedef {import("./said.js").Said} Said */

/**
 * @typedef {object} Frame
 * @property {string} lang The document's language, such as "zh-CN".
 * @property {number} page The place of the open page among the links to pages.
 * @property {string} pages The name of the row of links.
 */

/** @type {Map<string, Said>} */
const fetched = new Map();
let asked = "";
/** @type {MutationObserver | null} */
let watch = null;

/**
 * Called by Streamlit whenever the data or the theme change.
 * @param {{data: Frame, parentElement: HTMLElement}} component
 * @param {string} said address of what Streamlit's own words are in this language
 */
export async function frame({ data, parentElement }, said) {
  // The language stands in every address, and in place of another one; a map says more.
  if (/^(\?lang=\w*)?$/.test(location.search)) {
    const address = `?lang=${data.lang.slice(0, 2)}`;
    if (location.search !== address) {
      history.replaceState(history.state, "", address + location.hash);
    }
  }
  const root = document.documentElement;
  root.lang = data.lang;
  root.classList.toggle("atlas-dark", isDark(parentElement));
  mark(data);
  // The row may come after this, and is made anew with the words.
  watch?.disconnect();
  watch = new MutationObserver(() => mark(data));
  watch.observe(document.body, { childList: true, subtree: true });
  asked = said;
  let words = fetched.get(said);
  if (!words) fetched.set(said, words = await (await fetch(said)).json());
  if (asked === said) say(/** @type {Said} */ (words));
}

/**
 * Name the row of pages, and the open page in it, to those who do not see them.
 * @param {Frame} data
 */
function mark(data) {
  const row = document.querySelector(".st-key-atlas_pages");
  const links = [...(row?.querySelectorAll("a") ?? [])];
  const current = links[data.page];
  if (!row || !current || row.ariaLabel === data.pages && current.ariaCurrent) return;
  row.setAttribute("role", "navigation");
  row.setAttribute("aria-label", data.pages);
  links.forEach((link) => link.removeAttribute("aria-current"));
  current.setAttribute("aria-current", "page");
  document.querySelector('[data-testid="stSkipToContent"]')?.addEventListener("click", skip, true);
}

/**
 * Skip the row of pages too, which stands inside what Streamlit takes for the content.
 * @param {Event} event
 */
function skip(event) {
  const title = document.querySelector("h1");
  if (!title) return;
  event.preventDefault();
  event.stopPropagation();
  title.tabIndex = -1;
  title.focus();
}

/**
 * Whether the theme that Streamlit chose, by the system's preference, writes light on dark.
 * @param {HTMLElement} within An element that has the theme's variables.
 */
function isDark(within) {
  const probe = document.createElement("span");
  probe.style.color = getComputedStyle(within).getPropertyValue("--st-background-color");
  within.append(probe);
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g)?.map(Number) ?? [];
  probe.remove();
  return (red ?? 255) + (green ?? 255) + (blue ?? 255) < 384;
}

Object.assign(globalThis, { atlasFrame: frame });
