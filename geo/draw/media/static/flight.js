/**
 * The map flies: it is drawn where it will be at once, and seen on its way there.
 * @module
 */

/** Milliseconds of a flight. */
const LONG = 280;

/** What of a drawn place is needed to see it pass. */
const SEEN = ["d", "fill", "fill-rule", "class"];

/**
 * Moves the map, and shows the way from where it was; where motion is to be reduced, it jumps.
 * @param {{ map: L.Map, signal: AbortSignal }} atlas the map, and that it is taken away
 * @param {() => void} move draws the map elsewhere
 * @param {() => void} arrived called when it is seen there
 */
export function fly({ map, signal }, move, arrived) {
  if (!map.options.zoomAnimation) {
    move();
    arrived();
    return;
  }
  const pane = map.getPane("mapPane");
  const ghost = ghostOf(map);
  const before = { zoom: map.getZoom(), own: pane.style.transform };
  const { x: wide, y: high } = map.getSize();
  const atOf = map.latLngToContainerPoint.bind(map);
  const corner = map.containerPointToLatLng([0, 0]);
  const old = (/** @type {L.LatLng} */ at) => {
    const scale = map.getZoomScale(before.zoom, 0);
    return [(at.lng - corner.lng) * scale, (corner.lat - at.lat) * scale];
  };
  move();
  const middle = map.containerPointToLatLng([wide / 2, high / 2]);
  const [x, y] = old(middle);
  const { x: toX, y: toY } = atOf(middle);
  const scale = map.getZoomScale(before.zoom, map.getZoom());
  const own = pane.style.transform;
  const from = `translate(${x - scale * toX}px, ${y - scale * toY}px) scale(${scale})`;
  const back = `scale(${1 / scale}) translate(${scale * toX - x}px, ${scale * toY - y}px)`;
  ghost.style.transform = `${inverse(own)} ${back} ${before.own}`;
  pane.prepend(ghost);
  const container = map.getContainer();
  container.classList.add("atlas-flying");
  const easing = "cubic-bezier(0.2, 0, 0.1, 1)";
  const flight = pane.animate([{ transform: `${from} ${own}` }, { transform: own }], {
    duration: LONG,
    easing,
  });
  ghost.animate([{ opacity: 1 }, { opacity: 0 }], { duration: LONG, easing });
  const end = () => {
    ghost.remove();
    // It is gone, or has been sent elsewhere.
    if (signal.aborted || container.querySelector(".atlas-ghost")) return;
    container.classList.remove("atlas-flying");
    arrived();
  };
  flight.finished.then(end, end);
}

/**
 * What the country looked like, without the borders that would grow with it.
 * @param {L.Map} map
 * @returns {HTMLElement}
 */
function ghostOf(map) {
  const ghost = document.createElement("div");
  ghost.className = "leaflet-pane atlas-ghost";
  ghost.setAttribute("aria-hidden", "true");
  const svg = map.getPane("overlayPane").querySelector("svg")?.cloneNode(true);
  if (svg instanceof SVGElement) {
    for (const node of svg.querySelectorAll("defs, .atlas-whole")) node.remove();
    for (const path of svg.querySelectorAll("path")) {
      for (const name of path.getAttributeNames()) {
        if (!SEEN.includes(name)) path.removeAttribute(name);
      }
    }
    ghost.append(svg);
  }
  return ghost;
}

/** @param {string} transform a translation as Leaflet writes it */
function inverse(transform) {
  const [x = 0, y = 0] = transform.match(/-?[\d.]+(?=px)/g)?.map(Number) ?? [];
  return `translate(${-x}px, ${-y}px)`;
}
