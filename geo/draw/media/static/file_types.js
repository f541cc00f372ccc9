/**
 * What an HTML file holds, and its print view. Types only.
 * @module
 */

/** @import { Hatching, Message, Point } from "./types.js" */

/**
 * Everything of a file that is worded in one language.
 * @typedef {object} FileWords
 * @property {string} language as a BCP 47 tag
 * @property {string} other name of the other language
 * @property {string} title
 * @property {string} subtitle
 * @property {string} description
 * @property {string} notes
 * @property {string} source
 * @property {Message} message
 * @property {{ columns: [key: Column, heading: string, told: string][], rows: Row[] }} table
 * @property {Layout | null} print
 * @property {string} [film] the other periods, packed
 * @property {string} [parts] the same of each province that can be gone into, packed, by its code
 * @property {string} [open] what the button says that goes into a province
 */

/**
 * What was chosen about the look of an HTML file.
 * @typedef {{ labels?: "names" | "values" | "both" | "none", highlight?: string[] }} FileLook
 */

/**
 * The shapes of all prefectures, packed: arcs and steps as of {@link Levels}, and bounds by
 * province.
 * @typedef {{ levels: string }} FileLevels
 */

/**
 * The periods of a file in one language: what a map is composed of, and how each is printed.
 * @typedef {object} FileFilm
 * @property {import("./page_types.js").Data} data
 * @property {import("./page_types.js").Words} words
 * @property {Record<string, Layout | null>} print
 */

/** @typedef {"rank" | "name" | "value" | "against" | "status"} Column */

/**
 * A row of the ranking.
 * @typedef {object} Row
 * @property {string} adcode
 * @property {number | null} rank
 * @property {string} name
 * @property {number | string | null} value
 * @property {string} text the value in words
 * @property {string} [short] that as a label of the map has it
 * @property {number | null} [against] the second figure, of a map of two indicators
 * @property {string} [againstText] that in words
 * @property {string} status
 * @property {string[]} more note and source of the figure, where it has its own
 */

/** @typedef {{ column: Column, falling: boolean }} Order of the ranking */

/**
 * The print view: pixels of the page, and groups of items, back to front. A group that is a map has
 * its scale, left, top, the box that clips it, and whether it is the inset.
 * @typedef {object} Layout
 * @property {[width: number, height: number]} size
 * @property {[place: Placement | null, items: Item[]][]} groups
 * @property {Hatching} noData
 */

/**
 * @typedef {[scale: string, left: number, top: number,
 *   clip: [x: number, y: number, width: number, height: number], inset: 0 | 1]} Placement
 */

/** @typedef {[kind: "i", x: number, y: number, width: number, height: number, href: string]} Picture */

/** @typedef {Rectangle | Circle | Lines | Words | Picture} Item of the print view, by its first letter */

/**
 * Pattern of the stroke: 0 solid, 1 dashes, 2 dots. Hatch: 0 for none, 1 rising, 2 falling, 3 level.
 * @typedef {[kind: "r", x: number, y: number, width: number, height: number, fill: string,
 *   stroke: string, thick: number, pattern: 0 | 1 | 2, hatch: 0 | 1 | 2 | 3]} Rectangle
 */

/**
 * @typedef {[kind: "c", x: number, y: number, radius: number, fill: string, stroke: string,
 *   opacity: number]} Circle
 */

/** @typedef {[kind: "l", lines: Point[][], stroke: string, thick: number]} Lines */

/**
 * Halo: its colour, or 0 for none.
 * @typedef {[kind: "t", lines: string[], x: number, baseline: number, leading: number, size: number,
 *   fill: string, anchor: string, halo: string | 0]} Words
 */

export {};
