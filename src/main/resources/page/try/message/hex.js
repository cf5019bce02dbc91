/** Bytes in hexadecimal beside their text, sixteen to a line. */

const LINE = 16;
const MOST_BYTES = 16_384;

/** @param {Uint8Array} bytes */
export function dump(bytes) {
  const lines = [];
  const shown = Math.min(bytes.length, MOST_BYTES);
  for (let at = 0; at < shown; at += LINE) {
    const part = bytes.subarray(at, Math.min(at + LINE, shown));
    const digits = Array.from(part, byte => byte.toString(16).padStart(2, '0'));
    const left = digits.slice(0, 8).join(' ').padEnd(23);
    const right = digits.slice(8).join(' ').padEnd(23);
    lines.push(`${at.toString(16).padStart(6, '0')}  ${left}  ${right}  ${readable(part)}`);
  }
  if (shown < bytes.length) lines.push(`… ${bytes.length - shown} more bytes`);
  return lines.join('\n');
}

const readable = bytes => Array.from(bytes, byte => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
