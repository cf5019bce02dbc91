/** What the server says of itself: where its WebSocket is, and whether it is a node of a cluster. */

const DEFAULT_SOCKET_PATH = '/ws';
const PATIENCE = 3000; // milliseconds

/** @type {Promise<object>|undefined} what was read, or is being read; undefined after a failure */
let settings;

async function fetchSettings() {
  const response = await fetch('page/settings.json', { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

/** @returns {Promise<{socketPath?: string, socketPort?: number, cluster?: boolean}>} the same for all who ask */
export function readSettings() {
  settings ??= fetchSettings().catch(failure => {
    settings = undefined;
    throw failure;
  });
  return settings;
}

/** @returns {Promise<{address: string, problem: string|undefined}>} never rejected; `problem` says why it is a guess */
export async function readSocketAddress() {
  try {
    const { socketPath, socketPort } = await readSettings();
    if (!socketPath?.startsWith?.('/')) throw new Error('no socketPath in it');
    return { address: socketAddress(socketPath, socketPort) };
  } catch (error) {
    return {
      address: socketAddress(DEFAULT_SOCKET_PATH),
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
