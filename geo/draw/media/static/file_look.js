/**
 * What was chosen about the look of an HTML file: what stands on the places, and which of them are
 * lit up.
 * @module
 */

/** @import { FileLook, FileWords } from "./file_types.js" */
/** @import { Message, Place } from "./types.js" */

/**
 * A map's message as it was chosen to look, with the frames of its film.
 * @param {Pick<FileWords, "message" | "table">} words
 * @param {FileLook} look
 * @returns {Message}
 */
export function lookedAt({ message, table }, look) {
  if (!look.labels && !look.highlight) return message;
  const figures = new Map(table.rows.map(({ adcode, short = "" }) => [adcode, short]));
  const film = message.film && {
    ...message.film,
    frames: message.film.frames.map((frame) =>
      frame.message
        ? {
          ...frame,
          message: { ...frame.message, places: lookedPlaces(frame.message, look, figures) },
        }
        : frame
    ),
  };
  return { ...message, places: lookedPlaces(message, look, figures), ...(film ? { film } : {}) };
}

/**
 * @param {Pick<Message, "places">} message
 * @param {FileLook} look
 * @param {Map<string, string>} figures of a map without a film
 * @returns {Message["places"]}
 */
function lookedPlaces({ places }, look, figures) {
  const lit = new Set(look.highlight);
  return Object.fromEntries(
    Object.entries(places).map(([adcode, place]) => [adcode, {
      ...place,
      label: labelOf(place, look.labels, place.figure ?? figures.get(adcode)),
      ...(look.labels && !lit.has(adcode) ? { yields: true } : {}),
      ...(lit.has(adcode) ? { lit: true } : {}),
    }]),
  );
}

/**
 * @param {Place} place
 * @param {FileLook["labels"]} labels
 * @param {string | undefined} figure
 * @returns {string[]} lines
 */
function labelOf({ name, label }, labels, figure) {
  const figures = figure ? [figure] : [];
  switch (labels) {
    case "names":
      return [name];
    case "values":
      return figures;
    case "both":
      return [name, ...figures];
    case "none":
      return [];
    default:
      return label;
  }
}
