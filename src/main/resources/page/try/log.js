/** What happened, newest last. Holds a bounded number of entries, however fast they come. */

export const LOG_LIMIT = 1000;

/**
 * @typedef {object} Entry
 * @property {'sent'|'received'|'event'} direction
 * @property {'text'|'binary'|'open'|'close'|'error'|'note'} type
 * @property {string} label the sentence, or what stands before the payload
 * @property {import('./payload.js').Payload} [payload]
 * @property {string} [detail] lines of explanation
 * @property {string} [command] a shell command to try
 * @property {number} [roundTrip] milliseconds
 * @property {number} [time] milliseconds since the epoch; set by `add`
 * @property {boolean} [expanded] the payload is shown whole
 */
export class Log {
  /** @type {Entry[]} */
  #entries = [];
  #onChange;

  /** Entries are numbered for ever; those in [first, next) are kept. */
  first = 0;
  /** Entries that made room for newer ones since the last `clear`. */
  dropped = 0;

  constructor(onChange) {
    this.#onChange = onChange;
  }

  get next() {
    return this.first + this.#entries.length;
  }

  get size() {
    return this.#entries.length;
  }

  /** @param {number} number in [first, next) */
  at(number) {
    return this.#entries[number - this.first];
  }

  /** @param {Entry} entry */
  add(entry) {
    entry.time = Date.now();
    this.#entries.push(entry);
    if (this.#entries.length > LOG_LIMIT) {
      this.#entries.shift();
      this.first++;
      this.dropped++;
    }
    this.#onChange();
  }

  clear() {
    this.first = this.next;
    this.#entries = [];
    this.dropped = 0;
    this.#onChange();
  }

  /** One JSON object a line; `lostBytes` where a payload was longer than what is kept of it. */
  toJsonLines() {
    return this.#entries.map(entry => `${JSON.stringify(toRecord(entry))}\n`).join('');
  }
}

function toRecord({ time, direction, type, label, payload, detail, command, roundTrip }) {
  const record = { time: new Date(time).toISOString(), direction, type };
  if (payload) {
    record.bytes = payload.size;
    if (roundTrip !== undefined) record.roundTripMillis = Number(roundTrip.toFixed(3));
    record[type === 'binary' ? 'hex' : 'text'] = payload.toString();
    if (payload.lost > 0) record.lostBytes = payload.lost;
  } else {
    record.event = label;
  }
  return { ...record, detail, command }; // JSON leaves out what is undefined
}
