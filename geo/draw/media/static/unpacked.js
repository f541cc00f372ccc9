/**
 * What stands packed in an HTML file: JSON, deflated, in base 64.
 * @module
 */

/**
 * @param {string} packed
 * @returns {Promise<any>} its content
 */
export async function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return await new Response(stream).json();
}
