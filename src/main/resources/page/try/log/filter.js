/** Which entries of a log are looked for. */

import { InvalidInput } from '../validation.js';

const encoder = new TextEncoder();
const BYTES = /^(?:0x)?(?:[0-9a-f]{2}\s*)+$/i;
const UNITS = { '': 1, b: 1, k: 1024, kib: 1024, m: 1_048_576, mib: 1_048_576 };

/**
 * @param {{text: string, direction: string, type: string, size: string}} wanted each empty or `all` for whatever it is
 * @returns {(entry: import('./log.js').Entry) => boolean}
 * @throws {InvalidInput} for a size that is none
 */
export function compileFilter({ text, direction, type, size }) {
  const hasText = compileText(text.trim());
  const hasSize = parseSize(size);
  return entry => (direction === 'all' || entry.direction === direction)
    && (type === 'all' || entry.type === type)
    && hasSize(entry)
    && hasText(entry);
}

/** In text and events as it is typed, in whatever case; in binary messages its bytes, or those that it has the digits of. */
function compileText(text) {
  if (text === '') return () => true;
  const lower = text.toLowerCase();
  const typed = encoder.encode(text);
  const digits = BYTES.test(text) ? bytesOf(text) : undefined;
  const alsoInText = digits && text.startsWith('0x');
  return ({ label, payload, detail = '', command = '' }) => {
    if (`${label}\n${detail}\n${command}`.toLowerCase().includes(lower)) return true;
    if (!payload) return false;
    if (payload.type === 'text') {
      return payload.toString().toLowerCase().includes(lower) || (alsoInText && contains(payload.bytes, digits));
    }
    return contains(payload.bytes, typed) || (digits !== undefined && contains(payload.bytes, digits));
  };
}

const bytesOf = text => Uint8Array.from(text.replace(/^0x|\s/gi, '').match(/../g), pair => parseInt(pair, 16));

function contains(bytes, wanted) {
  const last = bytes.length - wanted.length;
  for (let at = bytes.indexOf(wanted[0]); at >= 0 && at <= last; at = bytes.indexOf(wanted[0], at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
}

/** `100`, `>1KiB`, `<=20`, `10-20`: of the payload, so that no event has one. */
function parseSize(text) {
  if (text.trim() === '') return () => true;
  const number = '(\\d+(?:\\.\\d+)?)\\s*(b|kib|k|mib|m)?';
  const range = new RegExp(`^${number}\\s*[-–]\\s*${number}$`, 'i').exec(text.trim());
  if (range) return within(bytes(range[1], range[2]), bytes(range[3], range[4]));
  const single = new RegExp(`^(>=?|<=?|=)?\\s*${number}$`, 'i').exec(text.trim());
  if (!single) throw new InvalidInput('A size is like 100, >1KiB, <=20 or 10-20.');
  const size = bytes(single[2], single[3]);
  switch (single[1]) {
    case '>': return within(size + 1, Infinity);
    case '>=': return within(size, Infinity);
    case '<': return within(0, size - 1);
    case '<=': return within(0, size);
    default: return within(size, size);
  }
}

const bytes = (number, unit = '') => Number(number) * UNITS[unit.toLowerCase()];
const within = (least, most) => ({ payload }) => payload !== undefined && payload.size >= least && payload.size <= most;
