/**
 * One tab of the console: an address with its settings, the connection to it that there is or was, and the log of all of
 * them. Shows nothing.
 */

import { formatDuration } from '../../shared/format.js';
import { Log } from '../log/log.js';
import { InvalidInput, parseAddress, parseSubprotocols } from '../validation.js';
import { Connection } from './connection.js';
import { explainFailedHandshake } from './handshake.js';
import { describeClose, describeFailure, summarizeClose } from './outcome.js';
import { Readings } from './readings.js';
import { Retry } from './retry.js';
import { GREETING, USUAL } from './settings.js';

/**
 * @typedef {'Closed'|'Connecting'|'Open'|'Closing'|'Waiting'} State waiting is for the next attempt
 *
 * @typedef {object} Server what is known of the server of the page
 * @property {(address: string) => boolean} answersInOrder
 * @property {(address: string) => {address: string, id: string|undefined}} identify how it can be asked for the record
 *     of a connection
 */
export class Session {
  log = new Log();
  readings = new Readings();
  /** @type {State} */
  state = 'Closed';
  detail = '';
  /** Where `connection` leads; of the latest, once it has ended. */
  address = '';
  /** By which the server knows the latest connection; undefined where it is another server. */
  recordId;
  /** What is being written. @type {import('../send/composer.js').Draft} */
  draft = { mode: 'text', text: '' };
  /** What is looked for in the log. */
  search = { text: '', direction: 'all', type: 'all', size: '' };
  /** Of whom the log is; of a file, its name. */
  title = '';
  /** Of the messages sent over this connection, for `{{sequence}}`. */
  sequence = 0;
  #connection;
  #retry = new Retry();
  #reopenWith;
  #server;
  #listeners = new Set();

  /**
   * @param {number} id its number on this page
   * @param {Server} server
   * @param {object} settings what differs from `USUAL`, with the `address` that is typed
   */
  constructor(id, server, settings) {
    this.id = id;
    this.#server = server;
    this.settings = { ...USUAL, ...settings };
  }

  /** @param {(what: string, more: object) => void} listener told of `state`, `sent`, `received`, `closed` and `finding` */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(what, more) {
    for (const listener of this.#listeners) listener(what, more);
  }

  get connection() {
    return this.#connection;
  }

  #setState(state, detail = '') {
    this.state = state;
    this.detail = detail;
    this.#tell('state');
  }

  note(label, more = {}) {
    return this.log.add({ direction: 'event', type: 'note', label, ...more });
  }

  /** Anew where there is a connection: that is closed first. @param {string} address @param {string[]} subprotocols */
  connect(address, subprotocols) {
    this.#retry.reset();
    if (this.#connection) {
      this.#reopenWith = [address, subprotocols];
      this.#setState('Closing');
      this.#connection.close(1000);
    } else {
      this.#open(address, subprotocols);
    }
  }

  /** As its settings say, where they are in order. */
  reopen() {
    try {
      this.connect(parseAddress(this.settings.address), parseSubprotocols(this.settings.subprotocols));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
  }

  #open(typed, subprotocols) {
    const offered = subprotocols.join(', ');
    const { address, id } = this.#server.identify(typed);
    this.address = typed;
    this.recordId = id;
    this.sequence = 0;
    this.readings = new Readings();
    this.note(`Connecting to ${typed}`, { detail: offered ? `Subprotocols offered: ${offered}` : undefined });
    const first = { sent: true, received: true };
    const message = (direction, label, payload, roundTrip) => {
      const entry = this.log.add({ direction, type: payload.type, label, payload, roundTrip, first: first[direction] });
      first[direction] = false;
      this.#tell(direction, entry);
    };
    try {
      this.#connection = new Connection(address, subprotocols, this.#server.answersInOrder(typed), {
        opened: handshake => this.#opened(handshake),
        sent: payload => {
          this.readings.addSent(payload.size, this.#connection.age / 1000);
          message('sent', 'Sent message: ', payload);
        },
        received: (payload, roundTrip) => {
          this.readings.addReceived(payload.size, this.#connection.age / 1000, roundTrip);
          message('received', 'Received message: ', payload, roundTrip);
        },
        failed: failure => this.#error(describeFailure(failure)),
        closed: close => this.#closed(close, typed, subprotocols),
      });
      this.#setState('Connecting');
    } catch (error) {
      this.#error(error.message);
    }
  }

  #error(words) {
    this.log.add({ direction: 'event', type: 'error', label: `WebSocket error: ${words}` });
  }

  #opened({ duration, subprotocol, extensions }) {
    this.#retry.reset();
    this.log.add({
      direction: 'event',
      type: 'open',
      label: 'WebSocket connection opened.',
      detail: `Handshake: ${formatDuration(duration)} · subprotocol: ${subprotocol || 'none'}`
        + ` · extensions: ${extensions || 'none'}`,
      address: this.address,
    });
    this.#setState('Open', subprotocol);
    if (this.settings.greet) this.#connection.send(GREETING);
  }

  async #closed(close, address, subprotocols) {
    this.#connection = undefined;
    const entry = this.log.add({
      direction: 'event', type: 'close', label: 'WebSocket connection closed.', detail: describeClose(close),
    });
    this.#setState('Closed', summarizeClose(close));
    this.#tell('closed', { ...close, entry });
    const reopenWith = this.#reopenWith;
    this.#reopenWith = undefined;
    if (reopenWith) this.#open(...reopenWith);
    else if (this.settings.reconnect && !close.requested) this.#await(address, subprotocols);
    if (close.opened || close.requested) return;
    const finding = await explainFailedHandshake(address, subprotocols);
    this.#tell('finding', { ...finding, entry: this.note(finding.label, finding) });
  }

  #await(address, subprotocols) {
    const { attempt, delay } = this.#retry.begin(
      (number, left) => this.#setState('Waiting', `attempt ${number} in ${Math.ceil(left / 1000)} s`),
      () => this.#open(address, subprotocols),
    );
    this.note(`Connecting again in ${formatDuration(delay)}`, { detail: `Attempt ${attempt} since it was lost` });
  }

  /** Also gives up an attempt, or the wait for the next. @param {number} [code] */
  disconnect(code, reason) {
    this.#reopenWith = undefined;
    this.#retry.stop();
    if (this.#connection) {
      this.#setState('Closing');
      this.#connection.close(code, reason);
    } else if (this.state === 'Waiting') {
      this.note('No more attempts are made.');
      this.#setState('Closed', 'given up');
    }
  }

  /** @param {string|Uint8Array} message @throws {InvalidInput} if nothing can be sent now */
  send(message) {
    if (!this.#connection?.isOpen) throw new InvalidInput('There is no open connection: connect first.');
    this.#connection.send(message);
  }
}
