/**
 * Asks the server over a WebSocket of its own what it has seen of another: again after each traffic, and at the end, which
 * it is told of by itself.
 */

/** Between two questions, in milliseconds. */
const INTERVAL = 500;

/**
 * @typedef {object} Answer
 * @property {object} record as docs/scenarios.md has it
 * @property {number} askedAt in `performance.now()`; undefined where it came unasked, at the end
 * @property {number} answeredAt in `performance.now()`
 */
export class RecordLink {
  #socket;
  #id;
  #listener;
  #asked = [];
  #timer;
  #dirty = true;

  /**
   * @param {string} address with `reply=record`
   * @param {string} id of the connection that is asked for
   * @param {{answered: (answer: Answer) => void, failed: (words: string) => void}} listener
   */
  constructor(address, id, listener) {
    this.#id = id;
    this.#listener = listener;
    const socket = this.#socket = new WebSocket(address);
    socket.onopen = () => {
      socket.send(`watch ${id}`);
      this.#ask();
    };
    socket.onmessage = ({ data }) => this.#answered(data);
    socket.onclose = ({ code }) => {
      clearTimeout(this.#timer);
      listener.failed(`The server cannot be asked (${code}).`);
    };
  }

  /** Something has happened that the server may have seen. */
  touch() {
    this.#dirty = true;
    this.#askLater();
  }

  #ask() {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#dirty = false;
    this.#asked.push(performance.now());
    this.#socket.send(this.#id);
  }

  #askLater() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#dirty && this.#asked.length === 0) this.#ask();
    }, INTERVAL);
  }

  #answered(data) {
    const answeredAt = performance.now();
    let record;
    try {
      record = JSON.parse(data);
    } catch {
      return;
    }
    // The one that was watched for comes at the end, before the answer to what was asked after it.
    this.#listener.answered({ record, askedAt: this.#asked.shift(), answeredAt });
    if (record.ended || !record.found) this.close();
    else if (this.#dirty) this.#askLater();
  }

  close() {
    clearTimeout(this.#timer);
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close(1000);
  }
}
