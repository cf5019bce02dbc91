/** What only this browser can see of the path: whether its own WebSocket opens, and what becomes of it in silence. */

/** Milliseconds. */
const OPENING_PATIENCE = 15_000;

/**
 * @typedef {object} BrowserView
 * @property {boolean} opened
 * @property {number} [opening] seconds until it was open
 * @property {string} [failure] why the browser did not even try
 * @property {number} [cutAfter] seconds of silence after which it ended
 * @property {number} [code] of that end
 * @property {number} [silence] seconds for which it was watched, and was open
 * @property {string} pageProtocol of the page itself, such as `h2`; empty where it is not told
 */

const seconds = since => (performance.now() - since) / 1000;

/** How the page came: a WebSocket goes another way where a proxy has HTTP/2 for pages alone. */
function pageProtocol() {
  return performance.getEntriesByType('navigation')[0]?.nextHopProtocol ?? '';
}

/**
 * Opens one WebSocket, sends nothing, and waits.
 *
 * @param {string} url
 * @param {number} horizon seconds of silence; 0 for none
 * @param {AbortSignal} signal ends it early
 * @returns {Promise<BrowserView>} never rejected
 */
export function look(url, horizon, signal) {
  const view = { opened: false, pageProtocol: pageProtocol() };
  return new Promise(resolve => {
    let socket;
    let timer;
    const finish = more => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (socket) socket.onclose = null; // What comes of the close below is no end that was found.
      resolve(Object.assign(view, more));
      socket?.close();
    };
    const began = performance.now();
    let opened;
    const abort = () => finish(view.opened ? { silence: seconds(opened) } : { failure: 'stopped before it was open' });
    try {
      socket = new WebSocket(url);
    } catch ({ message }) {
      finish({ failure: message }); // such as ws: from a page of https:
      return;
    }
    timer = setTimeout(() => finish({ failure: `no answer in ${OPENING_PATIENCE / 1000} s` }), OPENING_PATIENCE);
    signal.addEventListener('abort', abort);
    socket.onopen = () => {
      opened = performance.now();
      Object.assign(view, { opened: true, opening: seconds(began) });
      clearTimeout(timer);
      timer = setTimeout(() => finish({ silence: seconds(opened) }), horizon * 1000);
    };
    socket.onclose = ({ code }) => finish(view.opened ? { cutAfter: seconds(opened), code } : { code });
  });
}
