/**
 * The few controls that change a map.
 * @module
 */
import { element } from "./dom.js";
import { fetchOnce } from "./fetched.js";
import { Finder } from "./finder.js";
import { Listbox } from "./listbox.js";
import { isAfter } from "./views.js";

/** @import { Data, Look, Part, Tell, Words } from "./page_types.js" */

/** The sets of the places of the levels. */
const LEVELS = ["provinces", "prefectures", "counties"];

let made = 0;

/**
 * A control with its label; it is made once, and keeps the focus whatever is painted.
 * @template {HTMLElement} T
 * @param {Element} box
 * @param {T} control
 * @returns {{ row: HTMLElement, control: T, label: HTMLElement }}
 */
function labelled(box, control) {
  const row = element("div", "atlas-choice");
  const label = element("label", "atlas-label-text");
  control.id = `atlas-choice-${made += 1}`;
  label.htmlFor = control.id;
  row.append(label, control);
  box.append(row);
  return { row, control, label };
}

/** A list of the browser's own. */
class Select {
  #part;
  #options = "";

  /**
   * @param {Element} box
   * @param {(id: string) => void} tell
   * @param {() => void} [near] called when it is about to be used
   */
  constructor(box, tell, near) {
    this.#part = labelled(box, element("select", "atlas-field"));
    const { control } = this.#part;
    control.addEventListener("change", () => tell(control.value));
    if (near) {
      for (const kind of ["pointerenter", "focus"]) {
        control.addEventListener(kind, near);
      }
    }
  }

  /**
   * @param {string} label
   * @param {[id: string, title: string][]} options none hides it
   * @param {string} chosen
   */
  paint(label, options, chosen) {
    const { row, control } = this.#part;
    row.hidden = !options.length;
    this.#part.label.textContent = label;
    const told = JSON.stringify(options);
    if (told !== this.#options) {
      this.#options = told;
      control.replaceChildren(...options.map(([id, title]) => {
        const option = element("option", "", title);
        option.value = id;
        return option;
      }));
    }
    control.value = chosen;
  }
}

/** A switch. */
class Toggle {
  #part;

  /**
   * @param {Element} box
   * @param {(on: boolean) => void} tell
   */
  constructor(box, tell) {
    const control = element("input", "atlas-toggle");
    control.type = "checkbox";
    this.#part = labelled(box, control);
    this.#part.row.classList.add("atlas-choice-row");
    this.#part.row.prepend(control);
    control.addEventListener("change", () => tell(control.checked));
  }

  /**
   * @param {string} label empty hides it
   * @param {boolean} on
   */
  paint(label, on) {
    this.#part.row.hidden = !label;
    this.#part.label.textContent = label;
    this.#part.control.checked = on;
  }
}

/** All controls in their box. */
export class Choices {
  #indicator;
  #indicatorBox = element("div", "atlas-choice");
  #show;
  #since;
  #level;
  #period;
  #arrangement;
  #sizedBy;
  #against;
  #scheme;
  #k;
  #note = element("p", "atlas-small");
  #edges;
  #classes;
  #country;
  #palette;
  #place;
  #finder;
  #points;
  /** @type {string[]} newest first */
  #periods = [];
  /** @type {string[]} the first is what is shown without a choice */
  #levels = [];
  /** @type {Look | null} */
  #look = null;

