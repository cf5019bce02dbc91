/** Whether a value breaks the rule of its key, as far as a page can tell: the server has the last word. */

/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {string} group
 * @property {boolean} allowed by the server's configuration
 * @property {string} type
 * @property {string[]} words all values, where they can be counted; else empty
 * @property {string} range what a value may be
 * @property {string} rule what is said of any other
 * @property {string} default what holds without one
 * @property {string[]} needs of these keys one has to be there as well
 * @property {string} example `name=value`
 * @property {string} description
 */

const UNITS = {
  duration: { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 },
  size: { '': 1, KiB: 1024, MiB: 1_048_576, GiB: 1_073_741_824 },
  number: { '': 1 },
};
const NUMBERS = ['count', 'code', 'status'];

/** @param {Parameter} parameter */
export function breaksRule({ type, words, range }, value) {
  if (words.length > 0) return !words.includes(value);
  if (type === 'text') return tooLong(range, value);
  const units = UNITS[NUMBERS.includes(type) ? 'number' : type];
  if (!units) return false;
  const amount = measure(value, units);
  return amount === undefined || !rangesOf(range, units).some(([least, most]) => amount >= least && amount <= most);
}

function tooLong(range, value) {
  const [, most] = /up to (\d+) bytes$/.exec(range) ?? [];
  return most !== undefined && new TextEncoder().encode(value).length > Number(most);
}

/** @returns {number|undefined} undefined for what is no value of the kind */
function measure(text, units) {
  const [, number, unit] = /^(\d+)([A-Za-z]*)$/.exec(text) ?? [];
  return number !== undefined && unit in units ? Number(number) * units[unit] : undefined;
}

/** Of `200, 301 or 400 to 599`; what is no range lets all pass, since the server may say it in other words. */
function rangesOf(range, units) {
  return range.split(/, | or /).map(part => {
    const [least, most = least] = part.split(' to ').map(bound => measure(bound, units));
    return least === undefined || most === undefined ? [-Infinity, Infinity] : [least, most];
  });
}
