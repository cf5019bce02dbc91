/** How long to wait before a connection is tried again: longer after each failure, and never the same for all pages. */

const FIRST = 1000; // milliseconds
const LONGEST = 30_000;
const SPREAD = 0.2;

/** @param {number} failures in a row, from 1 @returns {number} milliseconds */
export function backOff(failures, random = Math.random()) {
  const base = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  return Math.round(base * (1 - SPREAD + 2 * SPREAD * random));
}
