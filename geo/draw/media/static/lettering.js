/**
 * The labels of a picture, laid over it: they can be moved by mouse, touch and keys, put in other
 * words and left out. What becomes of one is told to the server, which draws the picture anew.
 * @module
 */
import { copyPicture } from "./clipboard.js";
import { element, svgElement } from "./dom.js";
import { cover, letMove, makeHold } from "./holding.js";
import { askWords } from "./rewording.js";

/** @import { Act, Data, Lettering, Mounted } from "./lettering_types.js" */

/** @type {WeakMap<HTMLElement, Lettering>} by the element that the server mounts */
const shown = new WeakMap();

/** What the server said last. @type {WeakMap<HTMLElement, Data>} */
const latest = new WeakMap();

/** Show what the server says. @param {Mounted} mounted @param {Data} data */
async function show(mounted, data) {
  const { parentElement: parent } = mounted;
  latest.set(parent, data);
  const image = await pictureBefore(parent);
  if (latest.get(parent) !== data) return;
  const lettering = shown.get(parent) ?? build({ mounted, image, data });
  shown.set(parent, lettering);
  const isLaid = lettering.laid === data.id && image.parentElement?.contains(lettering.over);
  Object.assign(lettering, { mounted, image, data });
  if (isLaid) return;
  paint(lettering);
  // Labels that were moved stay where they are until the picture has them there.
  await image.decode().catch(() => {});
  if (lettering.data === data) lay(lettering);
}

/**
 * The picture that the labels are of, once it is there.
 * @param {HTMLElement} parent
 * @returns {Promise<HTMLImageElement>}
 */
function pictureBefore(parent) {
  const within = parent.closest('[class*="st-key-picture-"]') ?? parent;
  const find = () => within.querySelector("img");
  const found = find();
  if (found) return Promise.resolve(found);
  return new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      const image = find();
      if (!image) return;
      watch.disconnect();
      resolve(image);
    });
    watch.observe(within, { childList: true, subtree: true });
  });
}

/**
 * A drawing over the picture, and a row of buttons under it.
 * @param {Pick<Lettering, "mounted" | "image" | "data">} given
 * @returns {Lettering}
 */
function build(given) {
  const row = element("div", "atlas-lettering-row");
  const hint = element("p", "atlas-lettering-hint");
  const said = element("p", "atlas-lettering-said");
  hint.id = "atlas-lettering-hint";
  said.setAttribute("role", "status");
  const button = (/** @type {string} */ act) => {
    const made = row.appendChild(element("button"));
    made.type = "button";
    made.dataset.act = act;
    return made;
  };
  const buttons = {
    copy: button("copy"),
    text: button("text"),
    drop: button("drop"),
    undo: button("undo"),
    reset: button("reset"),
  };
  given.mounted.parentElement.replaceChildren(row, said, hint);
  const over = element("div", "atlas-lettering");
  /** @type {Lettering} */
  const lettering = {
    ...given,
    laid: "",
    over,
    holds: [],
    chosen: -1,
    place: "",
    hint,
    said,
    buttons,
  };
  buttons.copy.onclick = async () => {
    said.textContent = lettering.data.words[await copyPicture(lettering.image.src)];
  };
  buttons.text.onclick = () => reword(lettering);
  buttons.drop.onclick = () => leaveOut(lettering);
  buttons.undo.onclick = () => tell(lettering, { what: "undo" });
  buttons.reset.onclick = () => tell(lettering, { what: "reset" });
  over.addEventListener("keydown", (event) => press(lettering, event));
  return lettering;
}

/** Put the words on everything, and show what can be done. @param {Lettering} lettering */
function paint({ data, buttons, hint }) {
  const any = data.handles.length > 0;
  for (const [name, button] of Object.entries(buttons)) {
    button.textContent = data.words[name];
    button.hidden = name !== "copy" && !any && !data.undo && !data.changed;
  }
  buttons.undo.disabled = !data.undo;
  buttons.reset.disabled = !data.changed;
  hint.textContent = data.words.hint;
  hint.hidden = !any;
}

