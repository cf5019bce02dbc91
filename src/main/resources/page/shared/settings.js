/** Where the server that the page came from has its WebSocket. */

const DEFAULT_SOCKET_PATH = '/ws';
const PATIENCE = 3000; // milliseconds

/** @returns {Promise<{address: string, problem: string|undefined}>} never rejected; `problem` says why it is a guess */
export async function readSocketAddress() {
  try {
    const response = await fetch('page/settings.json', { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { socketPath, socketPort } = await response.json();
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
