/** The payload of one message, as far as it is kept. */

import { toHex } from '../../shared/bytes.js';

/** What is kept of one message; what all of them may have is for the log to say. */
const KEPT_BYTES = 1_048_576;
const PREVIEW_CHARACTERS = 400;

const encoder = new TextEncoder();

export const utf8Length = text => encoder.encode(text).length;

export class Payload {
  #kept;

  /** @param {string|ArrayBuffer|Uint8Array} data what was sent or received, whole */
  constructor(data) {
    if (typeof data === 'string') {
      const bytes = encoder.encode(data);
      this.type = 'text';
      this.size = bytes.length;
      this.#kept = bytes.length <= KEPT_BYTES ? data : beginningOf(bytes);
    } else {
      const bytes = new Uint8Array(data);
      this.type = 'binary';
      this.size = bytes.length;
      this.#kept = bytes.length <= KEPT_BYTES ? bytes : bytes.slice(0, KEPT_BYTES);
    }
  }

  /** How many bytes were over the limit and are gone; 0 when the payload is whole. */
  get lost() {
    return Math.max(0, this.size - KEPT_BYTES);
  }

  /** Whether the other is the same message, as far as both are kept. */
  equals(other) {
    if (this.type !== other.type || this.size !== other.size) return false;
    return this.type === 'text' ? this.#kept === other.#kept : this.#kept.every((byte, index) => byte === other.#kept[index]);
  }

  /** All that is kept: the text, or the bytes as spaced hex. */
  toString() {
    return this.type === 'text' ? this.#kept : toHex(this.#kept, ' ');
  }

  /** The bytes that are kept, of a text in UTF-8. @returns {Uint8Array} */
  get bytes() {
    return this.type === 'text' ? encoder.encode(this.#kept) : this.#kept;
  }

  /** What goes out when it is sent again. @returns {string|Uint8Array} */
  get data() {
    return this.#kept;
  }

  get keptSize() {
    return Math.min(this.size, KEPT_BYTES);
  }

  /** The beginning, in one line. */
  preview() {
    if (this.type === 'binary') {
      return toHex(this.#kept.subarray(0, PREVIEW_CHARACTERS / 4), ' ') + (this.size > PREVIEW_CHARACTERS / 4 ? ' …' : '');
    }
    const beginning = this.#kept.slice(0, PREVIEW_CHARACTERS).replace(/[\uD800-\uDBFF]$/, ''); // half a surrogate pair
    return beginning.replace(/\r\n?|\n/g, ' ⏎ ') + (beginning.length < this.#kept.length ? ' …' : '');
  }
}

/** Decoded anew, because a substring would keep the whole message in memory. */
function beginningOf(bytes) {
  // stream: a character cut in two at the end is left out rather than replaced.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, KEPT_BYTES), { stream: true });
}
