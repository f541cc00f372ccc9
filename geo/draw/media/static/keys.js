/**
 * What the keyboard does.
 * @module
 */

/**
 * Lets a place be reached with the tabulator and chosen with Enter or Space.
 * @param {Element} node of the place
 * @param {{ enter: () => void, leave: () => void, choose: () => void }} told
 */
export function makeReachable(node, { enter, leave, choose }) {
  node.setAttribute("tabindex", "0");
  node.addEventListener("focus", enter);
  node.addEventListener("blur", leave);
  node.addEventListener("keydown", (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (key !== "Enter" && key !== " ") return;
    event.preventDefault();
    choose();
  });
}

/** @typedef {"back" | "on" | "first" | "last" | "toggle"} FilmAction */

/** @type {Partial<Record<string, FilmAction>>} */
const FILM_KEYS = {
  ArrowLeft: "back",
  ArrowRight: "on",
  Home: "first",
  End: "last",
  " ": "toggle",
};

/**
 * What a key does to a film. Its slider has keys of its own, and a place or a button is chosen with
 * Space.
 * @param {KeyboardEvent} event
 * @returns {FilmAction | null}
 */
export function filmAction(event) {
  const on = /** @type {Element} */ (event.target);
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  if (event.key === " ") {
    return on.closest("button, a, .leaflet-interactive") ? null : "toggle";
  }
  return on.matches("input") ? null : FILM_KEYS[event.key] ?? null;
}
