/**
 * The figures of a place through all periods beside those of all places together: a small line.
 * Nothing is joined over a period without a figure, and what nobody counted is a hollow point.
 * @module
 */
import { element, svgElement } from "./dom.js";

/** @import { Series } from "./types.js" */

/** @typedef {(number | null)[]} Line */

const WIDE = 220;
const EDGE = 4;

/**
 * What is drawn of a place: its line and the other, in one scale; as an index where their sizes
 * differ, the first period in which both have a figure being 100.
 * @param {Series} series
 * @param {string} adcode
 * @returns {{ own: Line, all: Line, base: number | null } | null}
 */
export function linesOf(series, adcode) {
  const own = series.places[adcode]?.v;
  if (!own) return null;
  const all = series.all?.v ?? [];
  if (!series.all || series.all.texts) return { own, all, base: null };
  const base = own.findIndex((value, i) => isPositive(value) && isPositive(all[i]));
  if (base < 0) return { own, all: [], base: null };
  const to100 = (/** @type {Line} */ line) =>
    line.map((value) => value === null ? null : 100 * value / Number(line[base]));
  return { own: to100(own), all: to100(all), base };
}

/** @param {number | null | undefined} value */
function isPositive(value) {
  return typeof value === "number" && value > 0;
}

/**
 * The parts of a line, each of which has no gap.
 * @param {Line} line
 * @param {Series} series
 * @returns {number[][]} indexes
 */
export function runs(line, { x, yearly }) {
  /** @type {number[][]} */
  const found = [];
  line.forEach((value, i) => {
    if (value === null) return;
    const last = found[found.length - 1];
    const isNext = last && last[last.length - 1] === i - 1 && !(yearly && x[i] - x[i - 1] > 1.01);
    if (isNext) last.push(i);
    else found.push([i]);
  });
  return found;
}

/**
 * @param {string} text
 * @param {Record<string, string>} given for its `{names}`
 */
function fill(text, given) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole);
}

/**
 * What the thin line is, shortly.
 * @param {Series} series
 * @param {number | null} base
 */
function thin({ all, words, labels }, base) {
  if (!all || (base === null && !all.texts)) return "";
  const told = fill(words.thin, { told: all.told });
  return base === null ? told : `${told} (${labels[base]} = 100)`;
}

/**
 * What is told of the lines.
 * @param {Series} series
 * @param {string} adcode
 * @returns {string}
 */
export function told(series, adcode) {
  const lines = linesOf(series, adcode);
  if (!lines || !series.all) return "";
  const { own, all, base } = lines;
  const both = own.map((value, i) => value !== null && all[i] !== null && all[i] !== undefined);
  const last = both.lastIndexOf(true);
  if (last < 0) return "";
  const given = { told: series.all.told, last: series.labels[last] };
  if (base === null) {
    if (!series.all.texts) return "";
    return fill(series.words.same_scale, { ...given, all: series.all.texts[last] ?? "" });
  }
  return fill(series.words.indexed, {
    ...given,
    first: series.labels[base],
    own: String(Math.round(Number(own[last]))),
    all: String(Math.round(Number(all[last]))),
  });
}

/**
 * The lines with the first and the last figure, and what they are.
 * @param {Series} series
 * @param {string} adcode
 * @param {{ name: string, high: number, isShort?: boolean, period?: string | null }} given name of
 *   the place, pixels, whether few words are wanted, and the period that is shown
 * @returns {HTMLElement | null} null where there is nothing to draw
 */
export function seriesOf(series, adcode, { name, high, isShort, period }) {
  const lines = linesOf(series, adcode);
  if (!lines) return null;
  const first = lines.own.findIndex((value) => value !== null);
  const last = lines.own.findLastIndex((value) => value !== null);
  if (first === last) return null;
  const { ends } = series.places[adcode];
  const figure = element("figure", "atlas-series");
  const labels = [[first, ends[0]], [last, ends[1]]].map(([i, text]) =>
    `${series.labels[Number(i)]}: ${text}`
  );
  const words = isShort ? thin(series, lines.base) : told(series, adcode);
  const svg = draw(series, { ...lines, hollow: series.places[adcode].o ?? [] }, high, period);
  svg.setAttribute("aria-label", `${name}: ${labels.join(", ")}. ${words}`);
  const foot = element("div", "atlas-series-ends");
  foot.setAttribute("aria-hidden", "true"); // the picture says the same
  foot.append(...labels.map((label) => element("span", "", label)));
  const hollow = series.places[adcode].o ? series.words.hollow : "";
  const caption = element(
    "figcaption",
    "atlas-small",
    [words, hollow].filter(Boolean).join(isShort ? " · " : " "),
  );
  figure.append(svg, foot, caption);
  return figure;
}

/**
 * @param {Series} series
 * @param {{ own: Line, all: Line, hollow: number[] }} lines
 * @param {number} high pixels
 * @param {string | null} [period]
 */
function draw(series, { own, all, hollow }, high, period) {
  const svg = svgElement("svg", { viewBox: `0 0 ${WIDE} ${high}`, role: "img" });
  const numbers = [...own, ...all].filter((value) => value !== null);
  const [low, most] = [Math.min(...numbers), Math.max(...numbers)];
  const length = series.x[series.x.length - 1] || 1;
  const across = (/** @type {number} */ i) => EDGE + (WIDE - 2 * EDGE) * series.x[i] / length;
  const up = (/** @type {number} */ value) =>
    high - EDGE - (high - 2 * EDGE) * (most > low ? (value - low) / (most - low) : 0.5);
  const at = period ? series.periods.indexOf(period) : -1;
  if (at >= 0) {
    const x = across(at);
    svg.append(svgElement("line", { class: "atlas-series-at", x1: x, x2: x, y1: 0, y2: high }));
  }
  for (const [line, name] of /** @type {[Line, string][]} */ ([[all, "all"], [own, "own"]])) {
    for (const run of runs(line, series)) {
      const points = run.map((i) => `${across(i).toFixed(1)},${up(Number(line[i])).toFixed(1)}`);
      // A figure between two gaps is a point.
      if (run.length === 1) points.push(points[0]);
      svg.append(
        svgElement("polyline", { class: `atlas-series-${name}`, points: points.join(" ") }),
      );
    }
  }
  for (const i of hollow) {
    if (own[i] === null) continue;
    const [cx, cy] = [across(i).toFixed(1), up(Number(own[i])).toFixed(1)];
    svg.append(svgElement("circle", { class: "atlas-series-hollow", cx, cy, r: 2.4 }));
  }
  return svg;
}
