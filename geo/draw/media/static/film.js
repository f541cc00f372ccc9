/* Plays the periods of a map: a bar at its foot with a button, a slider, and the period shown.
 *
 * atlasFilm.set(container, film, show, tell): film is {at, frames: [{period, label}], words}, as
 * geo/draw/web.py writes it; show(index) paints a frame, tell(period) is called once when playing
 * pauses or ends and after every step by hand. Values jump: nothing is made up between two dates.
 */
(function () {
  "use strict";

  const STEP = 1000; // milliseconds a frame stands
  let bar = null, button = null, slider = null, label = null;
  let film = null, host = null, index = 0, playing = false, since = 0;

  function element(tag, className) {
    const node = document.createElement(tag);
    node.className = className;
    return node;
  }

  function paintBar() {
    const words = film.words;
    button.textContent = playing ? "❚❚" : "▶";
    button.setAttribute("aria-label", playing ? words.pause : words.play);
    button.title = playing ? words.pause : words.play;
    slider.max = film.frames.length - 1;
    slider.value = index;
    slider.setAttribute("aria-label", words.period);
    slider.setAttribute("aria-valuetext", film.frames[index].label);
    label.textContent = film.frames[index].label;
    bar.dataset.period = film.frames[index].period;
  }

  function go(next) {
    const to = Math.max(0, Math.min(film.frames.length - 1, next));
    if (to === index) return;
    index = to;
    paintBar();
    host.show(index);
  }

  function pause() {
    if (!playing) return;
    playing = false;
    paintBar();
    host.tell(film.frames[index].period);
  }

  function step(next) {
    const before = index;
    playing = false;
    go(next);
    paintBar();
    if (index !== before) host.tell(film.frames[index].period);
  }

  function tick(now) {
    if (!playing) return;
    if (now - since >= STEP) {
      since = now;
      if (index === film.frames.length - 1) { pause(); return; }
      go(index + 1);
    }
    requestAnimationFrame(tick);
  }

  function play() {
    playing = true;
    if (index === film.frames.length - 1) go(0);
    since = performance.now();
    paintBar();
    requestAnimationFrame(tick);
  }

  function toggle() {
    if (playing) pause(); else play();
  }

  /* The slider has keys of its own, and a place or a button is chosen with Space. */
  function key(event) {
    const on = event.target;
    if (event.altKey || event.ctrlKey || event.metaKey || on === slider && event.key !== " ") return;
    const steps = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: film.frames.length - 1 };
    if (event.key in steps) step(steps[event.key]);
    else if (event.key === " " && !on.closest("button, a, .leaflet-interactive")) toggle();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Leaflet would move the map
  }

  function build(container) {
    bar = element("div", "atlas-film");
    button = element("button", "atlas-film-button");
    button.type = "button";
    slider = element("input", "atlas-film-slider");
    slider.type = "range";
    slider.min = 0;
    slider.step = 1;
    label = element("output", "atlas-film-label");
    bar.append(button, slider, label);
    for (const kind of ["pointerdown", "mousedown", "touchstart", "click", "dblclick", "wheel"]) {
      bar.addEventListener(kind, (event) => event.stopPropagation());
    }
    button.addEventListener("click", toggle);
    slider.addEventListener("input", () => { playing = false; go(Number(slider.value)); paintBar(); });
    slider.addEventListener("change", () => host.tell(film.frames[index].period));
    container.addEventListener("keydown", key, true);
    container.append(bar);
    container.classList.add("atlas-has-film");
  }

  window.atlasFilm = {
    /* Returns the frame to show: while the same film plays on, its own. */
    set(container, next, show, tell) {
      host = { show, tell };
      if (!bar) build(container);
      const same = film && film.id === next.id;
      film = next;
      if (!(same && playing)) { index = next.at; playing = false; }
      paintBar();
      return index;
    },
  };
})();
