/** What a payload turns out to be: nothing in a WebSocket message names its content, so its bytes have to tell. */

import { decodeCbor } from './cbor.js';
import { isObject, parseJson } from './json.js';
import { decodeMessagePack } from './messagepack.js';

const IMAGES = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
];

/**
 * @typedef {object} Kinds
 * @property {string} [text] what it says, if it is UTF-8
 * @property {{value: *}} [json]
 * @property {{value: *}} [cbor] a map or an array, which random bytes hardly are
 * @property {{value: *}} [messagepack] likewise
 * @property {string} [image] its media type
 */

/** @param {import('./payload.js').Payload} payload @returns {Kinds} what was not kept whole is text and bytes alone */
export function kindsOf(payload) {
  const text = payload.type === 'text' ? payload.toString() : decodeText(payload.bytes);
  if (payload.lost > 0) return { text };
  const json = text === undefined ? undefined : parseJson(text);
  if (payload.type === 'text') return { text, json };
  const { bytes } = payload;
  return {
    text,
    json: isContainer(json?.value) ? json : undefined,
    cbor: decode(decodeCbor, bytes),
    messagepack: decode(decodeMessagePack, bytes),
    image: imageType(bytes),
  };
}

function decodeText(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decode(decoder, bytes) {
  try {
    const value = decoder(bytes);
    return isContainer(value) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

const isContainer = value => Array.isArray(value) || value instanceof Map || isObject(value);

function imageType(bytes) {
  const begins = (magic, at = 0) => magic.every((byte, index) => bytes[at + index] === byte);
  if (begins([0x52, 0x49, 0x46, 0x46]) && begins([0x57, 0x45, 0x42, 0x50], 8)) return 'image/webp';
  return IMAGES.find(([, magic]) => begins(magic))?.[0];
}
