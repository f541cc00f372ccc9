/**
 * Puts together what is shown: a period's figures in a view's classes and a palette's colours.
 * @module
 */

/** @import { Data, Frame, Look, Said, Shown, View, Words } from "./page_types.js" */
/** @import { Film, Message, Place } from "./types.js" */

const INKS = { dark: "#1c1c1c", light: "#ffffff" };

/**
 * What a look shows, or null where the server must be asked first.
 * @param {Data} data
 * @param {Look} look
 * @param {Words} words
 * @returns {Shown | null}
 */
export function compose(data, look, words) {
  if (!isOfData(data.look, look)) return null;
  const period = look.period ?? data.look.period;
  const view = viewOf(data, look, period);
  const framed = data.map.frames.find((f) => f.period === period);
  if (!view || !framed) return null;
  const frame = withFigures(framed, view);
  const palette = look.palette ?? suggested(data, view);
  const colours = palette && coloursOf(view, palette, words);
  if (!colours) return null;
  const adcodes = data.map.adcodes ?? words.places[data.boundaries].map(([adcode]) => adcode);
  const content = { data, look, frame, view, adcodes };
  const message = messageOf({
    ...content,
    colours,
    words,
    id: `${period} ${look.scheme} ${palette} ${view.all ? "all" : "own"}`,
  });
  return { ...content, message };
}

/**
 * A frame with the figures as a view writes them.
 * @param {Frame} frame
 * @param {View} view
 * @returns {Frame}
 */
function withFigures(frame, view) {
  return view.shown ? { ...frame, shown: view.shown } : frame;
}

/**
 * Whether the server's answer is of this look, but for what the browser can change by itself.
 * @param {Look} there
 * @param {Look} here
 * @returns {boolean}
 */
function isOfData(there, here) {
  return there.indicator === here.indicator && there.per === here.per && there.k === here.k &&
    there.edges === here.edges && there.change === here.change && there.since === here.since &&
    there.base === here.base && there.arrangement === here.arrangement &&
    there.sized_by === here.sized_by && there.against === here.against;
}

/**
 * A way to show a period. Classes by hand, and categories, have nothing to do with periods.
 * @param {Data} data
 * @param {Look} look
 * @param {string | null} period
 * @returns {View | undefined}
 */
function viewOf({ map, offer }, look, period) {
  const isFree = !offer.category && look.scheme !== "manual" && offer.periods.length > 1;
  return map.views.find((view) =>
    view.period === period && (offer.category || view.scheme === look.scheme) &&
    (view.all ?? false) === (isFree && look.classes)
  );
}

/**
 * The suggested palette is known only where it is the one shown.
 * @param {Data} data
 * @param {View} view
 * @returns {string | null}
 */
function suggested({ look, map }, view) {
  return look.palette === null ? view.palette ?? map.palette : null;
}

/**
 * The colours of a view's classes; null where the palette has too few, or the server must be asked.
 * @param {View} view
 * @param {string} id of the palette
 * @param {Words} words
 * @returns {string[] | null}
 */
export function coloursOf(view, id, words) {
  if (view.fills) return view.palette === id ? view.ramp ?? [] : null;
  const palette = words.palettes[id];
  const k = view.k ?? 0;
  const [count, first] = palette?.diverging && view.turning ? view.turning : [k, 0];
  const found = palette?.colours[String(count)]?.slice(first, first + k);
  return found?.length === k ? found : null;
}

/**
 * @param {Omit<Shown, "message"> & { colours: string[], words: Words, id: string }} given
 * @returns {Message}
 */
function messageOf({ data, look, frame, view, adcodes, colours, words, id }) {
  const { map } = data;
  /** @type {Message} */
  const message = {
    ...map.shared,
    id: `${data.id} ${id} ${look.place} ${look.points}`,
    selected: look.place,
    seq: data.look.seq,
    places: placesOf({ data, frame, view, adcodes, colours, words }),
    legend: legendOf({ data, view, colours }),
  };
  if (map.marks && look.points) message.marks = map.marks;
  if (data.offer.film) message.film = filmOf({ data, look, adcodes, words, id: message.id });
  return message;
}

/**
 * @param {{ data: Data, frame: Frame, view: View, adcodes: string[], colours: string[],
 *   words: Words }} given
 * @returns {Record<string, Place>}
 */
