/** The server that the page came from: where its WebSocket is, and what is known of how it behaves. */

import { toHex } from '../shared/bytes.js';
import { readSocketAddress } from '../shared/settings.js';
import { answersEach, scenarioOf, withScenario } from './scenario/query.js';

/** @implements {import('./connection/session.js').Server} */
class PageServer {
  /** Whether it remembers connections by the names that they have in the query of its WebSocket. */
  hasRecords = false;

  constructor(address) {
    this.address = address;
  }

  /** Where it answers an id with the record of the connection of that name. */
  get recordAddress() {
    return withScenario(this.address, new URLSearchParams({ reply: 'record' }));
  }

  #isIts(address) {
    return withScenario(address, new URLSearchParams()) === this.address;
  }

  /** Of this server it is known, unless a scenario has it send more or less; of any other it is not. */
  answersInOrder(address) {
    return this.#isIts(address) && answersEach(scenarioOf(address));
  }

  /** With a name in its query, by which the server can be asked for it; to another server nothing is added. */
  identify(address) {
    if (!this.hasRecords || !this.#isIts(address)) return { address };
    const scenario = scenarioOf(address);
    const id = scenario.get('id') || newId();
    scenario.set('id', id);
    return { address: withScenario(address, scenario), id };
  }
}

/** As hard to guess as a Sec-WebSocket-Key. */
function newId() {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

/** @returns {Promise<{server: PageServer, problem: string|undefined}>} never rejected */
export async function readServer() {
  const { address, problem } = await readSocketAddress();
  return { server: new PageServer(address), problem };
}
