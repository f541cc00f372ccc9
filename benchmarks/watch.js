// What a map does to the page, whoever draws it: when it last painted, the longest task, what moved,
// and when the server's largest message came. "watched" is the selector of its shapes, or of what its
// canvas stands in.
const seen = {
  painted: 0,
  task: 0,
  shift: 0,
  clicked: 0,
  received: 0,
  size: 0,
};
globalThis.seen = seen;

const now = () => performance.timeOrigin + performance.now();

const note = () => {
  seen.painted = now();
};

globalThis.WebSocket = class extends WebSocket {
  constructor(...values) {
    super(...values);
    this.addEventListener("message", ({ data }) => {
      const size = data.byteLength ?? data.size;
      if (size < seen.size) return;
      seen.size = size;
      seen.received = now();
    });
  }
};

// Shapes of SVG, and text, in this document and in its frames: a frame after they have changed.
let before = "";
const look = () => {
  const frames = [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument);
  const shapes = [document, ...frames].flatMap((page) =>
    [...page?.querySelectorAll(watched) ?? []].map((shape) =>
      ["fill", "style", "data-painted"].map((name) => shape.getAttribute(name)).join() +
      (shape.querySelectorAll("*").length || shape.textContent)
    )
  ).join();
  if (shapes !== before) note();
  before = shapes;
  requestAnimationFrame(look);
};
if (globalThis === top) look();

// Canvases, flat and WebGL.
for (
  const [type, ...names] of [
    [globalThis.CanvasRenderingContext2D, "fill", "stroke"],
    [
      globalThis.WebGL2RenderingContext,
      "drawArrays",
      "drawElements",
      "drawElementsInstanced",
    ],
  ]
) {
  for (const name of names) {
    const draw = type.prototype[name];
    type.prototype[name] = function (...values) {
      if (!this.canvas.isConnected || this.canvas.closest(watched)) note();
      return draw.apply(this, values);
    };
  }
}

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    seen.task = Math.max(seen.task, entry.duration);
  }
}).observe({ type: "longtask", buffered: true });

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) seen.shift += entry.value;
  }
}).observe({ type: "layout-shift", buffered: true });

addEventListener("click", () => {
  seen.clicked = now();
  seen.task = seen.size = 0;
}, true);