function placesOf({ data, frame, view, adcodes, colours, words }) {
  const { map } = data;
  const names = map.names ?? words.places[data.boundaries].map(([, name]) => name);
  return Object.fromEntries(adcodes.map((adcode, i) => {
    const figure = (frame.shown ?? frame.figures)[i];
    const fill = fillOf(view, colours, i) ?? map.shared.noData.ground;
    return [adcode, {
      name: names[i],
      fill,
      absent: frame.absent?.[i] ?? null,
      marked: i in frame.marked,
      ...(i in frame.marked ? { status: frame.marked[i] } : {}),
      lines: frame.lines[i].map((line) => text(data, line)),
      figure,
      owned: frame.owned?.[i] ?? "",
      label: frame.few && figure !== null ? [names[i], figure] : [names[i]],
      ink: inkOn(fill),
    }];
  }));
}

/**
 * @param {View} view
 * @param {string[]} colours
 * @param {number} i number of the place
 * @returns {string | null}
 */
function fillOf(view, colours, i) {
  const fill = view.fills?.[i];
  if (fill) return `#${fill}`;
  const at = view.classes?.[i];
  return at === null || at === undefined ? null : colours[at];
}

/** @param {{ data: Data, view: View, colours: string[] }} given */
function legendOf({ data, view, colours }) {
  let next = 0;
  return {
    ...(view.pair ? { pair: view.pair } : {}),
    title: text(data, view.legend),
    places: data.map.places,
    entries: view.entries.map(([label, count, swatch, given, status]) => {
      const colour = given ?? (swatch === "class" ? colours[next++] : colours[colours.length - 1]);
      return {
        label: text(data, label),
        count,
        swatch,
        colour,
        ...(swatch === "continuous" ? { ramp: view.ramp } : {}),
        ...(view.pair ? { ink: inkOn(colour) } : {}),
        ...(status ? { status } : {}),
      };
    }),
  };
}

/**
 * All periods in the same classes and palette; those that are not there yet have no message.
 * @param {{ data: Data, look: Look, adcodes: string[], words: Words, id: string }} given
 * @returns {Film}
 */
function filmOf({ data, look, adcodes, words, id }) {
  const together = { ...look, classes: true };
  const here = look.period ?? data.look.period;
  const periods = [...data.offer.periods].reverse().filter(([period]) => isAfter(period, look));
  const frames = periods.flatMap(([period, label]) => {
    const framed = data.map.frames.find((one) => one.period === period);
    const view = viewOf(data, together, period);
    const frame = framed && view && withFigures(framed, view);
    const palette = view && (look.palette ?? suggested(data, view));
    const colours = palette && coloursOf(view, palette, words);
    // What the server could not draw is left out.
    if (!frame || !colours) return isAnswered(data.look, look) ? [] : [{ period, label }];
    const message = {
      id: `${id} ${period}`,
      places: placesOf({ data, frame, view, adcodes, colours, words }),
      legend: legendOf({ data, view, colours }),
    };
    return [{ period, label, message }];
  });
  return {
    id: JSON.stringify({ ...look, period: null, place: null, classes: 0, frames: 0, seq: 0 }),
    at: frames.findIndex(({ period }) => period === here),
    isApart: viewOf(data, look, here) !== viewOf(data, together, here),
    frames,
    words: words.film,
  };
}

/**
 * Whether a period can be the last of what a look shows.
 * @param {string} period
 * @param {Look} look
 */
export function isAfter(period, look) {
  return !look.change || period > (look.since ?? "");
}

/**
 * Whether all frames that the server can draw are there.
 * @param {Look} there
 * @param {Look} here
 */
function isAnswered(there, here) {
  return there.frames && there.scheme === here.scheme && there.palette === here.palette;
}

/**
 * @param {Data} data
 * @param {Said} said
 * @returns {string}
 */
export function text({ map }, said) {
  return typeof said === "number" ? map.texts[said] : said;
}

/**
 * Dark or white letters, whichever contrasts more with a fill (WCAG 2.2, contrast ratio).
 * @param {string} fill
 * @returns {string}
 */
export function inkOn(fill) {
  const light = luminance(fill);
  const dark = (light + 0.05) / (luminance(INKS.dark) + 0.05);
  return dark >= 1.05 / (light + 0.05) ? INKS.dark : INKS.light;
}

/**
 * @param {string} colour as #rrggbb
 * @returns {number} relative luminance
 */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
