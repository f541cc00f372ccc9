/**
 * The map on the app's page, with its controls, ranking and details: what the component calls.
 * What the browser can show by itself it shows at once, and tells afterwards.
 * @module
 */
import { createAtlas } from "./atlas.js";
import { Choices } from "./choices.js";
import { Details } from "./details.js";
import { element } from "./dom.js";
import { Ranking } from "./ranking.js";
import { compose, text } from "./views.js";

/** @import { Data, Fact, Look, Shown, Words } from "./page_types.js" */
/** @import { Series } from "./types.js" */

/** How folium makes the map of a file, and this page its own. */
const MAP = {
  crs: L.CRS.Simple,
  center: [0, 0],
  zoom: 0,
  attributionControl: false,
  minZoom: -2,
  maxZoom: 8,
  zoomSnap: 0,
  zoomDelta: 0.5,
  wheelPxPerZoomLevel: 120,
};

/** Milliseconds that typed or dragged choices are gathered for before the server is told. */
const PAUSE = 120;

/** Pixels of the source line and the first notes. */
const NOTES = 66;
/** Pixels over and under a map that the window is scrolled to. */
const SCROLLED = 210;

/** @type {Map<string, Promise<any>>} */
const fetched = new Map();

/**
 * @param {string} address of JSON that never changes
 * @returns {Promise<any>}
 */
function fetchOnce(address) {
  let found = fetched.get(address);
  if (!found) fetched.set(address, found = fetch(address).then((answer) => answer.json()));
  return found;
}

/** @param {string} address */
function addStyle(address) {
  const link = element("link");
  Object.assign(link, { rel: "stylesheet", href: address });
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}

/** One page: a map, and all that belongs to it. */
class Page {
  #parts = buildParts();
  /** @type {Map<string, { box: HTMLElement, atlas: ReturnType<typeof createAtlas> }>} */
  #maps = new Map();
  #choices;
  #ranking;
  #details;
  /** @type {Data | null} */
  #data = null;
  /** @type {Look | null} */
  #look = null;
  /** @type {Words | null} */
  #words = null;
  /** @type {Record<string, Fact[]>} */
  #facts = {};
  /** The figures through time, when they are there. @type {{ now: Series | null }} */
  #series = { now: null };
  /** @type {Shown | null} */
  #shown = null;
  #box;
  #timer = 0;
  #ends = new AbortController();
  /** @type {(look: Look) => void} */
  #send = () => {};

  /** @param {Element} box */
  constructor(box) {
    const { first, more, side } = this.#parts;
    const settle = () => this.#atlas()?.settle();
    this.#choices = new Choices(first, more, { tell: (change) => this.#tell(change), settle });
    const choose = (/** @type {string} */ adcode) => this.#choose(adcode);
    this.#ranking = new Ranking(side, { choose, point: (adcode) => this.#atlas()?.point(adcode) });
    this.#details = new Details(side, () => this.#tell({ place: null }));
    this.#box = box;
    addEventListener("resize", () => this.#fit(), { signal: this.#ends.signal });
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
    const [words] = await Promise.all([fetchOnce(data.words), addedStyle(data.style)]);
    if (this.#data !== data) return;
    this.#words = words;
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
    const more = [data.facts, typeof data.series === "string" ? data.series : ""];
    const [facts, series] = await Promise.all(more.map((one) => one && fetchOnce(one)));
    if (this.#data !== data || !(facts || series)) return;
    if (facts) this.#facts = facts;
    if (series) this.#series.now = series;
    this.#paintDetails();
  }

  /** Takes everything away. */
  end() {
    this.#ends.abort();
    for (const { atlas } of this.#maps.values()) atlas.destroy();
    this.#maps.clear();
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

  #atlas() {
    return this.#maps.get(this.#data?.geometry ?? "")?.atlas;
  }

  #paint() {
    const [data, look, words] = [this.#data, this.#look, this.#words];
    if (!data || !look || !words) return;
    this.#choices.paint(data, look, words);
    this.#paintRatios(data, look, words);
    this.#parts.root.classList.toggle("atlas-films", data.offer.indicators);
    const shown = compose(data, look, words);
    this.#parts.main.setAttribute("aria-busy", String(!shown));
    if (!shown) return;
    const same = this.#shown?.message.id === shown.message.id && this.#shown.data.id === data.id;
    this.#shown = shown;
    if (same) return;
    // Not before there is something to see, so that nothing moves.
    if (!this.#parts.root.isConnected) this.#box.append(this.#parts.root);
    this.#paintWords(shown);
    // The ranking makes room for the details before it shows the row selected.
    this.#parts.root.classList.toggle("atlas-has-place", Boolean(shown.look.place));
    this.#ranking.paint(shown, words.words);
    this.#paintDetails();
    this.#fit();
    shown.message.series = this.#series;
    this.#map(data).paint(shown.message);
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
    const facts = this.#facts[shown.look.place ?? ""] ?? [];
    this.#details.paint(shown, words.words, facts, this.#series.now);
  }

  /**
   * @param {Data} data
   * @param {Look} look
   * @param {Words} words
   */
  #paintRatios({ offer }, look, { words }) {
    const { ratios, warning, ways } = this.#parts;
    ratios.hidden = !offer.per.length;
    warning.textContent = words.count_warning;
    ways.setAttribute("aria-label", words.count_warning);
    const told = JSON.stringify(offer.per);
    if (ways.dataset.told !== told) {
      ways.dataset.told = told;
      ways.replaceChildren(...offer.per.map(([id, name]) => {
        const button = element("button", "atlas-way", name);
        button.type = "button";
        button.dataset.per = id;
        button.addEventListener("click", () => this.#tell({ per: id || null }));
        return button;
      }));
    }
    for (const button of ways.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String((button.dataset.per || null) === look.per));
    }
  }

  /**
   * Each set of places has a map of its own, which keeps its view while another is shown.
   * @param {Data} data
   */
  #map({ geometry }) {
    let found = this.#maps.get(geometry);
    for (const [address, { box }] of this.#maps) box.hidden = address !== geometry;
    if (!found) {
      const box = element("div", "atlas-map");
      this.#parts.maps.append(box);
      const atlas = createAtlas();
      atlas.onSelect = (adcode) => this.#choose(adcode);
      // Colours can be followed through time only where they mean the same in every period.
      atlas.onPeriod = (period) => {
        this.#tell({ period, classes: Boolean(this.#data?.offer.classes) });
        return this.#look?.seq;
      };
      atlas.onFilm = () => this.#tell({ frames: true });
      this.#maps.set(geometry, found = { box, atlas });
      atlas.start(L.map(box, MAP), geometry);
    }
    return found.atlas;
  }
}

/** @type {Map<string, Promise<unknown>>} */
const styles = new Map();

/** @param {string} address of a style sheet */
function addedStyle(address) {
  let found = styles.get(address);
  if (!found) styles.set(address, found = addStyle(address));
  return found;
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
  const warning = element("span", "atlas-small");
  const ways = element("div", "atlas-ways");
  ways.role = "group";
  ratios.append(warning, ways);
  ratios.hidden = true;
  const maps = element("div", "atlas-maps");
  const notes = element("div", "atlas-notes");
  main.append(title, subtitle, ratios, maps, notes);
  const side = element("section", "atlas-side");
  root.append(controls, main, side);
  return { root, first, more, main, title, subtitle, ratios, warning, ways, maps, notes, side };
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