  /**
   * @param {Element} first what is always seen
   * @param {Element} more
   * @param {{ tell: Tell, settle: () => void }} told `settle` makes the look that of the period at
   *   which a film stands
   */
  constructor(first, more, { tell, settle }) {
    const wantFrames = () => tell({ frames: true });
    first.append(this.#indicatorBox);
    this.#indicator = new Listbox(
      this.#indicatorBox,
      (indicator) => tell({ indicator, ...this.#anew() }),
    );
    this.#show = new Select(first, (change) => {
      settle();
      tell(this.#changed(change || null));
    });
    this.#since = new Select(first, (since) => tell({ since }));
    this.#level = new Select(first, (level) => tell(this.#leveled(level)));
    this.#period = new Select(first, (period) => tell({ period }), wantFrames);
    this.#arrangement = new Select(more, (arrangement) => tell(this.#arranged(arrangement)));
    this.#sizedBy = new Select(more, (sized_by) => tell({ sized_by }));
    this.#against = new Select(more, (against) => tell({ against: against || null }));
    this.#scheme = new Select(more, (scheme) => tell({ scheme }));
    this.#k = this.#range(more, (k) => tell({ k }));
    more.append(this.#note);
    this.#edges = labelled(more, element("input", "atlas-field"));
    this.#edges.control.addEventListener(
      "change",
      () => tell({ edges: this.#edges.control.value }),
    );
    this.#classes = new Toggle(more, (classes) => tell({ classes }));
    this.#country = new Toggle(more, (country) => tell({ country }));
    this.#palette = new Select(more, (palette) => tell({ palette: palette || null }));
    this.#place = new Select(more, (place) => tell({ place: place || null }));
    this.#finder = new Finder(more, {
      fetch: fetchOnce,
      go: ([level, place, , , , within]) =>
        tell({
          ...(level === "province" ? { base: null } : {}),
          within: within || null,
          level: null,
          place,
        }),
    });
    this.#points = new Toggle(more, (points) => tell({ points }));
  }

  /**
   * @param {Element} box
   * @param {(k: number) => void} tell
   */
  #range(box, tell) {
    const part = labelled(box, element("input", "atlas-range"));
    const shown = element("output", "atlas-output");
    part.row.append(shown);
    part.control.type = "range";
    part.control.addEventListener("input", () => shown.textContent = part.control.value);
    part.control.addEventListener("change", () => tell(Number(part.control.value)));
    return { ...part, shown };
  }

