/** Scenarios by the names that people have for them. */

import { breaksRule } from './rules.js';

const PRESETS = [
  ['Echo', 'reply=echo'],
  ['What the server saw of the handshake', 'reply=info'],
  ['Slow answers', 'delay=2s&jitter=1s'],
  ['Answers in fragments', 'reply=echo&fragment=3'],
  ['No answer', 'reply=none'],
  ['Push each second', 'push=1s'],
  ['Large push', 'push=1s&pushSize=64KiB'],
  ['Burst of 1,000', 'burst=1000&burstSize=1KiB'],
  ['Slow consumer', 'stopReading=10s'],
  ['No keep-alive', 'keepAlive=no'],
  ['Dead to pings', 'pong=no'],
  ['Closes after 60 s idle', 'keepAlive=no&closeAfter=60s&closeCode=1001&closeReason=idle'],
  ['Restart with 1012', 'closeAfter=10s&closeCode=1012&closeReason=service+restart'],
  ['Overloaded: 1013', 'closeAfterMessages=1&closeCode=1013&closeReason=try+again+later'],
  ['Drops without close', 'dropAfter=10s'],
  ['Reset without close', 'dropAfter=10s&drop=rst'],
  ['Deaf to close', 'ignoreClose=yes'],
  ['Refuses: 503 with Retry-After', 'status=503&retryAfter=5'],
  ['Refuses: 401', 'status=401'],
  ['Redirects', 'status=302&location=/elsewhere'],
  ['Slow handshake', 'handshakeDelay=5s'],
  ['No compression', 'deflate=no'],
  ['Text that is no UTF-8', 'invalid=utf8'],
];

/**
 * @param {import('./rules.js').Parameter[]} parameters that the server allows
 * @returns {{name: string, query: string}[]} those that it allows as well
 */
export function presetsFor(parameters) {
  const known = new Map(parameters.map(parameter => [parameter.name, parameter]));
  return PRESETS
    .filter(([, query]) => [...new URLSearchParams(query)].every(([name, value]) => known.has(name) && !breaksRule(known.get(name), value)))
    .map(([name, query]) => ({ name, query }));
}
