/**
 * Plays the periods of a map: a bar at its foot with a button, a slider, and the period shown.
 * Values jump: nothing is made up between two dates.
 * @module
 */
import { element } from "./dom.js";
import { filmAction } from "./keys.js";

/** @import { Film } from "./types.js" */

/** Milliseconds that a frame stands. */
export const STEP = 1000;

/** A player of one map's film. */
export class Player {
  #bar = buildBar();
  #told;
  #index = 0;
  #playing = false;
  /** @type {Film} */
  #film;
  #since = 0;

  /**
   * @param {HTMLElement} container of the map
   * @param {Film} film
   * @param {object} told
   * @param {(index: number) => void} told.show paints a frame
   * @param {(period: string) => void} told.tell called once when playing pauses or ends, and after
   *   every step by hand
   */
  constructor(container, film, told) {
    this.#film = film;
    this.#told = told;
    this.set(film);
    const { box, button, slider } = this.#bar;
    button.addEventListener("click", () => this.#toggle());
    slider.addEventListener("input", () => {
      this.#playing = false;
      this.#go(Number(slider.value));
      this.#paint();
    });
    slider.addEventListener("change", () => this.#tell());
    container.addEventListener("keydown", (event) => this.#key(event), true);
    container.append(box);
    container.classList.add("atlas-has-film");
  }

  /** Index of the frame to show. */
  get index() {
    return this.#index;
  }

  /**
   * Takes another film, or the same one in new words; while that plays, it plays on.
   * @param {Film} film
   */
  set(film) {
    if (!this.#playing || film.id !== this.#film.id) {
      this.#index = film.at;
      this.#playing = false;
    }
    this.#film = film;
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
    box.dataset.period = frame.period;
  }

  get #last() {
    return this.#film.frames.length - 1;
  }

  #tell() {
    this.#told.tell(this.#film.frames[this.#index].period);
  }

  /** @param {number} index */
  #go(index) {
    const to = Math.max(0, Math.min(this.#last, index));
    if (to === this.#index) return;
    this.#index = to;
    this.#paint();
    this.#told.show(to);
  }

  #toggle() {
    if (this.#playing) this.#pause();
    else this.#play();
  }

  #play() {
    this.#playing = true;
    if (this.#index === this.#last) this.#go(0);
    this.#since = performance.now();
    this.#paint();
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
    if (now - this.#since >= STEP) {
      this.#since = now;
      if (this.#index === this.#last) return this.#pause();
      this.#go(this.#index + 1);
    }
    requestAnimationFrame((next) => this.#tick(next));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const action = filmAction(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation(); // Leaflet would move the map
    if (action === "toggle") return this.#toggle();
    const { index, playing } = { index: this.#index, playing: this.#playing };
    this.#playing = false;
    this.#go({ back: index - 1, on: index + 1, first: 0, last: this.#last }[action]);
    this.#paint();
    if (playing || this.#index !== index) this.#tell();
  }
}

/** Button, slider and label; what happens on them does not reach the map. */
function buildBar() {
  const box = element("div", "atlas-film");
  const button = element("button", "atlas-film-button");
  button.type = "button";
  const slider = element("input", "atlas-film-slider");
  slider.type = "range";
  slider.min = "0";
  slider.step = "1";
  const label = element("output", "atlas-film-label");
  box.append(button, slider, label);
  for (const kind of ["pointerdown", "mousedown", "touchstart", "click", "dblclick", "wheel"]) {
    box.addEventListener(kind, (event) => event.stopPropagation());
  }
  return { box, button, slider, label };
}
