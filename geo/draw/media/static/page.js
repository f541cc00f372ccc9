/**
 * The map on the app's page, with its controls, ranking and details: what the component calls.
 * What the browser can show by itself it shows at once, and tells afterwards.
 * @module
 */
import { Choices } from "./choices.js";
import { Details } from "./details.js";
import { element } from "./dom.js";
import { Drill } from "./drill.js";
import { addedStyle, fetchOnce } from "./fetched.js";
import { Parts } from "./levels.js";
import { Maps } from "./maps.js";
import { Ranking } from "./ranking.js";
import { Ratios } from "./ratios.js";
import { compose, text } from "./views.js";

/** @import { Data, Fact, Look, Shown, Words } from "./page_types.js" */
/** @import { Geometry, Over, Series } from "./types.js" */

/** Milliseconds that typed or dragged choices are gathered for before the server is told. */
const PAUSE = 120;
/** Milliseconds that a place is pointed at before what divides it is fetched. */
const NEAR = 120;

/** Pixels of the source line and the first notes. */
const NOTES = 66;
/** Pixels over and under a map that the window is scrolled to. */
const SCROLLED = 210;

/** One page: a map, and all that belongs to it. */
class Page {
  #parts = buildParts();
  #maps;
  /** @type {{ drill: Drill, parts: Parts } | null} */
  #below = null;
  /** @type {Geometry | null} of the country */
  #geometry = null;
  #choices;
  #ratios;
  #ranking;
  #details;
  /** @type {Data | null} */
  #data = null;
  /** @type {Look | null} */
  #look = null;
  /** @type {Words | null} */
  #words = null;
  /** By the address of all. @type {Map<string, Record<string, Fact[]>>} */
  #facts = new Map();
  /** The figures through time, when they are there. @type {{ now: Series | null }} */
  #series = { now: null };
  /** @type {Shown | null} */
  #shown = null;
  #painted = "";
  #box;
  #timer = 0;
  #near = 0;
  #ends = new AbortController();
  /** @type {(look: Look) => void} */
  #send = () => {};

