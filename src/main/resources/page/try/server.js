/** The server that the page came from: where its WebSocket is, and what is known of how it behaves. */

import { answersEach, scenarioOf, withScenario } from './scenario/query.js';

const DEFAULT_SOCKET_PATH = '/ws';
const PATIENCE = 3000; // milliseconds

/** @implements {import('./connection/session.js').Server} */
class PageServer {
  /** Whether the query of its WebSocket asks it to behave, and it remembers connections. */
  hasScenarios = false;

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
    if (!this.hasScenarios || !this.#isIts(address)) return { address };
    const scenario = scenarioOf(address);
    const id = scenario.get('id') || newId();
    scenario.set('id', id);
    return { address: withScenario(address, scenario), id };
  }
}

/** As hard to guess as a Sec-WebSocket-Key. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** @returns {Promise<{server: PageServer, problem: string|undefined}>} never rejected */
export async function readServer() {
  try {
    const response = await fetch('page/settings.json', { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { socketPath, socketPort } = await response.json();
    if (!socketPath?.startsWith?.('/')) throw new Error('no socketPath in it');
    return { server: new PageServer(socketAddress(socketPath, socketPort)) };
  } catch (error) {
    return {
      server: new PageServer(socketAddress(DEFAULT_SOCKET_PATH)),
      problem: `The server's settings could not be read (${error.message}): ${DEFAULT_SOCKET_PATH} is assumed.`,
    };
  }
}

/** Relative to the page, whose own path may begin with what a proxy puts before it. */
function socketAddress(path, port) {
  const url = new URL(`.${path}`, location.href);
  url.protocol = location.protocol.replace('http', 'ws');
  if (port) url.port = port;
  return url.href;
}
