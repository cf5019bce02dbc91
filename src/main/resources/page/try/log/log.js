/** What happened, newest last. Holds a bounded number of entries and bytes, however fast they come. */

export const LOG_LIMIT = 100_000;
export const LOG_BYTES = 64 * 1024 * 1024;
const PIN_LIMIT = 100;

/** What an entry costs beside its payload, about. */
const ENTRY_BYTES = 200;
/** Dropped entries leave holes, which are closed when there are so many: closing them one by one would move all. */
const MOST_HOLES = 10_000;

/**
 * @typedef {object} Entry
 * @property {'sent'|'received'|'event'} direction
 * @property {'text'|'binary'|'open'|'close'|'error'|'note'} type
 * @property {string} label the sentence, or what stands before the payload
 * @property {import('../message/payload.js').Payload} [payload]
 * @property {string} [detail] lines of explanation
 * @property {string} [command] a shell command to try
 * @property {number} [roundTrip] milliseconds
 * @property {number} [time] milliseconds since the epoch; `add` sets it to now
 * @property {number} [number] for ever its own; set by `add`
 * @property {string} [address] of an `open`, where the connection leads
 * @property {boolean} [first] whether it is the first message of its direction since the connection was opened
 */
export class Log {
  /** @type {(Entry|undefined)[]} */
  #entries = [];
  #holes = 0;
  #bytes = 0;

  /** Entries are numbered for ever; those in [first, next) are kept. */
  first = 0;
  /** Entries that made room for newer ones since the last `clear`. */
  dropped = 0;
  /** Entries that are kept whatever happens, by number. @type {Map<number, Entry>} */
  pinned = new Map();
  /** Called after each change. */
  onChange = () => {};

  get next() {
    return this.first + this.size;
  }

  get size() {
    return this.#entries.length - this.#holes;
  }

  /** @returns {Entry|undefined} undefined outside of [first, next), unless it is pinned */
  at(number) {
    return this.#entries[number - this.first + this.#holes] ?? this.pinned.get(number);
  }

  /** @param {Entry} entry */
  add(entry) {
    entry.time ??= Date.now();
    entry.number = this.next;
    this.#entries.push(entry);
    this.#bytes += weight(entry);
    while (this.size > LOG_LIMIT || (this.#bytes > LOG_BYTES && this.size > 1)) this.#dropFirst();
    this.onChange();
    return entry;
  }

  #dropFirst() {
    this.#bytes -= weight(this.#entries[this.#holes]);
    this.#entries[this.#holes++] = undefined;
    this.first++;
    this.dropped++;
    if (this.#holes > MOST_HOLES) {
      this.#entries.splice(0, this.#holes);
      this.#holes = 0;
    }
  }

  clear() {
    this.first = this.next;
    this.#entries = [];
    this.#holes = 0;
    this.#bytes = 0;
    this.dropped = 0;
    this.pinned.clear();
    this.onChange();
  }

  /** @returns {boolean} whether it is pinned now; false as well where too many are */
  togglePin(entry) {
    if (!this.pinned.delete(entry.number) && this.pinned.size < PIN_LIMIT) this.pinned.set(entry.number, entry);
    this.onChange();
    return this.pinned.has(entry.number);
  }

  /** Those that are kept, the oldest first. */
  * [Symbol.iterator]() {
    for (let index = this.#holes; index < this.#entries.length; index++) yield this.#entries[index];
  }
}

const weight = ({ payload }) => ENTRY_BYTES + (payload?.keptSize ?? 0);
