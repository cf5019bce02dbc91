/** What is filled in when a message is sent: `{{sequence}}`, `{{time}}`, `{{uuid}}` and `{{random N}}`. */

import { toHex } from '../../shared/bytes.js';

const PLACE = /\{\{\s*(?:(sequence|time|uuid)|random\s+(\d{1,5}))\s*\}\}/g;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

export const hasTemplate = text => text.search(PLACE) >= 0;

/**
 * What has no meaning stays as it was typed.
 *
 * @param {string} text
 * @param {() => number} next the number of this message
 */
export function fillIn(text, next) {
  let sequence;
  return text.replace(PLACE, (_, name, count) => {
    if (count !== undefined) return randomText(Number(count));
    if (name === 'sequence') return sequence ??= next();
    return name === 'time' ? new Date().toISOString() : randomUuid();
  });
}

function randomText(count) {
  return Array.from(randomBytes(count), byte => ALPHABET[byte & 31]).join('');
}

const randomBytes = count => crypto.getRandomValues(new Uint8Array(count));

/** Version 4 of RFC 9562; `crypto.randomUUID` is for secure contexts only. */
function randomUuid() {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = toHex(bytes);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
