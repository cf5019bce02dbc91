/** Bytes in hexadecimal beside their text, sixteen to a line. */

import { toHex } from '../../shared/bytes.js';

const LINE = 16;
const MOST_BYTES = 16_384;

/** @param {Uint8Array} bytes */
export function dump(bytes) {
  const lines = [];
  const shown = Math.min(bytes.length, MOST_BYTES);
  for (let at = 0; at < shown; at += LINE) {
    const part = bytes.subarray(at, Math.min(at + LINE, shown));
    const left = toHex(part.subarray(0, 8), ' ').padEnd(23);
    const right = toHex(part.subarray(8), ' ').padEnd(23);
    lines.push(`${at.toString(16).padStart(6, '0')}  ${left}  ${right}  ${readable(part)}`);
  }
  if (shown < bytes.length) lines.push(`… ${bytes.length - shown} more bytes`);
  return lines.join('\n');
}

const readable = bytes => Array.from(bytes, byte => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