  /** @param {Element} box */
  constructor(box) {
    const { first, more, side, maps } = this.#parts;
    this.#maps = new Maps(maps, this.#host());
    const settle = () => this.#atlas()?.settle();
    this.#choices = new Choices(first, more, { tell: (change) => this.#tell(change), settle });
    this.#ratios = new Ratios(this.#parts.ratios, (per) => this.#tell({ per }));
    const choose = (/** @type {string} */ adcode) => this.#choose(adcode);
    this.#ranking = new Ranking(side, { choose, point: (adcode) => this.#atlas()?.point(adcode) });
    this.#details = new Details(side, {
      letGo: () => this.#tell({ place: null }),
      open: (adcode) => this.#open(adcode),
    });
    this.#box = box;
    const { signal } = this.#ends;
    addEventListener("resize", () => this.#fit(), { signal });
    addEventListener("popstate", () => this.#read(), { signal });
  }

  /** What the maps call. */
  #host() {
    return {
      onSelect: (/** @type {string} */ adcode) => this.#choose(adcode),
      opens: (/** @type {string} */ adcode) => this.#opens(adcode),
      onOpen: (/** @type {string} */ adcode) => this.#open(adcode),
      onRise: (/** @type {number} */ depth) => this.#rise(depth),
      onPoint: (/** @type {string | null} */ adcode) => {
        clearTimeout(this.#near);
        if (adcode) this.#near = setTimeout(() => this.#load(adcode), NEAR);
      },
      // Colours can be followed through time only where they mean the same in every period.
      onPeriod: (/** @type {string} */ period) => {
        const { offer } = this.#shown?.data ?? {};
        this.#tell({ period, classes: Boolean(offer?.classes) });
        return this.#look?.seq;
      },
      onFilm: () => this.#tell({ frames: true }),
    };
  }

  /** The map fills the window with what stands over it and the first lines of the notes. */
  #fit() {
    const { root, maps } = this.#parts;
    let top = 0;
    for (
      let node = /** @type {HTMLElement | null} */ (maps);
      node;
      node = /** @type {HTMLElement | null} */ (node.offsetParent)
    ) top += node.offsetTop;
    // Where it stands far down it fills the window once that is scrolled to it.
    const above = top < 0.45 * innerHeight ? top + NOTES : SCROLLED;
    root.style.setProperty("--atlas-above", `${above}px`);
  }

  /**
   * Takes an answer of the server.
   * @param {Data} data
   * @param {(look: Look) => void} send tells the server
   */
  async take(data, send) {
    this.#send = send;
    this.#data = data;
    const [words, geometry, names] = await Promise.all([
      fetchOnce(data.words),
      fetchOnce(data.geometry),
      data.names && fetchOnce(data.names),
      addedStyle(data.style),
    ]);
    if (this.#data !== data) return;
    [this.#words, this.#geometry] = [words, geometry];
    if (names) words.places[data.boundaries] = names;
    await this.#takePart(data, words);
    if (this.#data !== data) return;
    if (data.address && !/[?&](?!lang=)/.test(location.search)) {
      const before = location.search;
      history.replaceState(history.state, "", `?${data.address}${location.hash}`);
      // Streamlit goes on telling the address that it knows, until it hears of another.
      if (before) dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    }
    // The browser is ahead of an answer to an earlier choice.
    if (!this.#look || data.look.seq >= this.#look.seq) this.#look = data.look;
    this.#series = { now: typeof data.series === "string" ? null : data.series };
    this.#paint();
    const about = data.part?.facts || data.facts;
    const more = [about, typeof data.series === "string" ? data.series : ""];
    const [facts, series] = await Promise.all(more.map((one) => one && fetchOnce(one)));
    if (facts) this.#facts.set(about, facts);
    if (this.#data !== data || !(facts || series)) return;
    if (series) this.#series.now = series;
    this.#paintDetails();
  }

  /**
   * What an answer says of a part of the country; of one that is opened first its shapes too.
   * @param {Data} data
   * @param {Words} words
   */
  async #takePart(data, words) {
    if (!this.#below) {
      const drill = new Drill(words.ways, fetchOnce);
      this.#below = { drill, parts: new Parts(drill) };
    }
    const { drill, parts } = this.#below;
    parts.take(data);
    const { within } = data.look;
    if (within && drill.opens(within)) await drill.load(within).catch(() => {});
  }

  /** Takes over what the address says where the browser went back or forward. */
  #read() {
    const before = this.#look;
    if (!before) return;
    const said = new URLSearchParams(location.search);
    const within = said.get("within");
    if (within === before.within && said.get("level") === before.level) return;
    const level = /** @type {Look["level"]} */ (said.get("level"));
    // Streamlit tells the server of it.
    this.#look = { ...before, within, level, place: said.get("place") };
    if (within) this.#load(within);
    this.#paint();
  }

  /** Takes everything away. */
  end() {
    this.#ends.abort();
    this.#maps.end();
    this.#parts.root.remove();
  }

  /** @param {Partial<Look>} change */
  #tell(change) {
    // What else is chosen is chosen of the period at which a film stands.
    if (!("period" in change)) this.#atlas()?.settle();
    const before = this.#look;
    if (!before) return;
    const next = { ...before, ...change };
    if (JSON.stringify(next) === JSON.stringify(before)) return;
    this.#look = { ...next, seq: before.seq + 1 };
    this.#paint();
    clearTimeout(this.#timer);
    // What is seen already can wait for the next choice; what the server must say cannot.
    const isBusy = this.#parts.main.getAttribute("aria-busy") === "true";
    this.#timer = setTimeout(() => this.#look && this.#send(this.#look), isBusy ? 0 : PAUSE);
  }

  /** @param {string} adcode a second click lets the place go */
  #choose(adcode) {
    this.#tell({ place: this.#look?.place === adcode ? null : adcode });
  }

  /** @param {string} adcode */
  #opens(adcode) {
    return Boolean(this.#data?.opens && this.#below?.drill.opens(adcode));
  }

  /** @param {string} adcode of a place that is gone into */
  #open(adcode) {
    this.#load(adcode);
    this.#tell({ within: adcode, level: null, place: null });
  }

  /**
   * Goes up, to where the place that is left is chosen.
   * @param {number} depth of the sheet to go to; the country is 0
   */
  #rise(depth) {
    const look = this.#look;
    const steps = look && this.#below?.drill.steps(look.within, look.level);
    if (!steps?.length) return;
    const left = steps[Math.min(depth, steps.length - 1)].within;
    this.#tell({ within: steps[depth - 1]?.within ?? null, level: null, place: left });
  }

  /** @param {string} adcode of a place whose shapes inside will be needed */
  #load(adcode) {
    const drill = this.#below?.drill;
    if (!drill || !this.#opens(adcode)) return;
    drill.load(adcode).then(() => this.#look?.within && this.#paint(), () => {});
  }

  #atlas() {
    return this.#maps.get(this.#data?.geometry ?? "");
  }

  #paint() {
    const [data, look, words, below] = [this.#data, this.#look, this.#words, this.#below];
    if (!data || !look || !words || !below) return;
    const { within } = look;
    const base = compose(data, { ...look, place: within ? null : look.place }, words);
    const part = within ? below.parts.shown(look, words) : null;
    const shown = within ? part : base;
    const told = within ? below.parts.part(look) : undefined;
    // Of a part that is not known yet, what can be chosen stays as it was.
    const offered = shown ?? (within ? this.#shown : null);
    this.#choices.paint(offered?.data ?? data, look, words, told);
    this.#ratios.paint(offered?.data ?? data, look, words, data.offer.per.length > 0);
    this.#parts.root.classList.toggle("atlas-films", data.offer.indicators);
    this.#parts.main.setAttribute("aria-busy", String(!shown));
    if (!base) return;
    const name = (/** @type {string} */ adcode) => base.message.places[adcode]?.name ?? "";
    this.#paintMap(base, below.parts.over(look, base, { words, top: part, name }));
    if (shown) this.#paintSide(shown, words);
  }

  /**
   * @param {Shown} base
   * @param {Over[]} over
   */
  #paintMap(base, over) {
    const sheets = over.map(({ key, name, message }) => [key, name, message.id]);
    const told = JSON.stringify([base.data.geometry, base.data.id, base.message.id, sheets]);
    if (told === this.#painted) return;
    this.#painted = told;
    // Not before there is something to see, so that nothing moves.
    if (!this.#parts.root.isConnected) this.#box.append(this.#parts.root);
    base.message.series = this.#series;
    this.#maps.show(base.data.geometry, /** @type {Geometry} */ (this.#geometry))
      .paint(base.message, over);
  }

  /**
   * What stands round the map.
   * @param {Shown} shown
   * @param {Words} words
   */
  #paintSide(shown, words) {
    const before = this.#shown;
    this.#shown = shown;
    if (before?.message.id === shown.message.id && before.data.id === shown.data.id) return;
    this.#paintWords(shown);
    // The ranking makes room for the details before it shows the row selected.
    this.#parts.root.classList.toggle("atlas-has-place", Boolean(shown.look.place));
    this.#ranking.paint(shown, words.words);
    this.#paintDetails();
    this.#fit();
  }

  /** @param {Shown} shown */
  #paintWords(shown) {
    const { title, subtitle, notes } = this.#parts;
    const { frame, view, data } = shown;
    title.textContent = frame.title;
    title.ariaLevel = String(data.offer.level);
    subtitle.textContent = frame.subtitle;
    const gap = data.map.shared.language === "zh" ? "" : " ";
    const told = view.notes.slice(0, 4).map((said) => text(data, said)).join(gap);
    notes.replaceChildren(element("p", "", text(data, frame.source)), element("p", "", told));
  }

  #paintDetails() {
    const [shown, words] = [this.#shown, this.#words];
    if (!shown || !words) return;
    const { place, within } = shown.look;
    const part = within && this.#below?.parts.part(shown.look);
    const all = this.#facts.get((part ? part.facts : this.#data?.facts) ?? "");
    const drill = this.#below?.drill;
    const below = place && drill && this.#opens(place) ? drill.below(place) : null;
    const series = shown.data.series === null ? null : this.#series.now;
    this.#details.paint(shown, words.words, { facts: all?.[place ?? ""] ?? [], series, below });
  }
}

