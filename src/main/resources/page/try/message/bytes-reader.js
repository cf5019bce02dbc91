/** Reads numbers and runs of bytes from the beginning of a message to its end, in network byte order. */

/** Says that the bytes are not what they were taken for. */
export class NotDecodable extends Error {}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class BytesReader {
  #bytes;
  #view;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd() {
    return this.#at === this.#bytes.length;
  }

  get left() {
    return this.#bytes.length - this.#at;
  }

  #advance(count) {
    if (count > this.left) throw new NotDecodable();
    const from = this.#at;
    this.#at += Number(count);
    return from;
  }

  /** @param {1|2|4|8} size bytes; of 8, what is beyond the safe integers is a BigInt */
  unsigned(size) {
    const from = this.#advance(size);
    if (size === 8) return narrow(this.#view.getBigUint64(from));
    return this.#view[`getUint${size * 8}`](from);
  }

  signed(size) {
    const from = this.#advance(size);
    if (size === 8) return narrow(this.#view.getBigInt64(from));
    return this.#view[`getInt${size * 8}`](from);
  }

  /** @param {4|8} size */
  float(size) {
    return this.#view[`getFloat${size * 8}`](this.#advance(size));
  }

  bytes(count) {
    const from = this.#advance(count);
    return this.#bytes.slice(from, from + Number(count));
  }

  /** @throws {NotDecodable} for what is no UTF-8 */
  text(count) {
    try {
      return decoder.decode(this.bytes(count));
    } catch {
      throw new NotDecodable();
    }
  }
}

const narrow = value => (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value);
