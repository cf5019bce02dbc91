/** What a person typed, checked before a browser API sees it: those throw too, but not in words that help. */

import { utf8Length } from './message/payload.js';

/** Its message is a sentence for the person who typed the value. */
export class InvalidInput extends Error {}

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

/** @returns {string} the normalized WebSocket address */
export function parseAddress(text, page = location) {
  const trimmed = text.trim();
  if (trimmed === '') throw new InvalidInput('Enter an address such as ws://localhost:8080/ws.');
  if (!/^wss?:\/\//i.test(trimmed)) {
    throw new InvalidInput('A WebSocket address begins with ws:// or wss://.');
  }
  if (!URL.canParse(trimmed)) {
    throw new InvalidInput('This is not a valid address: check the host, the port and the characters.');
  }
  const url = new URL(trimmed);
  if (url.hash !== '' || trimmed.endsWith('#')) {
    throw new InvalidInput('A WebSocket address has no fragment: remove the “#” and what follows it.');
  }
  // Loopback counts as trustworthy in most browsers; where it does not, the constructor throws.
  if (url.protocol === 'ws:' && page.protocol === 'https:' && !LOOPBACK.test(url.hostname)) {
    throw new InvalidInput('A page that came over https may open wss:// only; browsers block ws:// as mixed content.');
  }
  return url.href;
}

/** @returns {string[]} in the order of preference; empty if none is to be offered */
export function parseSubprotocols(text) {
  if (text.trim() === '') return [];
  const names = text.split(',').map(name => name.trim());
  for (const [index, name] of names.entries()) {
    if (name === '') throw new InvalidInput('There is a comma without a name beside it.');
    const offender = name.match(/[^!#$%&'*+\-.^_`|~0-9A-Za-z]/u); // "token" of RFC 9110, section 5.6.2
    if (offender) {
      throw new InvalidInput(`“${name}” cannot be a subprotocol: ${describe(offender[0])} is not allowed.`);
    }
    if (names.indexOf(name) !== index) throw new InvalidInput(`“${name}” is there twice.`);
  }
  return names;
}

/** @returns {number|undefined} undefined, from an empty field, closes without a status code */
export function parseCloseCode(text) {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const code = Number(trimmed);
  if (!/^\d+$/.test(trimmed) || !(code === 1000 || (code >= 3000 && code <= 4999))) {
    throw new InvalidInput('A page may close with 1000 or with 3000 to 4999.');
  }
  return code;
}

/** A close frame has room for 125 bytes, of which the code takes two. */
export function parseCloseReason(reason, code) {
  if (reason !== '' && code === undefined) throw new InvalidInput('A reason needs a close code.');
  const size = utf8Length(reason);
  if (size > 123) throw new InvalidInput(`The reason has ${size} bytes in UTF-8; a close frame takes 123 at most.`);
  return reason;
}

/** Two hex digits a byte, white space anywhere. @returns {Uint8Array} empty for an empty text */
export function parseHex(text) {
  const offender = text.match(/[^\s0-9a-f]/iu);
  if (offender) {
    const place = offender.index + 1;
    throw new InvalidInput(`${describe(offender[0])} at position ${place} is not a hex digit (0–9, a–f).`);
  }
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0) {
    const count = digits.length === 1 ? '1 hex digit' : `${digits.length} hex digits`;
    throw new InvalidInput(`${count}: a byte takes two, so one is missing or too many.`);
  }
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

const describe = character => (/\s/.test(character) ? 'white space' : `“${character}”`);

/**
 * Parses a field. What is wrong with it is shown in the element that its `aria-errormessage` names.
 * @returns {{value: *}|undefined} undefined, with the focus in the field unless that is not wanted, if it is invalid
 */
export function readField(field, parse, { focus = true } = {}) {
  const message = document.getElementById(field.getAttribute('aria-errormessage'));
  try {
    const value = parse(field.value);
    clearError(field);
    return { value };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    message.textContent = error.message;
    field.setAttribute('aria-invalid', 'true');
    if (focus) field.focus();
    return undefined;
  }
}

export function clearError(field) {
  document.getElementById(field.getAttribute('aria-errormessage')).textContent = '';
  field.removeAttribute('aria-invalid');
}
