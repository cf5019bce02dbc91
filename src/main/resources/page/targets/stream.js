/** The server's stream of results: opened again, without end, when it is lost. */

/** Milliseconds between own attempts: where the server refuses the stream, the browser gives up. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;

const EVENTS = ['result', 'state', 'findings', 'targets'];

/**
 * @typedef {object} StreamListener
 * @property {() => void} opened also each time that it is open again: what was sent meanwhile is missing
 * @property {() => void} lost it is being opened again; may be called more than once
 * @property {(event: object) => void} result
 * @property {(event: object) => void} state
 * @property {(event: object) => void} findings of a check of a target's path
 * @property {() => void} targets the set of targets has changed
 */
export class TargetsStream {
  #listener;
  /** @type {EventSource|undefined} */
  #source;
  #timer;
  #wait = FIRST_WAIT;

  /** @param {StreamListener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** Also closes what was open. */
  open() {
    this.close();
    const source = this.#source = new EventSource('api/results');
    source.onopen = () => {
      this.#wait = FIRST_WAIT;
      this.#listener.opened();
    };
    source.onerror = () => {
      this.#listener.lost();
      if (source.readyState === EventSource.CLOSED) this.#openLater();
    };
    for (const name of EVENTS) {
      source.addEventListener(name, ({ data }) => this.#listener[name](JSON.parse(data)));
    }
  }

  #openLater() {
    this.#timer = setTimeout(() => this.open(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
  }

  /** Nothing is told after this. */
  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }
}
