/**
 * Steps through a list with the keyboard.
 * @module
 */

/**
 * Where a key leads in a list.
 * @param {string} key
 * @param {number} at
 * @param {number} count
 * @returns {number | null} null for a key that leads nowhere
 */
export function moved(key, at, count) {
  if (!count) return null;
  if (key === "ArrowDown") return Math.min(at + 1, count - 1);
  if (key === "ArrowUp") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
