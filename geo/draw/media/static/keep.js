/**
 * Keeps a person's work in this browser, and hands it back to a session that has none.
 *
 * The server says in each run what there is, and sends a text only when it is another; what is
 * missing is asked for. Nothing is written before what was kept is handed back.
 * @module
 */

/**
 * @typedef {object} Data
 * @property {string} session
 * @property {boolean} taken whether this session has what was kept
 * @property {Record<string, {hash: string, text?: string}>} entries
 * @property {string} link the entry that a link carries, "" for none
 * @property {string} address what to write into an address that says nothing
 * @property {string} unkept why work on the page is not among the entries, "" where all is
 * @property {Record<string, string> | null} words null where nothing is to be shown
 *
 * @typedef {(name: string, value: unknown) => void} Tell
 * @typedef {{data: Data, parentElement: HTMLElement, setTriggerValue: Tell}} Mounted
 */

const PREFIX = "province-atlas.";
const MARK = "#work=";
/** Longer addresses are cut by what they are sent through. */
const LONGEST_LINK = 8192;

/** @type {Map<string, {hash: string, text: string}>} what there is to keep */
const held = new Map();
/** Hashes of what is written, by name. @type {Map<string, string>} */
const written = new Map();

const state = {
  session: "",
  waiting: false,
  off: false,
  failed: false,
  elsewhere: false,
  missing: false,
  unkept: "",
};

/** @type {Mounted | undefined} */
let mounted;

/** Take over what the server says, and show how it stands. @param {Mounted} it */
export function show(it) {
  const { data, setTriggerValue } = it;
  // A part of the page that runs by itself has no line.
  if (data.words !== null || !mounted?.parentElement.isConnected) mounted = it;
  if (data.session !== state.session) begin(data.session, setTriggerValue);
  else follow(); // it may have come while there was nothing to tell it through
  if (data.taken) state.waiting = false;
  state.unkept = data.unkept;
  if (data.address && !location.search) {
    history.replaceState(history.state, "", `?${data.address}${location.hash}`);
  }
  const missing = [];
  for (const [name, { hash, text }] of Object.entries(data.entries)) {
    if (text !== undefined) held.set(name, { hash, text });
    else if (held.get(name)?.hash !== hash) missing.push(name);
  }
  state.missing = missing.length > 0;
  if (state.missing) setTriggerValue("want", missing);
  write();
  paint();
}

/** Hand back what was kept to a session that is new. @param {string} session @param {Tell} tell */
function begin(session, tell) {
  state.session = session;
  // Of a server that was started again this page may know more than what is written.
  const kept = held.size > 0 ? new Map(held) : read();
  const link = linked();
  state.waiting = kept.size > 0 || link !== "";
  if (!state.waiting) return;
  for (const [name, entry] of kept) held.set(name, entry);
  tell("back", {
    link,
    kept: Object.fromEntries([...kept].map(([name, { text }]) => [name, text])),
  });
}

/** The work that came with the address, which is taken out of it. */
function linked() {
  if (!location.hash.startsWith(MARK)) return "";
  const text = location.hash.slice(MARK.length);
  history.replaceState(history.state, "", location.pathname + location.search);
  return text;
}

/** What is kept. */
function read() {
  /** @type {Map<string, {hash: string, text: string}>} */
  const found = new Map();
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const [hash, text] = (localStorage.getItem(key) ?? "").split(" ");
      if (!text) continue;
      found.set(key.slice(PREFIX.length), { hash, text });
      written.set(key.slice(PREFIX.length), hash);
    }
  } catch {
    state.failed = true;
  }
  return found;
}

/** Keep what there is and is not kept yet. */
function write() {
  if (state.waiting || state.off) return;
  for (const [name, { hash, text }] of held) {
    if (written.get(name) === hash) continue;
    try {
      localStorage.setItem(PREFIX + name, `${hash} ${text}`);
      state.failed = false;
      state.elsewhere = false;
      written.set(name, hash);
    } catch {
      state.failed = true;
    }
  }
}

/** Keep nothing from now on, and nothing of what was kept. */
function forget() {
  state.off = true;
  written.clear();
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    }
  } catch { /* then there is nothing */ }
  paint();
}

function keep() {
  state.off = false;
  write();
  paint();
}

/** Say how it stands, and warn before work is left that would be lost. */
function paint() {
  const lost = state.unkept !== "" || (held.size > 0 && (state.off || state.failed)) ||
    state.missing;
  if (lost) addEventListener("beforeunload", hold);
  else removeEventListener("beforeunload", hold);
  if (!mounted?.parentElement.isConnected) return;
  const { data: { words, link }, parentElement } = mounted;
  if (words === null) {
    parentElement.querySelector("p")?.remove();
    return;
  }
  const said = state.unkept
    ? words[state.unkept]
    : state.off
    ? words.off
    : state.failed
    ? words.failed
    : state.elsewhere
    ? words.elsewhere
    : words.kept;
  const { line, told, buttons } = lineOf(parentElement);
  if (told.textContent !== said) told.textContent = said;
  const wanted = [
    ...(state.unkept || state.failed
      ? []
      : state.off
      ? [{ name: words.keep, act: keep }]
      : [{ name: words.forget, act: forget }]),
    ...(held.has(link) && !state.unkept ? [{ name: words.link, act: copy }] : []),
  ];
  while (buttons.length > wanted.length) buttons.pop()?.remove();
  wanted.forEach(({ name, act }, at) => {
    const button = buttons[at] ?? line.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = name;
    button.onclick = act;
  });
}

/** The line as it stands, so that a button keeps its focus. @param {HTMLElement} parent */
function lineOf(parent) {
  let line = parent.querySelector("p");
  if (line === null) {
    line = parent.appendChild(document.createElement("p"));
    line.className = "atlas-kept";
    const told = line.appendChild(document.createElement("span"));
    told.setAttribute("role", "status");
  }
  const told = /** @type {HTMLElement} */ (line.querySelector("span"));
  return { line, told, buttons: [...line.querySelectorAll("button")] };
}

/** Put a link into the clipboard that carries the work. */
async function copy() {
  const words = mounted?.data.words;
  const text = held.get(mounted?.data.link ?? "")?.text;
  if (!words || text === undefined || mounted === undefined) return;
  const { told } = lineOf(mounted.parentElement);
  const link = location.origin + location.pathname + location.search + MARK + text;
  if (link.length > LONGEST_LINK) {
    told.textContent = words.long;
    return;
  }
  try {
    await navigator.clipboard.writeText(link);
  } catch {
    copyByHand(link);
  }
  told.textContent = words.copied;
}

/** The way that needs no permission and no HTTPS. @param {string} text */
function copyByHand(text) {
  const field = document.body.appendChild(document.createElement("textarea"));
  field.value = text;
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** @param {BeforeUnloadEvent} event */
function hold(event) {
  event.preventDefault();
}

/** Hand over work that comes with the address while the page is open. */
function follow() {
  const link = mounted?.parentElement.isConnected ? linked() : "";
  if (link) mounted?.setTriggerValue("back", { link, kept: {} });
}

addEventListener("hashchange", follow);

addEventListener("storage", ({ key, newValue }) => {
  if (!key?.startsWith(PREFIX)) return;
  const ours = held.get(key.slice(PREFIX.length));
  if (ours === undefined) return;
  if (newValue === null) state.off = true; // forgotten in another tab
  else state.elsewhere = newValue !== `${ours.hash} ${ours.text}`;
  paint();
});
