/** One WebSocket connection, from the handshake to the close: measures it and shows nothing. */

import { Answers } from './answers.js';
import { Payload } from '../message/payload.js';

/**
 * @typedef {object} ConnectionListener
 * @property {(handshake: {duration: number, subprotocol: string, extensions: string}) => void} opened
 * @property {(payload: Payload) => void} sent
 * @property {(payload: Payload, roundTrip: number|undefined) => void} received
 * @property {(failure: {opened: boolean, requested: boolean}) => void} failed always followed by `closed`
 * @property {(close: Close) => void} closed the last call
 *
 * @typedef {object} Close
 * @property {number} code
 * @property {string} reason
 * @property {boolean} clean whether the closing handshake was completed
 * @property {boolean} requested whether this end asked for the close first
 * @property {boolean} opened whether the handshake had succeeded
 * @property {number} duration milliseconds since the connection opened, or since the attempt if it never did
 * @property {number|undefined} silence milliseconds since the last message either way; undefined if there was none
 */
export class Connection {
  #socket;
  #listener;
  #startedAt = performance.now();
  #openedAt;
  #lastMessageAt;
  #closeRequested = false;
  #answers;

  /**
   * @param {boolean} answersInOrder whether the server sends nothing but one answer to each message, in their order
   * @param {ConnectionListener} listener
   * @throws {DOMException} for what the browser refuses to try at all
   */
  constructor(address, subprotocols, answersInOrder, listener) {
    const socket = new WebSocket(address, subprotocols);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#openedAt = performance.now();
      listener.opened({
        duration: this.#openedAt - this.#startedAt,
        subprotocol: socket.protocol,
        extensions: socket.extensions,
      });
    };
    socket.onmessage = ({ data }) => {
      const now = this.#lastMessageAt = performance.now();
      const payload = new Payload(data);
      const sentAt = this.#answers.received(payload);
      listener.received(payload, sentAt === undefined ? undefined : now - sentAt);
    };
    socket.onerror = () => listener.failed({
      opened: this.#openedAt !== undefined,
      requested: this.#closeRequested,
    });
    socket.onclose = ({ code, reason, wasClean }) => listener.closed(this.#describeClose(code, reason, wasClean));
    this.#socket = socket;
    this.#answers = new Answers(answersInOrder);
    this.#listener = listener;
  }

  get isOpen() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Bytes that wait in the browser, because the path does not take them as fast as they are sent. */
  get bufferedAmount() {
    return this.#socket.bufferedAmount;
  }

  /** Milliseconds since it opened, by a clock that does not jump; undefined before. */
  get age() {
    return this.#openedAt === undefined ? undefined : performance.now() - this.#openedAt;
  }

  /** @param {string|Uint8Array} data */
  send(data) {
    const payload = new Payload(data);
    // Before send(), so that the time it takes to copy a large message counts.
    this.#lastMessageAt = performance.now();
    this.#answers.sent(payload, this.#lastMessageAt);
    this.#socket.send(data);
    this.#listener.sent(payload);
  }

  /** Also gives up a handshake that has not ended. @param {number} [code] none sends a close frame without status */
  close(code, reason) {
    this.#closeRequested = true;
    if (code === undefined) this.#socket.close();
    else this.#socket.close(code, reason);
  }

  #describeClose(code, reason, clean) {
    const now = performance.now();
    const opened = this.#openedAt !== undefined;
    return {
      code, reason, clean, opened,
      requested: this.#closeRequested,
      duration: now - (this.#openedAt ?? this.#startedAt),
      silence: this.#lastMessageAt === undefined ? undefined : now - this.#lastMessageAt,
    };
  }
}
