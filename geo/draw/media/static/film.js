/**
 * Plays the periods of a map: a bar below it with a button, a slider, and the period shown.
 * Values jump: nothing is made up between two dates.
 * @module
 */
import { element } from "./dom.js";

/** @import { Film } from "./types.js" */

/** Milliseconds that a frame stands. */
export const STEP = 1000;

/** Milliseconds that a period stands before it is told: keys come faster than any page answers. */
export const REST = 300;

/** A player of one map's film. */
export class Player {
  #bar = buildBar();
  #told;
  #index = 0;
  #playing = false;
  /** @type {Film} */
  #film;
  #since = 0;
  #timer = 0;
  /** Whether the film stands where the user has put it, and the page does not know yet. */
  #moved = false;
  /** The number that the page gave the last period it was told. */
  #seq = 0;

  /**
   * @param {HTMLElement} shelf below the map
   * @param {Film} film
   * @param {object} told
   * @param {(index: number) => void} told.show paints a frame
   * @param {(period: string) => number | void} told.tell called once when playing pauses or ends,
   *   and when the last of some steps by hand stands; may number what it is told
   * @param {() => void} told.want called when its frames are about to be needed
   * @param {AbortSignal} signal that the map is taken away
   */
  constructor(shelf, film, told, signal) {
    this.#film = film;
    this.#told = told;
    this.set(film);
    const { box, button, slider } = this.#bar;
    button.addEventListener("click", () => this.#toggle());
    button.addEventListener("keydown", (event) => this.#key(event));
    slider.addEventListener("input", () => this.#step(Number(slider.value)));
    for (const kind of ["pointerenter", "focusin"]) {
      box.addEventListener(kind, () => this.#told.want());
    }
    shelf.prepend(box);
    signal.addEventListener("abort", () => {
      this.#playing = false;
      clearTimeout(this.#timer);
      box.remove();
    });
  }

  /** Index of the frame to show. */
  get index() {
    return this.#index;
  }

  /** Whether that frame is shown, and not what the page shows of its period. */
  get isShown() {
    return !this.#film.isApart || this.#moved || this.#playing;
  }

  /** Tells a step that waits to be told. */
  settle() {
    if (this.#timer) this.#tell();
  }

  /** The map has no film now. */
  end() {
    this.#playing = false;
    this.#bar.box.hidden = true;
  }

  /**
   * Takes another film, or the same one in new words. While the same one plays, it plays on; and
   * where the user has moved it, it stays there until the page has seen that.
   * @param {Film} film
   * @param {number} [seen] number of the last of the user's changes that the page has seen
   */
  set(film, seen) {
    const isSame = film.id === this.#film.id;
    const isUnseen = seen === undefined ? isSame && this.#moved : seen < this.#seq;
    const isNewer = this.#timer !== 0 || isUnseen;
    const period = this.#film.frames[this.#index]?.period;
    const here = film.frames.findIndex((frame) => frame.period === period);
    if (isNewer && here >= 0) this.#index = here;
    else if (!this.#playing || !isSame) {
      this.#index = film.at;
      this.#playing = false;
    }
    if (this.#index === film.at && !this.#timer) this.#moved = false;
    this.#film = film;
    this.#bar.box.hidden = false;
    this.#paint();
  }

  #paint() {
    const { box, button, slider, label } = this.#bar;
    const { frames, words } = this.#film;
    const frame = frames[this.#index];
    button.textContent = this.#playing ? "❚❚" : "▶";
    button.title = this.#playing ? words.pause : words.play;
    button.setAttribute("aria-label", button.title);
    slider.max = String(frames.length - 1);
    slider.value = String(this.#index);
    slider.setAttribute("aria-label", words.period);
    slider.setAttribute("aria-valuetext", frame.label);
    label.textContent = frame.label;
    box.setAttribute("aria-label", words.period);
    box.dataset.period = frame.period;
  }

  get #last() {
    return this.#film.frames.length - 1;
  }

  #tell() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const seq = this.#told.tell(this.#film.frames[this.#index].period);
    if (typeof seq !== "number") return;
    this.#seq = seq;
    this.#moved = false;
  }

  /** @param {number} index */
  #go(index) {
    const to = Math.max(0, Math.min(this.#last, index));
    if (to === this.#index) return;
    this.#index = to;
    this.#moved = true;
    this.#paint();
    this.#told.show(to);
  }

  /**
   * A step by hand; it is told when no other one follows.
   * @param {number} index
   */
  #step(index) {
    const { index: before, playing } = { index: this.#index, playing: this.#playing };
    this.#playing = false;
    this.#go(index);
    this.#paint();
    if (!playing && this.#index === before) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), REST);
  }

  #toggle() {
    if (this.#playing) this.#pause();
    else this.#play();
  }

  #play() {
    this.#playing = true;
    if (this.#index === this.#last) this.#go(0);
    else this.#told.show(this.#index);
    this.#since = performance.now();
    this.#paint();
    this.#told.want();
    requestAnimationFrame((now) => this.#tick(now));
  }

  #pause() {
    this.#playing = false;
    this.#paint();
    this.#tell();
  }

  /** @param {number} now milliseconds */
  #tick(now) {
    if (!this.#playing) return;
    const { frames } = this.#film;
    if (!frames[this.#index].message) this.#since = now; // it has to be seen first
    if (now - this.#since >= STEP) {
      this.#since = now;
      if (this.#index === this.#last) return this.#pause();
      this.#go(this.#index + 1);
    }
    requestAnimationFrame((next) => this.#tick(next));
  }

  /**
   * The slider has these keys of itself, and the button gets them too.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const [back, on] = [this.#index - 1, this.#index + 1];
    /** @type {Partial<Record<string, number>>} */
    const keys = { ArrowLeft: back, ArrowDown: back, ArrowRight: on, ArrowUp: on, Home: 0 };
    const index = event.key === "End" ? this.#last : keys[event.key];
    if (index === undefined) return;
    event.preventDefault();
    this.#step(index);
  }
}

/** Button, slider and label. */
function buildBar() {
  const box = element("div", "atlas-film");
  box.setAttribute("role", "group");
  const button = element("button", "atlas-film-button");
  button.type = "button";
  const slider = element("input", "atlas-film-slider");
  slider.type = "range";
  slider.min = "0";
  slider.step = "1";
  const label = element("span", "atlas-film-label");
  label.setAttribute("aria-hidden", "true"); // the slider says the same
  box.append(button, slider, label);
  return { box, button, slider, label };
}