/** The places of everything, in the order in which it is read. */
function buildParts() {
  const root = element("div", "atlas-grid");
  const controls = element("section", "atlas-controls");
  const first = element("div", "atlas-first");
  const more = element("div", "atlas-more");
  controls.append(first, more);
  const main = element("section", "atlas-main");
  const title = element("h1", "atlas-title");
  const subtitle = element("p", "atlas-sub");
  const ratios = element("div", "atlas-ratios");
  const maps = element("div", "atlas-maps");
  const notes = element("div", "atlas-notes");
  main.append(title, subtitle, ratios, maps, notes);
  const side = element("section", "atlas-side");
  root.append(controls, main, side);
  return { root, first, more, main, title, subtitle, ratios, maps, notes, side };
}

/** @type {WeakMap<Element, Page>} */
const pages = new WeakMap();

/**
 * Shows an answer of the server; the component calls it whenever there is one.
 * @param {{ parentElement: Element, setStateValue: (name: string, value: unknown) => void }} component
 * @param {Data} data
 * @returns {() => void} takes the page away
 */
function show({ parentElement, setStateValue }, data) {
  const box = parentElement.querySelector(".atlas-page") ?? parentElement;
  let page = pages.get(box);
  if (!page) pages.set(box, page = new Page(box));
  page.take(data, (look) => setStateValue("look", look));
  return () => {
    pages.delete(box);
    page.end();
  };
}

Object.assign(globalThis, { atlasPage: { show } });
