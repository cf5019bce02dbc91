/** Times as the matrix has them: nodes measure finer than a browser. */

/** In milliseconds without the unit, for which a cell has no room. @param {number} seconds */
export function formatShort(seconds) {
  const millis = seconds * 1000;
  return millis < 9.95 ? millis.toFixed(1) : String(Math.round(millis));
}