  /**
   * @param {Data} data
   * @param {Look} look
   * @param {Words} all
   * @param {Part} [part] the part of the country that is looked at
   */
  paint({ offer, look: there, boundaries, map }, look, all, part) {
    const { words } = all;
    this.#look = look;
    this.#indicatorBox.hidden = !offer.indicators;
    if (offer.indicators) {
      this.#indicator.paint(all.indicators, all.groups, look.indicator, {
        label: words.indicator,
        search: words.search,
        none: words.search_none,
        found: words.search_found,
      });
    }
    this.#paintPeriods(offer, look, there.period ?? "", words);
    this.#arrangement.paint(
      words.arrangement,
      offer.arrangements,
      look.arrangement ?? offer.arrangements[0]?.[0] ?? "",
    );
    this.#sizedBy.paint(words.sized_by, offer.sizes, look.sized_by ?? "");
    this.#against.paint(words.against, offer.against, look.against ?? "");
    this.#scheme.paint(
      words.scheme,
      offer.schemes.map((id) => [id, all.schemes[id]]),
      look.scheme,
    );
    this.#paintClasses(offer, look, words);
    this.#classes.paint(offer.classes, look.classes);
    this.#country.paint(part?.country ?? "", look.country);
    this.#paintLevels(part ? part.levels : offer.levels, part ? part.level : look.base, words);
    const palettes = offer.palettes.map((id) => /** @type {[string, string]} */ ([
      id,
      `${all.palettes[id].title} · ${all.palettes[id].kind}`,
    ]));
    this.#palette.paint(
      words.palette,
      palettes.length ? [["", words.palette_default], ...palettes] : [],
      look.palette ?? "",
    );
    const places = all.places[boundaries] ??
      (map.adcodes ?? []).map((adcode, i) => [adcode, map.names?.[i] ?? adcode]);
    // Places of the levels are found among all, others on a list of their own.
    const isOfLevels = Boolean(look.within) || LEVELS.includes(boundaries);
    this.#place.paint(
      words.place,
      isOfLevels ? [] : [["", words.place_hint], ...places],
      look.place ?? "",
    );
    this.#finder.paint(isOfLevels ? all.find : "", words);
    this.#points.paint(offer.points ? words.points_show : "", look.points);
  }

  /**
   * @param {[id: string, title: string][]} levels the first is shown without a choice
   * @param {string | null} level
   * @param {Record<string, string>} words
   */
  #paintLevels(levels, level, words) {
    this.#levels = levels.map(([id]) => id);
    const options = levels.length > 1 ? levels : [];
    this.#level.paint(words.level, options, level ?? this.#levels[0] ?? "");
  }

  /**
   * The period, or the two of a change, the first of which comes before the last.
   * @param {Data["offer"]} offer
   * @param {Look} look
   * @param {string} there the period shown
   * @param {Record<string, string>} words
   */
  #paintPeriods(offer, look, there, words) {
    const period = look.period ?? there;
    this.#periods = offer.periods.map(([id]) => id);
    const ways = offer.changes.map((id) => /** @type {[string, string]} */ ([
      id,
      words[`change_${id}`],
    ]));
    this.#show.paint(
      words.show,
      ways.length ? [["", words.show_figures], ...ways] : [],
      look.change ?? "",
    );
    const earlier = offer.periods.filter(([id]) => look.change && id < period);
    this.#since.paint(words.since, earlier, look.since ?? "");
    const several = offer.periods.filter(([id]) => isAfter(id, look));
    this.#period.paint(
      look.change ? words.until : words.period,
      offer.periods.length > 1 ? several : [],
      period,
    );
  }

  /**
   * Of the country or of the part of it that is looked at.
   * @param {string} chosen
   * @returns {Partial<Look>}
   */
  #leveled(chosen) {
    const level = chosen === this.#levels[0] ? null : /** @type {Look["level"]} */ (chosen);
    return this.#look?.within ? { level, place: null } : { base: level, place: null };
  }

  /**
   * Nobody goes into a square or a circle.
   * @param {string} arrangement
   * @returns {Partial<Look>}
   */
  #arranged(arrangement) {
    const isMap = arrangement === "map";
    return isMap
      ? { arrangement: null, sized_by: null }
      : { arrangement, sized_by: null, within: null, level: null };
  }

  /**
   * What another indicator begins with: its newest period, or the change that is shown.
   * @returns {Partial<Look>}
   */
  #anew() {
    const anew = { classes: false, frames: false };
    return this.#look?.change ? anew : { ...anew, period: null };
  }

  /**
   * Of another change the periods stay; the first one is from the earliest to the newest.
   * @param {string | null} change
   * @returns {Partial<Look>}
   */
  #changed(change) {
    if (!change || !this.#look) return { change, since: null };
    const [newest, earliest] = [this.#periods[0], this.#periods[this.#periods.length - 1]];
    const last = this.#look.period ?? newest;
    return {
      change,
      since: this.#look.since ?? earliest,
      period: last > earliest ? last : newest,
    };
  }

  /**
   * @param {Data["offer"]} offer
   * @param {Look} look
   * @param {Record<string, string>} words
   */
  #paintClasses(offer, look, words) {
    const byHand = look.scheme === "manual";
    const fixed = offer.fixed.includes(look.scheme);
    const none = !offer.schemes.length;
    const [least, most] = offer.k;
    this.#k.row.hidden = none || byHand || fixed || least === most;
    this.#k.label.textContent = words.k;
    [this.#k.control.min, this.#k.control.max] = [String(least), String(most)];
    this.#k.control.value = String(look.k);
    this.#k.shown.textContent = String(look.k);
    this.#note.hidden = none || !(byHand || fixed);
    this.#note.textContent = byHand
      ? words.edges_help.replace("{example}", offer.example)
      : words.k_unused;
    this.#edges.row.hidden = none || !byHand;
    this.#edges.label.textContent = words.edges;
    this.#edges.control.placeholder = offer.example;
    if (document.activeElement !== this.#edges.control) this.#edges.control.value = look.edges;
  }
}
