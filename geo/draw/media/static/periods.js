/**
 * The periods of an HTML file: puts together what the file says of one.
 * @module
 */
import { compose, text } from "./views.js";

/** @import { Shown } from "./page_types.js" */
/** @import { FileFilm, FileWords, Row } from "./file_types.js" */

/**
 * Everything of a file that is worded in one language, of one period.
 * @param {FileWords} words of the period that the file opens with
 * @param {FileFilm} film
 * @param {string | null} period null for that one
 * @returns {FileWords}
 */
export function wordsAt(words, { data, words: more, print }, period) {
  const shown = compose(data, { ...data.look, period: period ?? data.look.period }, more);
  if (!shown) return words;
  const { frame, view, message } = shown;
  const gap = message.language === "en" ? " " : "";
  return {
    ...words,
    title: frame.title,
    subtitle: frame.subtitle,
    description: frame.description,
    notes: view.notes.map((note) => text(data, note)).join(gap),
    source: text(data, frame.source),
    message,
    table: { ...words.table, rows: rowsOf(shown) },
    print: print[frame.period] ?? null,
  };
}

/**
 * @param {Shown} shown
 * @returns {Row[]}
 */
function rowsOf({ data, frame, adcodes, message }) {
  return adcodes.map((adcode, i) => {
    const { name, lines } = message.places[adcode];
    const [figure, rank] = [frame.figures[i], frame.ranks[i]];
    const more = frame.more[i].map((line) => text(data, line));
    return {
      adcode,
      rank,
      name,
      // What is ranked is sorted by its rank, which is exact where a short figure is not.
      value: rank === null ? figure : -rank,
      text: figure ?? "",
      status: figure === null ? lines[0] : more[0],
      more: figure === null ? more : more.slice(2),
    };
  });
}
