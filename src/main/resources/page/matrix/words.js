/** Times as the matrix has them: nodes measure finer than a browser. */

import { formatDuration } from '../shared/format.js';

/** @param {number} seconds */
export function formatMillis(seconds) {
  if (seconds < 0.0009995) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 0.009995) return `${(seconds * 1000).toFixed(2)} ms`;
  return formatDuration(seconds * 1000);
}

/** In milliseconds without the unit, for which a cell has no room. @param {number} seconds */
export function formatShort(seconds) {
  const millis = seconds * 1000;
  return millis < 9.95 ? millis.toFixed(1) : String(Math.round(millis));
}
