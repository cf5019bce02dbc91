/**
 * Tells which message answers which, and so how long a round trip took. Nothing in the protocol says so: either the
 * server answers each message once, in order, or an answer is known by being the echo of what was sent.
 */

/** Messages that are remembered for their echo; a server that never answers must not fill the memory. */
const MOST_AWAITED = 100;

export class Answers {
  #inOrder;
  /** @type {{payload: Payload, sentAt: number}[]} the oldest first */
  #awaited = [];

  /** @param {boolean} inOrder whether the server sends nothing but one answer to each message, in their order */
  constructor(inOrder) {
    this.#inOrder = inOrder;
  }

  sent(payload, sentAt) {
    this.#awaited.push({ payload: this.#inOrder ? undefined : payload, sentAt });
    if (!this.#inOrder && this.#awaited.length > MOST_AWAITED) this.#awaited.shift();
  }

  /** @returns {number|undefined} when that was sent which this answers; undefined where it is not known to answer any */
  received(payload) {
    if (this.#inOrder) return this.#awaited.shift()?.sentAt;
    const index = this.#awaited.findIndex(awaited => awaited.payload.equals(payload));
    return index < 0 ? undefined : this.#awaited.splice(index, 1)[0].sentAt;
  }
}
