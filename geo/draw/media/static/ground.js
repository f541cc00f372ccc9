/**
 * Where there is land: a grid whose sums say at once whether a box lies over any place.
 * @module
 */
import { boundsOf } from "./regions.js";

/** @import { Bounds, Geometry, Polygons } from "./types.js" */

const CELLS = 400; // along the longer side: a cell is no more than a few pixels

/** @type {WeakMap<Geometry, Ground>} */
const known = new WeakMap();

/**
 * @param {Geometry} geometry
 * @returns {Ground}
 */
export function groundOf(geometry) {
  const found = known.get(geometry) ?? new Ground(geometry);
  known.set(geometry, found);
  return found;
}

/** The land of all places. */
class Ground {
  #west;
  #south;
  #cell;
  #columns;
  #rows;
  /** Number of cells of land west and south of each corner. */
  #sums;

  /** @param {Geometry} geometry */
  constructor({ features }) {
    const all = features.map(boundsOf);
    this.#west = Math.min(...all.map(([west]) => west));
    this.#south = Math.min(...all.map(([, south]) => south));
    const width = Math.max(...all.map(([, , east]) => east)) - this.#west;
    const height = Math.max(...all.map(([, , , north]) => north)) - this.#south;
    this.#cell = Math.max(width, height) / CELLS;
    this.#columns = Math.floor(width / this.#cell) + 1;
    this.#rows = Math.floor(height / this.#cell) + 1;
    const land = new Uint8Array(this.#columns * this.#rows);
    for (const { geometry } of features) this.#fill(land, geometry.coordinates);
    this.#sums = this.#add(land);
  }

  /**
   * @param {Bounds} box
   * @returns {boolean} whether any land lies there
   */
  isUnder([west, south, east, north]) {
    const column = (/** @type {number} */ x) => this.#within((x - this.#west) / this.#cell, true);
    const row = (/** @type {number} */ y) => this.#within((y - this.#south) / this.#cell, false);
    const [left, right] = [Math.floor(column(west)), Math.ceil(column(east))];
    const [low, high] = [Math.floor(row(south)), Math.ceil(row(north))];
    const at = (/** @type {number} */ x, /** @type {number} */ y) =>
      this.#sums[y * (this.#columns + 1) + x];
    return at(right, high) - at(left, high) - at(right, low) + at(left, low) > 0;
  }

  /**
   * @param {number} at
   * @param {boolean} isColumn
   */
  #within(at, isColumn) {
    return Math.max(0, Math.min(isColumn ? this.#columns : this.#rows, at));
  }

  /**
   * The cells of every point of a border, and of what lies between two borders.
   * @param {Uint8Array} land
   * @param {Polygons} polygons
   */
  #fill(land, polygons) {
    for (const polygon of polygons) {
      /** @type {number[][]} */
      const crossings = [];
      for (const ring of polygon) {
        for (let i = 1; i < ring.length; i++) {
          const [ax, ay] = this.#inCells(ring[i - 1]);
          const [bx, by] = this.#inCells(ring[i]);
          land[Math.floor(by) * this.#columns + Math.floor(bx)] = 1;
          const first = Math.ceil(Math.min(ay, by) - 0.5);
          for (let row = first; row + 0.5 < Math.max(ay, by); row++) {
            (crossings[row] ??= []).push(ax + (bx - ax) * (row + 0.5 - ay) / (by - ay));
          }
        }
      }
      crossings.forEach((found, row) => {
        found.sort((a, b) => a - b);
        for (let i = 1; i < found.length; i += 2) {
          const start = row * this.#columns;
          land.fill(1, start + Math.floor(found[i - 1]), start + Math.floor(found[i]) + 1);
        }
      });
    }
  }

  /** @param {[x: number, y: number]} point */
  #inCells([x, y]) {
    return [(x - this.#west) / this.#cell, (y - this.#south) / this.#cell];
  }

  /** @param {Uint8Array} land */
  #add(land) {
    const sums = new Int32Array((this.#columns + 1) * (this.#rows + 1));
    for (let y = 0; y < this.#rows; y++) {
      let along = 0;
      for (let x = 0; x < this.#columns; x++) {
        along += land[y * this.#columns + x];
        const at = (y + 1) * (this.#columns + 1) + x + 1;
        sums[at] = sums[at - this.#columns - 1] + along;
      }
    }
    return sums;
  }
}
