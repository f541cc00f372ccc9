/**
 * The map by keyboard: one tab stop, and keys that go from place to place.
 * @module
 */
import { element } from "./dom.js";
import { wordsOf } from "./places.js";
import { nextPlace } from "./compass.js";

/** @import { Atlas, Geometry, Point, Pointing, View } from "./types.js" */

/** Where Escape has a meaning of its own. */
const ELSEWHERE = "input, select, textarea, [role=dialog], [role=combobox], .atlas-legend";

/** @type {WeakMap<Geometry, Record<string, Point>>} */
const known = new WeakMap();

/**
 * Makes the map a stop of the tabulator. Arrow keys go to the nearest place in their direction,
 * Enter and Space choose, Enter on the chosen place opens it, Escape lets go or goes up, Home shows
 * the whole map, plus and minus zoom.
 * @param {Atlas} atlas
 * @param {object} parts
 * @param {Pointing} parts.pointing
 * @param {View} parts.view
 * @returns {{ say: (words: string) => void, arrive: () => void }} what says words to a screen
 *   reader, and what goes on from a place of another sheet that is come to
 */
export function buildKeys(atlas, { pointing, view }) {
  const { map, signal } = atlas;
  const container = map.getContainer();
  const voice = element("div", "atlas-said");
  voice.setAttribute("role", "status");
  container.append(voice);
  signal.addEventListener("abort", () => voice.remove());
  map.keyboard.disable(); // Leaflet's arrows move the map
  container.tabIndex = 0;
  container.setAttribute("role", "application");

  const start = () => {
    const { current, message } = atlas;
    const places = labelsOf(atlas.geometry);
    return [current, message.selected, Object.keys(places)[0]].find((one) => one && places[one]);
  };
  const go = (/** @type {string | null | undefined} */ adcode) => {
    if (!adcode) return;
    const label = labelsOf(atlas.geometry)[adcode];
    atlas.current = adcode;
    showPlace(map, label);
    const { x, y } = pixelsOf(map, label);
    pointing.point({ adcode, at: [x, y], by: "keys" });
    voice.textContent = spoken(atlas, adcode);
  };
  let byKeys = false; // whether they lead to another sheet
  const act = (/** @type {string} */ key) => {
    const pointed = pointing.pointed()?.by === "keys" ? pointing.pointed()?.adcode : undefined;
    const places = labelsOf(atlas.geometry);
    const isChosen = pointed !== undefined && pointed === atlas.message.selected;
    if (key === "Enter" && isChosen && atlas.open(pointed)) return true;
    if (key.startsWith("Arrow")) go(pointed ? nextPlace(places, pointed, key) : start());
    else if ((key === "Enter" || key === " ") && pointed) atlas.choose(pointed);
    else if (key === "Home") [view.reset(), go(Object.keys(places)[0])];
    else if (key === "+" || key === "=") map.zoomIn();
    else if (key === "-") map.zoomOut();
    else if (key === "Escape" && atlas.rise()) return true;
    else if (key === "Escape" && pointed) pointing.leave("keys");
    else return false;
    return true;
  };

  container.addEventListener("focus", () => {
    if (container.matches(":focus-visible")) go(start());
  }, { signal });
  container.addEventListener("blur", () => pointing.leave("keys"), { signal });
  container.addEventListener("keydown", (event) => {
    if (event.target !== container || event.altKey || event.ctrlKey || event.metaKey) return;
    byKeys = true;
    if (!act(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  document.addEventListener("keydown", (event) => {
    const isOurs = event.key === "Escape" && !event.defaultPrevented && container.offsetParent;
    const node = event.target instanceof Element ? event.target : null;
    if (isOurs && !node?.closest(ELSEWHERE) && atlas.rise()) event.preventDefault();
  }, { signal });
  const arrive = () => {
    const place = byKeys && container === document.activeElement ? start() : null;
    go(place);
    voice.textContent = [arrived(atlas), place ? spoken(atlas, place) : ""].join(" ").trim();
    byKeys = false;
  };
  container.addEventListener("pointerdown", () => byKeys = false, { signal });
  return { say: (words) => voice.textContent = words, arrive };
}

/**
 * @param {Geometry} geometry
 * @returns {Record<string, Point>} where the names of its places stand, by code
 */
function labelsOf(geometry) {
  let found = known.get(geometry);
  if (!found) {
    found = Object.fromEntries(
      geometry.features.map(({ properties }) => [properties.adcode, properties.label]),
    );
    known.set(geometry, found);
  }
  return found;
}

/**
 * @param {Atlas} atlas
 * @param {string} adcode
 * @returns {string} what the live region says of a place
 */
export function spoken({ message }, adcode) {
  const words = wordsOf(message.places[adcode]);
  return adcode === message.selected ? `${words}, ${message.words.selected}` : words;
}

/**
 * @param {Atlas} atlas
 * @returns {string} what the live region says of a part of the country that is come to
 */
function arrived({ geometry, message, sheets }) {
  const { words } = message;
  const { names } = sheets;
  if (!names.length) return words.country ?? "";
  return (words.arrived ?? "").replace("{name}", names[names.length - 1])
    .replace("{count}", String(geometry.features.length));
}

/**
 * @param {L.Map} map
 * @param {Point} at in the map's units
 */
export function pixelsOf(map, [x, y]) {
  return map.latLngToContainerPoint(L.latLng(y, x));
}

/**
 * Moves the map, where a place is out of the frame.
 * @param {L.Map} map
 * @param {Point} at
 */
function showPlace(map, at) {
  const { x, y } = pixelsOf(map, at);
  const size = map.getSize();
  if (x < 0 || y < 0 || x > size.x || y > size.y) {
    map.panTo(L.latLng(at[1], at[0]), { animate: false });
  }
}
