/**
 * What geo/ui/atlas.py and geo/draw/media/web/views.py write. Types only.
 * @module
 */

/** @import { Level, Message, Series, Swatch, Ways } from "./types.js" */

/**
 * What was chosen of a map; null is the default.
 * @typedef {object} Look
 * @property {string | null} indicator
 * @property {string | null} period of a change the last
 * @property {string | null} change
 * @property {string | null} since the first period of a change
 * @property {string | null} per
 * @property {string} scheme
 * @property {number} k
 * @property {string} edges
 * @property {string | null} palette
 * @property {boolean} classes whether classes are made from all periods
 * @property {string | null} place code of the selected one
 * @property {boolean} points whether points are shown
 * @property {Level | null} base level of the map of the country
 * @property {string | null} within code of the place that is gone into
 * @property {Level | null} level of the places in it; null for the one that divides it
 * @property {boolean} country whether their classes are those of the whole country
 * @property {string | null} arrangement where the places stand; null for a map
 * @property {string | null} sized_by count that circles are sized by
 * @property {string | null} against second indicator
 * @property {boolean} frames whether the other periods are wanted
 * @property {number} seq number of the browser's last change
 */

/** @typedef {string | number} Said a text, or its number among those sent once */

/**
 * What belongs to a period; lists are in the order of the places.
 * @typedef {object} Frame
 * @property {string} period of a change the last
 * @property {string} title
 * @property {string} subtitle
 * @property {string} description
 * @property {Said} source
 * @property {boolean} ranked
 * @property {boolean} few whether figures are written on the map
 * @property {string} unit that figures have in the picture
 * @property {(string | null)[]} figures in full
 * @property {(string | null)[]} [shown] as the picture has them, where that is not in full
 * @property {(number | null)[]} bars in thousandths of the longest
 * @property {(number | null)[]} ranks
 * @property {Said[][]} lines of the tip
 * @property {Said[][]} more of the details: note and source
 * @property {(import("./types.js").Absent | null)[] | null} absent
 * @property {Record<number, string>} marked status by the number of the place
 * @property {string[] | null} owned
 */

/**
 * A way to class and colour a period.
 * @typedef {object} View
 * @property {string} period
 * @property {string} scheme
 * @property {true} [all] of classes made from all periods
 * @property {(string | null)[]} [shown] where they have other decimals than the frame's
 * @property {Said[]} notes
 * @property {Said} legend
 * @property {[label: Said, count: number, swatch: Swatch, colour?: string,
 *   status?: string | null][]} entries
 * @property {(number | null)[]} [classes]
 * @property {number} [k]
 * @property {[count: number, first: number]} [turning] colours of a diverging palette
 * @property {(string | null)[]} [fills] of continuous colours, without their #
 * @property {string[]} [ramp]
 * @property {import("./types.js").Pair} [pair] of two indicators
 * @property {string} [palette] of continuous colours, or the suggested one where it is another
 *   than that of the view shown first
 */

/**
 * @typedef {object} Views
 * @property {Frame[]} frames
 * @property {View[]} views
 * @property {string} palette the one shown
 * @property {Pick<Message, "language" | "noData" | "words" | "parts">} shared
 * @property {string} places
 * @property {string} absent
 * @property {Message["marks"] | null} marks
 * @property {string[]} [names]
 * @property {string[]} [adcodes]
 * @property {string[]} texts
 */

/**
 * What can be chosen.
 * @typedef {object} Offer
 * @property {boolean} indicators
 * @property {[id: string, title: string][]} per
 * @property {[id: string, title: string][]} periods newest first
 * @property {string[]} changes that can be shown between two periods
 * @property {string[]} schemes
 * @property {string[]} fixed schemes that find their own number of classes
 * @property {[least: number, most: number]} k
 * @property {string} example of edges
 * @property {string[]} palettes
 * @property {string} classes words of the switch; empty for none
 * @property {boolean} film
 * @property {boolean} points
 * @property {boolean} category
 * @property {number} level of the map's title among the page's headings
 * @property {[id: Level, title: string][]} levels of the places; empty for one
 * @property {[id: string, title: string][]} arrangements a map first; empty for a map only
 * @property {[id: string, title: string][]} sizes counts that circles can be sized by
 * @property {[id: string, title: string][]} against second indicators, none first
 */

/**
 * The part of the country that is looked at: its map, as if there were no other; or why there is
 * none.
 * @typedef {object} Part
 * @property {string} id follows the content
 * @property {string} within
 * @property {Level} level
 * @property {string} title where there is no map
 * @property {string} told
 * @property {string} source of the borders
 * @property {[id: Level, title: string][]} levels by which it can be shown
 * @property {string} facts address of all figures by place
 * @property {Views | null} map
 * @property {string} [period] the one shown first
 * @property {Offer} [offer]
 * @property {string} [country] words of the switch to the classes of the whole country
 */

/** @typedef {[title: string, value: string, small: string]} Fact */

/**
 * One answer of the server.
 * @typedef {object} Data
 * @property {string} id follows the content
 * @property {string} style address of the style sheet
 * @property {string} words address of {@link Words}
 * @property {string} geometry
 * @property {string} facts address of all figures by place; may be empty
 * @property {boolean} opens whether its places can be gone into
 * @property {string} names address of the places' names; empty where they are known
 * @property {string} boundaries
 * @property {string} address to be written where there is none
 * @property {Look} look
 * @property {Offer} offer
 * @property {Views} map
 * @property {string | Series | null} series the figures of places through time, or their address
 * @property {Record<string, Fact[]>} own
 * @property {Part | null} part
 */

/**
 * @typedef {object} PaletteWords
 * @property {string} title
 * @property {string} kind
 * @property {boolean} diverging
 * @property {Record<string, string[]>} colours by number of classes
 */

/**
 * What is said in one language and never changes.
 * @typedef {object} Words
 * @property {Record<string, string>} words
 * @property {Record<string, string>} schemes
 * @property {Record<string, PaletteWords>} palettes
 * @property {import("./listbox.js").Item[]} indicators
 * @property {import("./listbox.js").Group[]} groups of indicators, in their order
 * @property {Record<string, [adcode: string, name: string][]>} places by boundary set
 * @property {{ play: string, pause: string, period: string }} film
 * @property {Ways} ways
 * @property {string} find address of all places
 */

/**
 * What the page shows: a frame in a view's classes and a palette's colours.
 * @typedef {object} Shown
 * @property {Data} data
 * @property {Look} look
 * @property {Frame} frame
 * @property {View} view
 * @property {string[]} adcodes
 * @property {Message} message
 * @property {string} [plain] what the places are called where only their names are shown
 */

/** @typedef {(change: Partial<Look>) => void} Tell takes a change of the look */
