// What Streamlit says by itself, in the language of the page. Streamlit says it in English, in its
// own elements, and has no setting for it; so what it writes is replaced where it stands.

/** @typedef {[string, string][]} Pairs what is said in English, and instead */
/** @typedef {{ page: Pairs, menus: Pairs }} Said anywhere, and in Streamlit's menus and bar only */

const MENUS =
  '[data-testid^="stDataFrame"], [data-testid="stElementToolbar"], [data-testid="stHeader"], [data-testid="stMainMenuPopover"], [role="dialog"]';
// The page's own words and the user's, which are never replaced.
const OWN = ".atlas-page, .stHtml, .stMarkdown, svg, style, script";
const MOST = 500;
const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];

/** @type {Map<Node, [string, string]>} what was said in a text or an attribute, and instead */
const replaced = new Map();
/** @type {MutationObserver | null} */
let watch = null;

/**
 * Say it as the pairs do from now on; without pairs, as Streamlit does.
 * @param {Said} said
 */
export function say(said) {
  watch?.disconnect();
  restore();
  const page = reader(said.page);
  const menus = reader([...said.menus, ...said.page]);
  if (!said.page.length) return;
  /** @param {Node} node */
  const inWords = (node) => {
    const within = node instanceof Element ? node : node.parentElement;
    return within?.closest(MENUS) ? menus : page;
  };
  watch = new MutationObserver((changes) => {
    for (const { type, target, attributeName, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach((node) => sayWithin(node, inWords));
      else if (attributeName) sayAttribute(/** @type {Element} */ (target), attributeName, inWords);
      else sayText(target, inWords);
    }
  });
  watch.observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
  sayWithin(document.body, inWords);
}

/**
 * From what is said to what is said instead, or null where it is not among the pairs.
 * @param {Pairs} pairs
 * @returns {(text: string) => string | null}
 */
function reader(pairs) {
  const whole = new Map(pairs.filter(([said]) => !said.includes("{")));
  const patterns = pairs.filter(([said]) => said.includes("{")).map((
    [said, instead],
  ) => /** @type {const} */ ([pattern(said), instead.replace(/\{(\w+)\}/g, "$<$1>")]));
  return (text) => {
    const found = whole.get(text);
    if (found !== undefined) return found;
    const [like, instead] = patterns.find(([like]) => like.test(text)) ?? [];
    return like && instead ? text.replace(like, instead) : null;
  };
}

/** @param {string} said with {braces} for any text */
function pattern(said) {
  const parts = said.split(/\{(\w+)\}/);
  const source = parts.map((part, i) =>
    i % 2 ? `(?<${part}>.+)` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  );
  return new RegExp(`^${source.join("")}$`, "s");
}

/** @typedef {(node: Node) => (text: string) => string | null} InWords */

/**
 * @param {Node} node
 * @param {InWords} inWords
 */
function sayWithin(node, inWords) {
  const walker = document.createTreeWalker(
    node,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    (one) =>
      one instanceof Element && one.matches(OWN)
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
  );
  const parent = node instanceof Element ? node : node.parentElement;
  if (!parent || parent.closest(OWN)) return;
  for (let one = /** @type {Node | null} */ (node); one; one = walker.nextNode()) {
    if (one instanceof Element) ATTRIBUTES.forEach((name) => sayAttribute(one, name, inWords));
    else sayText(one, inWords);
  }
}

/**
 * @param {Node} text
 * @param {InWords} inWords
 */
function sayText(text, inWords) {
  if (text.parentElement?.closest(OWN)) return;
  sayInstead(text, inWords(text));
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {InWords} inWords
 */
function sayAttribute(element, name, inWords) {
  const attribute = element.getAttributeNode(name);
  if (attribute && !element.closest(OWN)) sayInstead(attribute, inWords(element));
}

/**
 * @param {Node} node a text or an attribute
 * @param {(text: string) => string | null} instead
 */
function sayInstead(node, instead) {
  const said = node.nodeValue ?? "";
  const other = instead(said);
  if (other === null || other === said) return;
  node.nodeValue = other;
  replaced.set(node, [said, other]);
  if (replaced.size > MOST) forget();
}

/** Let go of what is no longer on the page. */
function forget() {
  for (const node of replaced.keys()) {
    const on = node instanceof Attr ? node.ownerElement : node;
    if (!on?.isConnected) replaced.delete(node);
  }
}

/** Say again what was said before, where Streamlit has not said anything else since. */
function restore() {
  for (const [node, [said, instead]] of replaced) {
    if (node.nodeValue === instead) node.nodeValue = said;
  }
  replaced.clear();
}
