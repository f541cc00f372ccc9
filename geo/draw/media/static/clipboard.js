/**
 * Pictures to the clipboard.
 * @module
 */

/**
 * Copy a PNG picture, and say how that went, by the key of a sentence.
 * @param {string} address
 * @returns {Promise<"copied" | "copy_insecure" | "copy_refused">}
 */
export async function copyPicture(address) {
  // Browsers have it on encrypted pages and on this machine only.
  if (!globalThis.ClipboardItem || !navigator.clipboard?.write) return "copy_insecure";
  // Given as a promise: some browsers ask that the clipboard is taken within the click.
  const picture = fetch(address).then((response) => response.blob());
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    return "copied";
  } catch {
    return "copy_refused";
  }
}
