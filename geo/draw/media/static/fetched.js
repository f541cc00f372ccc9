/**
 * What never changes is fetched once.
 * @module
 */
import { element } from "./dom.js";

/** @type {Map<string, Promise<any>>} */
const fetched = new Map();

/**
 * @param {string} address of JSON that never changes
 * @returns {Promise<any>}
 */
export function fetchOnce(address) {
  let found = fetched.get(address);
  if (!found) {
    found = fetch(address).then((answer) => answer.json());
    fetched.set(address, found);
    found.catch(() => fetched.delete(address)); // it may come the next time
  }
  return found;
}

/** @type {Map<string, Promise<unknown>>} */
const styles = new Map();

/** @param {string} address of a style sheet */
export function addedStyle(address) {
  let found = styles.get(address);
  if (!found) styles.set(address, found = addStyle(address));
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
