/**
 * The provinces of an HTML file that can be gone into: their words, and the shapes of their
 * prefectures.
 * @module
 */
import { Drill } from "./drill.js";
import { unpacked } from "./unpacked.js";

/** @import { FileLevels, FileWords } from "./file_types.js" */
/** @import { Levels, Over, Ways } from "./types.js" */

/** @typedef {Record<string, FileWords>} Parts by province */

/** The parts of a file, once they are unpacked. */
export class FileParts {
  #drill;
  #words;

  /**
   * @param {Drill} drill
   * @param {Record<"en" | "zh", Parts>} words
   */
  constructor(drill, words) {
    this.#drill = drill;
    this.#words = words;
  }

  /**
   * @param {FileLevels} packed shapes of all prefectures
   * @param {Record<"en" | "zh", string>} words of the parts in both languages, packed
   * @returns {Promise<FileParts>}
   */
  static async unpack({ levels: packed }, { en, zh }) {
    const [levels, first, second] = await Promise.all([packed, en, zh].map(unpacked));
    const { places, bounds, arcs, steps } = levels;
    /** @type {Ways} */
    const ways = {};
    for (const province of Object.keys(first)) {
      ways[province] = { level: "prefecture", divided: [], file: province };
    }
    const inside = (/** @type {string} */ province) =>
      /** @type {Levels["places"]} */ (places).filter(({ parent }) => parent === province);
    const drill = new Drill(ways, (province) =>
      Promise.resolve({
        province,
        bounds: bounds[province],
        steps,
        arcs,
        places: inside(province),
      }));
    await Promise.all(Object.keys(ways).map((province) => drill.load(province)));
    return new FileParts(drill, { en: first, zh: second });
  }

  /**
   * @param {string} adcode
   * @returns {boolean} whether a place can be gone into
   */
  opens(adcode) {
    return this.#drill.opens(adcode);
  }

  /**
   * @param {"en" | "zh"} language
   * @param {string} province
   * @returns {FileWords} all that is said of it
   */
  words(language, province) {
    return this.#words[language][province];
  }

  /**
   * @param {string} province
   * @param {FileWords["message"]} message what is shown of it
   * @param {string} name
   * @returns {Over[]} what lies over the country where a province was gone into
   */
  over(province, message, name) {
    const step = { within: province, level: /** @type {const} */ ("prefecture") };
    const geometry = this.#drill.shapes(step);
    return geometry ? [{ key: `${province}/prefecture`, name, geometry, message }] : [];
  }
}
