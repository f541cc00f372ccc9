/**
 * What the labels of a picture are told and hold.
 * @module
 */

/**
 * A label: its place, its words, its box (left, top, right, bottom) and the point that its moves
 * are counted from, in pixels of the picture.
 * @typedef {object} Handle
 * @property {string} place
 * @property {string} text
 * @property {[number, number, number, number]} box
 * @property {[number, number]} point
 *
 * @typedef {object} Data
 * @property {string} id changes with everything else
 * @property {number} width of the picture, in pixels
 * @property {number} height
 * @property {[number, number, number, number]} room where labels may stand
 * @property {Handle[]} handles
 * @property {string} drawing an SVG with a group for each handle, in their order
 * @property {Record<string, string>} words
 * @property {boolean} changed whether a label is changed
 * @property {boolean} undo whether there is something to undo
 *
 * What becomes of a label: where its middle stands from the point, in parts of the short side; its
 * words; or that it is left out.
 * @typedef {object} Act
 * @property {"move" | "text" | "drop" | "undo" | "reset"} what
 * @property {string} [place]
 * @property {[number, number]} [move]
 * @property {string} [text]
 *
 * @typedef {object} Mounted
 * @property {HTMLElement} parentElement
 * @property {(name: string, value: Act) => void} setTriggerValue
 *
 * @typedef {object} Lettering
 * @property {Data} data
 * @property {Mounted} mounted
 * @property {string} laid the id of what lies over the picture
 * @property {HTMLImageElement} image
 * @property {HTMLElement} over lies over the picture
 * @property {ResizeObserver} [fitted] keeps it there
 * @property {SVGGElement[]} holds by which the labels are taken, in the order of the handles
 * @property {number} chosen the label chosen last, -1 for none
 * @property {string} place its place
 * @property {HTMLElement} hint
 * @property {HTMLElement} said
 * @property {Record<"copy" | "text" | "drop" | "undo" | "reset", HTMLButtonElement>} buttons
 */

export {};