/** Lay the labels over the picture. @param {Lettering} lettering */
function lay(lettering) {
  const { data, over, image, place, chosen } = lettering;
  const hadFocus = over.contains(document.activeElement);
  lettering.laid = data.id;
  const svg = svgElement("svg", {
    viewBox: `0 0 ${data.width} ${data.height}`,
    role: "group",
    "aria-label": data.words.labels,
  });
  over.replaceChildren(svg);
  if (over.parentElement !== image.parentElement) {
    image.parentElement?.append(over);
    lettering.fitted?.disconnect();
    lettering.fitted = new ResizeObserver(() => cling(lettering));
    lettering.fitted.observe(image);
  }
  cling(lettering);
  const drawing = new DOMParser().parseFromString(data.drawing, "image/svg+xml").documentElement;
  const defs = drawing.querySelector(":scope > defs");
  if (defs) svg.append(document.importNode(defs, true));
  const drawn = drawing.querySelectorAll(":scope > g");
  lettering.holds = data.handles.map((handle, index) => makeHold(lettering, handle, drawn[index]));
  svg.append(...lettering.holds);
  lettering.holds.forEach((hold, index) => {
    hold.addEventListener("focus", () => choose(lettering, index));
    hold.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
    hold.addEventListener("dblclick", () => reword(lettering));
  });
  letMove(
    lettering,
    (index) => lettering.holds[index].focus({ preventScroll: true }),
    (index, move) => tell(lettering, { what: "move", place: data.handles[index].place, move }),
  );
  const isSame = data.handles[chosen]?.place === place;
  const index = isSame ? chosen : data.handles.findIndex((handle) => handle.place === place);
  choose(lettering, index);
  if (hadFocus) lettering.holds[Math.max(index, 0)]?.focus({ preventScroll: true });
}

/** Lie over the picture, however large it is. @param {Lettering} lettering */
function cling({ over, image }) {
  const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = image;
  Object.assign(over.style, {
    left: `${offsetLeft}px`,
    top: `${offsetTop}px`,
    width: `${offsetWidth}px`,
    height: `${offsetHeight}px`,
  });
}

/** Choose a label; the keyboard comes to it, and to no other. @param {Lettering} lettering @param {number} index */
function choose(lettering, index) {
  const { data, holds } = lettering;
  lettering.chosen = index;
  lettering.place = data.handles[index]?.place ?? "";
  holds.forEach((hold, i) => {
    hold.classList.toggle("atlas-chosen", i === index);
    hold.setAttribute("tabindex", i === Math.max(index, 0) ? "0" : "-1");
  });
  const { text, drop } = lettering.buttons;
  text.disabled = drop.disabled = index < 0;
}

/** @param {Lettering} lettering @param {KeyboardEvent} event */
function press(lettering, event) {
  const { data: { undo }, holds, chosen } = lettering;
  const to = { PageDown: chosen + 1, PageUp: chosen - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
    if (undo) tell(lettering, { what: "undo" });
  } else if (to !== undefined) {
    holds[(to + holds.length) % holds.length].focus();
  } else if (event.key === "Enter" || event.key === "F2") reword(lettering);
  else if (event.key === "Delete" || event.key === "Backspace") leaveOut(lettering);
  else return;
  event.preventDefault();
}

/** Ask for other words for the label chosen. @param {Lettering} lettering */
function reword(lettering) {
  const { chosen, place } = lettering;
  if (chosen < 0) return;
  askWords(lettering, chosen, (text) => tell(lettering, { what: "text", place, text }));
}

/** Leave the label chosen out, and choose the next. @param {Lettering} lettering */
function leaveOut(lettering) {
  const { data: { handles }, holds, chosen, place } = lettering;
  if (chosen < 0) return;
  cover(lettering, chosen);
  holds[chosen].classList.add("atlas-dropped");
  tell(lettering, { what: "drop", place });
  lettering.place = handles[(chosen + 1) % handles.length].place;
}

/** Tell the server; what it answers is laid over the picture, whatever that is. @param {Lettering} lettering @param {Act} act */
function tell(lettering, act) {
  lettering.laid = "";
  lettering.said.textContent = "";
  lettering.mounted.setTriggerValue("act", act);
}

Object.assign(globalThis, { atlasLettering: { show } });
