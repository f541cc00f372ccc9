/**
 * What is shown of a part of the country that is gone into: its own map, where the server has sent
 * one, which is kept; else borders and names only.
 * @module
 */
import { compose } from "./views.js";

/** @import { Data, Frame, Look, Part, Shown, View, Words } from "./page_types.js" */
/** @import { Drill, Step } from "./drill.js" */
/** @import { Geometry, LevelPlace, Over, Place } from "./types.js" */

/** Parts as the server has told them. */
export class Parts {
  #drill;
  /** @type {Map<string, { part: Part, data: Data }>} */
  #known = new Map();
  #of = "";

  /** @param {Drill} drill */
  constructor(drill) {
    this.#drill = drill;
  }

  /**
   * Keeps what an answer says of a part.
   * @param {Data} data
   */
  take(data) {
    // Of a user's own figures only the newest answer is sure to be of those that are shown.
    const of = data.offer.indicators ? data.words : data.id;
    if (of !== this.#of) this.#known.clear();
    this.#of = of;
    if (data.part) this.#known.set(keyOf(data.look), { part: data.part, data: partly(data) });
  }

  /**
   * @param {Look} look
   * @returns {Part | undefined} what is known of the part looked at
   */
  part(look) {
    return this.#known.get(keyOf(look))?.part;
  }

  /**
   * The part looked at, with its figures or without any; null where the server must be asked, or
   * the shapes are not there.
   * @param {Look} look
   * @param {Words} words
   * @returns {Shown | null}
   */
  shown(look, words) {
    const [step] = this.#drill.steps(look.within, look.level, true);
    const known = this.#known.get(keyOf(look));
    if (!step || !known) return null;
    if (known.part.map) return compose(known.data, look, words);
    return this.#bare({ ...known, look, step });
  }

  /**
   * What lies over the country.
   * @param {Look} look
   * @param {Shown} base the country
   * @param {{ words: Words, top: Shown | null, name: (adcode: string) => string }} given the part
   *   looked at, where it is known, and what a province is called
   * @returns {Over[]} as much of it as is there
   */
  over(look, base, { words, top, name }) {
    const steps = this.#drill.steps(look.within, look.level, look.base === "prefecture");
    const { language } = base.message;
    /** @type {Over[]} */
    const over = [];
    for (const step of steps) {
      const geometry = this.#drill.shapes(step);
      const bare = this.#bare({ data: base.data, look: { ...look, place: null }, step });
      if (!geometry || !bare) return over;
      const isTop = step.within === look.within;
      const below = { ...look, within: step.within, level: null, place: null };
      const shown = isTop ? top : this.shown(below, words);
      over.push({
        key: `${step.within}/${step.level}`,
        name: name(step.within) || this.#drill.name(step.within, language),
        geometry,
        message: (shown ?? bare).message,
      });
    }
    return over;
  }

  /**
   * Borders and names, where the shapes are there.
   * @param {{ data: Data, look: Look, step: Step, part?: Part }} given
   * @returns {Shown | null}
   */
  #bare(given) {
    const geometry = this.#drill.shapes(given.step);
    return geometry && bare({ ...given, geometry, names: this.#drill.names(given.step) });
  }
}

/**
 * What figures of a part depend on, but for what the browser can change by itself.
 * @param {Look} look
 * @returns {string}
 */
function keyOf(look) {
  const { indicator, per, k, edges, change, since, base, within, level, country } = look;
  return JSON.stringify([indicator, per, k, edges, change, since, base, within, level, country]);
}

/**
 * @param {Data} data with a part
 * @returns {Data} as if that were all
 */
function partly(data) {
  const { part, offer } = data;
  if (!part?.map || !part.offer) return data;
  return {
    ...data,
    id: part.id,
    map: part.map,
    boundaries: "",
    series: null,
    look: { ...data.look, period: part.period ?? data.look.period },
    // What a figure is divided by is chosen for the country and its parts alike.
    offer: { ...part.offer, indicators: offer.indicators, per: offer.per, level: offer.level },
  };
}

/**
 * Borders and names.
 * @param {{ data: Data, look: Look, step: Step, part?: Part, geometry: Geometry,
 *   names: Record<string, LevelPlace["names"]> }} given
 * @returns {Shown}
 */
function bare({ data, look, step, part, geometry, names: all }) {
  const { shared } = data.map;
  const adcodes = geometry.features.map(({ properties }) => properties.adcode);
  const names = adcodes.map((adcode) => all[adcode]?.[shared.language] ?? adcode);
  const nothing = adcodes.map(() => null);
  const none = adcodes.map(() => []);
  /** @type {Frame} */
  const frame = {
    period: look.period ?? "",
    title: part?.title ?? "",
    subtitle: part?.told ?? "",
    description: "",
    source: part?.source ?? "",
    ranked: false,
    few: false,
    unit: "",
    figures: nothing,
    bars: nothing,
    ranks: nothing,
    lines: adcodes.map(() => [""]),
    more: none,
    absent: null,
    marked: {},
    owned: null,
  };
  /** @type {View} */
  const view = { period: frame.period, scheme: look.scheme, notes: [], legend: "", entries: [] };
  const map = { ...data.map, names, adcodes, absent: "", marks: null, texts: [] };
  const nothingToClass = { schemes: [], palettes: [], classes: "", per: [] };
  const offer = { ...data.offer, ...nothingToClass, category: false, film: false };
  const id = `${step.within}/${step.level} ${shared.language} ${part ? "told" : "asked"}`;
  return {
    data: { ...data, id, map, boundaries: "", series: null, offer },
    look,
    frame,
    view,
    adcodes,
    plain: part?.levels.find(([level]) => level === part.level)?.[1] ?? "",
    message: {
      ...shared,
      id: `${id} ${look.place}`,
      selected: look.place,
      places: Object.fromEntries(adcodes.map((adcode, i) => [adcode, placeOf(names[i], shared)])),
      legend: { title: "", places: "", entries: [] },
    },
  };
}

/**
 * A place of which only the name is known.
 * @param {string} name
 * @param {Data["map"]["shared"]} shared
 * @returns {Place}
 */
function placeOf(name, { noData }) {
  return {
    name,
    fill: noData.ground,
    absent: null,
    marked: false,
    lines: [""],
    owned: "",
    label: [name],
    ink: "#1c1c1c",
    plain: true,
  };
}
