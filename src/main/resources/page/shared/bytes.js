/** Bytes as text. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @param {Iterable<number>} bytes @param {string} [separator] between two of them */
export const toHex = (bytes, separator = '') => Array.from(bytes, byte => HEX[byte]).join(separator);

/** @param {Uint8Array} bytes of any number: a function takes no more than some ten thousands of arguments */
export function toBase64(bytes) {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

export const fromBase64 = text => Uint8Array.from(atob(text), character => character.charCodeAt(0));
