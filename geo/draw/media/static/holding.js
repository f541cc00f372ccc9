/**
 * A label of a picture is held and moved: by mouse and touch, and by arrow keys.
 * @module
 */
import { element, svgElement } from "./dom.js";

/** @import { Handle, Lettering } from "./lettering_types.js" */

/** Pixels of the screen that a pointer goes before it is no click. */
const FAR = 3;
/** Pixels of the screen that a label is high enough to be taken by a finger. */
const HIGH = 24;
/** Of the picture's short side: a step of an arrow key, and a large one; room round a label. */
const STEP = 1 / 216;
const LARGE = 5 * STEP;
const ROOM = 1 / 270;
/** Milliseconds after the last step. */
const REST = 700;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** What a label is held by: its box, and its words, which are seen when it is moved.
 * @param {Lettering} lettering @param {Handle} handle @param {Element | undefined} drawn */
export function makeHold(lettering, handle, drawn) {
  const { data, over } = lettering;
  const [left, top, right, bottom] = handle.box;
  const screen = data.width / Math.max(over.clientWidth, 1);
  const room = Math.max(ROOM * shortSide(lettering), (HIGH * screen - (bottom - top)) / 2);
  const hold = svgElement("g", {
    class: "atlas-hold",
    role: "button",
    tabindex: -1,
    "aria-label": data.words.label.replace("{text}", handle.text.replace(/\s+/g, " ")),
    "aria-describedby": lettering.hint.id,
  });
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  const reach = {
    x: left - room,
    y: top - room,
    width: box.width + 2 * room,
    height: box.height + 2 * room,
  };
  const words = svgElement("g", { class: "atlas-hold-words" });
  if (drawn) words.append(document.importNode(drawn, true));
  hold.append(
    svgElement("rect", { class: "atlas-hold-reach", ...reach }),
    svgElement("rect", { class: "atlas-hold-box", ...box }),
    words,
  );
  return hold;
}

/**
 * Let the labels be moved.
 * @param {Lettering} lettering
 * @param {(index: number) => void} choose a label is taken
 * @param {(index: number, move: [number, number]) => void} done it is put down somewhere else
 */
export function letMove(lettering, choose, done) {
  lettering.holds.forEach((hold, index) => {
    hold.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const nearest = nearestOf(lettering, event);
      choose(nearest);
      event.preventDefault();
      dragged(lettering, nearest, event, done);
    });
    // A finger on a label does not push the page; not every browser hears it from the style.
    hold.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
    letStep(lettering, index, done);
  });
}

/** The label under a pointer whose middle is nearest. @param {Lettering} lettering @param {PointerEvent} event */
function nearestOf({ holds }, { clientX, clientY }) {
  const far = (/** @type {Element} */ hold) => {
    const { left, top, width, height } = hold.getBoundingClientRect();
    return Math.hypot(left + width / 2 - clientX, top + height / 2 - clientY);
  };
  const under = document.elementsFromPoint(clientX, clientY)
    .flatMap((node) => node.closest(".atlas-hold") ?? []);
  const [nearest] = under.sort((a, b) => far(a) - far(b));
  return holds.findIndex((hold) => hold === nearest);
}

/**
 * Follow a pointer until it lets go.
 * @param {Lettering} lettering
 * @param {number} index
 * @param {PointerEvent} down
 * @param {(index: number, move: [number, number]) => void} done
 */
function dragged(lettering, index, down, done) {
  const hold = lettering.holds[index];
  const begun = offsetOf(hold);
  const screen = lettering.data.width / lettering.over.clientWidth;
  const end = new AbortController();
  const followed = { signal: end.signal };
  let moved = false;
  hold.setPointerCapture(down.pointerId);
  hold.addEventListener("pointermove", ({ clientX, clientY }) => {
    const [x, y] = [clientX - down.clientX, clientY - down.clientY];
    moved ||= Math.hypot(x, y) > FAR;
    if (moved) shift(lettering, index, begun[0] + x * screen, begun[1] + y * screen);
  }, followed);
  hold.addEventListener("pointerup", () => {
    end.abort();
    if (moved) done(index, moveOf(lettering, index));
  }, followed);
  const leave = () => {
    end.abort();
    shift(lettering, index, ...begun);
  };
  hold.addEventListener("pointercancel", leave, followed);
  hold.addEventListener("keydown", ({ key }) => key === "Escape" && leave(), followed);
}

/**
 * Step by arrow keys, and put down a moment after the last step.
 * @param {Lettering} lettering
 * @param {number} index
 * @param {(index: number, move: [number, number]) => void} done
 */
function letStep(lettering, index, done) {
  const hold = lettering.holds[index];
  let timer = 0;
  const putDown = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    done(index, moveOf(lettering, index));
  };
  hold.addEventListener("blur", putDown);
  hold.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (event.key === "Escape" && timer) {
      clearTimeout(timer);
      timer = 0;
      shift(lettering, index, 0, 0);
    }
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = (event.shiftKey ? LARGE : STEP) * shortSide(lettering);
    const [x, y] = offsetOf(hold);
    shift(lettering, index, x + step * way[0], y + step * way[1]);
    clearTimeout(timer);
    timer = setTimeout(putDown, REST);
  });
}

/** How far a label is moved, in pixels of the picture. @param {SVGGElement} hold @returns {[number, number]} */
function offsetOf({ dataset: { x, y } }) {
  return [Number(x ?? 0), Number(y ?? 0)];
}

/** Move a label as far as there is room for it, and cover where it was.
 * @param {Lettering} lettering @param {number} index @param {number} x @param {number} y */
function shift(lettering, index, x, y) {
  const { data: { room, handles }, holds } = lettering;
  const [left, top, right, bottom] = handles[index].box;
  const dx = clamp(x, room[0] - left, room[2] - right);
  const dy = clamp(y, room[1] - top, room[3] - bottom);
  const hold = holds[index];
  Object.assign(hold.dataset, { x: dx, y: dy });
  hold.setAttribute("transform", `translate(${dx.toFixed(1)} ${dy.toFixed(1)})`);
  hold.classList.toggle("atlas-moved", dx !== 0 || dy !== 0);
  cover(lettering, index);
}

/** Cover where a label stands in the picture. @param {Lettering} lettering @param {number} index */
export function cover({ data: { width, height, handles }, over }, index) {
  const name = `atlas-was-${index}`;
  if (over.querySelector(`.${name}`)) return;
  const was = element("div", `atlas-was ${name}`);
  const [left, top, right, bottom] = handles[index].box;
  const part = (/** @type {number} */ of, /** @type {number} */ whole) => `${100 * of / whole}%`;
  Object.assign(was.style, {
    left: part(left, width),
    top: part(top, height),
    width: part(right - left, width),
    height: part(bottom - top, height),
  });
  over.prepend(was);
}

/** Where a label's middle stands, as the picture is asked for it.
 * @param {Lettering} lettering @param {number} index @returns {[number, number]} */
function moveOf(lettering, index) {
  const { box: [left, top, right, bottom], point } = lettering.data.handles[index];
  const [x, y] = offsetOf(lettering.holds[index]);
  const short = shortSide(lettering);
  const part = (/** @type {number} */ pixels) => Math.round(pixels / short * 1e4) / 1e4;
  return [part((left + right) / 2 + x - point[0]), part((top + bottom) / 2 + y - point[1])];
}

/** @param {Lettering} lettering */
function shortSide({ data: { width, height } }) {
  return Math.min(width, height);
}

/** @param {number} value @param {number} low @param {number} high */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
