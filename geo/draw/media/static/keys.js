/**
 * The map by keyboard: one tab stop, and keys that go from place to place.
 * @module
 */
import { element } from "./dom.js";
import { wordsOf } from "./places.js";
import { nextPlace } from "./compass.js";

/** @import { Atlas, Point, Pointing, View } from "./types.js" */

/**
 * Makes the map a stop of the tabulator. Arrow keys go to the nearest place in their direction,
 * Enter and Space choose, Escape lets go, Home shows the whole map, plus and minus zoom.
 * @param {Atlas} atlas
 * @param {object} parts
 * @param {Pointing} parts.pointing
 * @param {View} parts.view
 * @returns {(words: string) => void} says words to a screen reader
 */
export function buildKeys(atlas, { pointing, view }) {
  const { map, geometry, signal } = atlas;
  const container = map.getContainer();
  const places = Object.fromEntries(
    geometry.features.map(({ properties }) => [properties.adcode, properties.label]),
  );
  const voice = element("div", "atlas-said");
  voice.setAttribute("role", "status");
  container.append(voice);
  signal.addEventListener("abort", () => voice.remove());
  map.keyboard.disable(); // Leaflet's arrows move the map
  container.tabIndex = 0;
  container.setAttribute("role", "application");

  const start = () => {
    const { current, message } = atlas;
    return [current, message.selected, Object.keys(places)[0]].find((one) => one && places[one]);
  };
  const go = (/** @type {string | null | undefined} */ adcode) => {
    if (!adcode) return;
    atlas.current = adcode;
    showPlace(map, places[adcode]);
    const { x, y } = pixelsOf(map, places[adcode]);
    pointing.point({ adcode, at: [x, y], by: "keys" });
    voice.textContent = spoken(atlas, adcode);
  };
  const act = (/** @type {string} */ key) => {
    const pointed = pointing.pointed()?.by === "keys" ? pointing.pointed()?.adcode : undefined;
    if (key.startsWith("Arrow")) go(pointed ? nextPlace(places, pointed, key) : start());
    else if ((key === "Enter" || key === " ") && pointed) atlas.choose(pointed);
    else if (key === "Home") [view.reset(), go(Object.keys(places)[0])];
    else if (key === "+" || key === "=") map.zoomIn();
    else if (key === "-") map.zoomOut();
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
    if (!act(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  return (words) => voice.textContent = words;
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
