/**
 * Why a handshake failed. A browser hides the status and the body of a refused upgrade, so the same URL is asked once
 * more by a plain GET, where that is allowed. What comes back is evidence about the server, not about the handshake:
 * the findings are worded after that.
 */

import { toBase64 } from '../../shared/bytes.js';
import { shell } from '../code/quote.js';

const PATIENCE = 5000; // milliseconds
const SHELL_HINT = 'A shell shows how the handshake itself is answered:';

/**
 * @typedef {object} Finding
 * @property {string} label what was measured
 * @property {string} detail what follows from it
 * @property {string} [command] a shell command that shows more
 */

/** @returns {Promise<Finding>} never rejected */
export async function explainFailedHandshake(address, subprotocols) {
  const url = new URL(address);
  url.protocol = url.protocol.replace('ws', 'http');
  const command = curlCommand(url, subprotocols);
  if (url.origin !== location.origin) {
    return {
      label: 'The browser does not say why the handshake failed.',
      detail: `It also keeps this page from asking another origin (${url.origin}).\n${SHELL_HINT}`,
      command,
    };
  }
  const { label, detail } = await ask(url, subprotocols);
  return { label, detail: `${detail}\n${SHELL_HINT}`, command };
}

/** @returns {Promise<{label: string, detail: string}>} */
async function ask(url, subprotocols) {
  const startedAt = performance.now();
  const question = `A plain GET of ${url.href}`;
  try {
    const response = await fetch(url, {
      cache: 'no-store',
      redirect: 'manual', // a handshake is not redirected either
      signal: AbortSignal.timeout(PATIENCE),
    });
    const answer = await readAnswer(response);
    const took = Math.round(performance.now() - startedAt);
    if (response.type === 'opaqueredirect') {
      return {
        label: `${question} was answered with a redirect, in ${took} ms.`,
        detail: 'A WebSocket handshake does not follow redirects. '
          + 'The target is often the https address, or the path with a slash at its end.',
      };
    }
    const status = [response.status, answer.title ?? response.statusText].join(' ').trim();
    const reason = answer.detail ? `Its reason: ${answer.detail}\n` : '';
    return {
      label: `${question} was answered ${status}, in ${took} ms.`,
      detail: reason + interpret(response, answer, subprotocols),
    };
  } catch (error) {
    if (error.name === 'TimeoutError') {
      return {
        label: `${question} had no answer within ${PATIENCE / 1000} s.`,
        detail: 'The server, or something on the path to it, takes the request and stays silent.',
      };
    }
    return {
      label: `${question} failed too.`,
      detail: 'The browser got no answer at all: the server may be down, or the path to it cut.',
    };
  }
}

/** The server explains a refusal as RFC 9457 has it; another one may answer anything. */
async function readAnswer(response) {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('application/problem+json')) {
    try {
      const { title, detail } = await response.json();
      return { type, title, detail };
    } catch (failure) {
      if (failure.name === 'TimeoutError') throw failure;
    }
  } else {
    response.body?.cancel(); // It may be endless, and is not needed.
  }
  return { type };
}

function interpret({ status, ok }, { type, detail }, subprotocols) {
  const offered = subprotocols.join(', ');
  if (ok) {
    return `Something answers plain requests there${type && `, with ${type}`}; it is probably no WebSocket endpoint. `
      + 'Either the address is wrong, or a proxy leads elsewhere.';
  }
  switch (status) {
    case 426:
      return 'The server is there and asks for an upgrade, so that of the handshake was probably lost or refused. '
        + 'Likely causes:\n'
        + '– a proxy on the path does not forward the Upgrade and Connection headers\n'
        + (offered ? `– the server took none of the subprotocols offered (${offered})\n` : '')
        + '– a rule that only handshakes meet, such as a check of the Origin header';
    case 401:
    case 403:
      return 'The server, or something before it, refuses access. The handshake probably met the same rule.';
    case 404:
      return 'Nothing is at this path, so the address is probably wrong.';
    case 502:
    case 504:
      return 'This is what a gateway says that got no valid answer from the server behind it.';
    case 503:
      return detail
        ? 'The server takes no new connection for now.'
        : 'The server, or a proxy before it, takes no requests for now.';
    default:
      return 'The server, or something before it, refused the plain request; the handshake may have met the same.';
  }
}

/** The handshake as this page sends it, for a shell, where its answer can be read. */
function curlCommand(url, subprotocols) {
  const key = toBase64(crypto.getRandomValues(new Uint8Array(16)));
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
    Origin: location.origin,
  };
  if (subprotocols.length > 0) headers['Sec-WebSocket-Protocol'] = subprotocols.join(', ');
  const options = Object.entries(headers).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`);
  // Over https curl would negotiate HTTP/2, which has no Upgrade.
  return ['curl -i -N --http1.1 --max-time 5', ...options, shell(url.href)].join(' ');
}
