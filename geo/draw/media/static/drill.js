/**
 * The way down: which places others divide, and the shapes of those, a file for each province that
 * is fetched once. It knows nothing of who asks.
 * @module
 */
import { divided } from "./topology.js";

/** @import { Geometry, Level, LevelPlace, Levels, Ways } from "./types.js" */

/** @typedef {{ within: string, level: Level }} Step a part, and the level of the places in it */

/** The way down on one page, or in one file. */
export class Drill {
  #ways;
  #fetch;
  /** The province of each place that is divided. @type {Map<string, string>} */
  #provinces = new Map();
  /** @type {Map<string, Levels>} by province */
  #there = new Map();
  /** @type {Map<string, Promise<void>>} by province */
  #underway = new Map();
  /** @type {Map<string, Geometry>} by part and level */
  #parts = new Map();

  /**
   * @param {Ways} ways what divides each province
   * @param {(file: string) => Promise<Levels>} fetch finds what lies in a province
   */
  constructor(ways, fetch) {
    this.#ways = ways;
    this.#fetch = fetch;
    for (const [province, { divided }] of Object.entries(ways)) {
      for (const adcode of [province, ...divided]) this.#provinces.set(adcode, province);
    }
  }

  /**
   * @param {string} adcode
   * @returns {boolean} whether something divides a place
   */
  opens(adcode) {
    return this.#provinces.has(adcode);
  }

  /**
   * @param {string} within
   * @returns {Level} the level that divides a place
   */
  below(within) {
    return this.#ways[within]?.level ?? "county";
  }

  /**
   * The sheets that lie over the country where a part of it is looked at, the outer first.
   * @param {string | null} within
   * @param {Level | null} level of the last; null for the one that divides the part
   * @param {boolean} [isWhole] whether the country is shown by its prefectures
   * @returns {Step[]}
   */
  steps(within, level, isWhole = false) {
    const province = this.#provinces.get(within ?? "");
    if (!within || !province) return [];
    const last = { within, level: level ?? this.below(within) };
    return province === within || isWhole
      ? [last]
      : [{ within: province, level: this.below(province) }, last];
  }

  /**
   * @param {string} within
   * @returns {Promise<void>} that the shapes inside a place are there
   */
  load(within) {
    const province = this.#provinces.get(within) ?? "";
    let found = this.#underway.get(province);
    if (!found) {
      found = this.#fetch(this.#ways[province].file).then((levels) => {
        this.#there.set(province, levels);
      });
      this.#underway.set(province, found);
      found.catch(() => this.#underway.delete(province)); // it may come the next time
    }
    return found;
  }

  /**
   * @param {Step} step
   * @returns {Geometry | null} the shapes of the places of a level in a part, when they are there
   */
  shapes({ within, level }) {
    const key = `${within}/${level}`;
    const known = this.#parts.get(key);
    if (known) return known;
    const levels = this.#there.get(this.#provinces.get(within) ?? "");
    if (!levels) return null;
    const part = divided(levels, /** @type {LevelPlace["level"]} */ (level), within);
    this.#parts.set(key, part);
    return part;
  }

  /**
   * @param {Step} step
   * @returns {Record<string, LevelPlace["names"]>} names of the places in a part by code
   */
  names({ within, level }) {
    const levels = this.#there.get(this.#provinces.get(within) ?? "");
    const places = levels?.places.filter((place) => place.level === level) ?? [];
    return Object.fromEntries(places.map(({ adcode, names }) => [adcode, names]));
  }

  /**
   * @param {string} adcode of a prefecture that is divided
   * @param {"en" | "zh"} language
   * @returns {string} its name, where its province is there
   */
  name(adcode, language) {
    return this.names({ within: adcode, level: "prefecture" })[adcode]?.[language] ?? "";
  }
}
