/** What has happened at the server from one record to the next, one line for each kind. */

import { formatBytes, formatCount } from '../../shared/format.js';

const NONE = { messages: 0, frames: 0, fragments: 0, bytes: 0, wireBytes: 0, pings: 0, pongs: 0 };

/**
 * @param {object|undefined} before undefined at first
 * @param {object} after a record, as docs/scenarios.md has it
 * @returns {{age: number, direction: 'sent'|'received'|'event', text: string}[]} ages in seconds; the earlier first
 */
export function changes(before, after) {
  const events = before ? [] : [{ age: 0, direction: 'event', text: describeOpening(after) }];
  for (const direction of ['received', 'sent']) {
    const now = after[direction];
    const text = describeFlow(before?.[direction] ?? NONE, now);
    if (text) events.push({ age: now.lastAge ?? after.age, direction, text });
  }
  if (after.ended && !before?.ended) {
    const { by, how } = after.ended;
    events.push({ age: after.age, direction: 'event', text: `ended by ${by}, ${how}` });
  }
  return events.sort((one, other) => one.age - other.age);
}

function describeOpening({ connection, node, negotiated: { subprotocol, extensions } }) {
  return [`opened: connection ${connection} of ${node}`, subprotocol, extensions].filter(Boolean).join(', ');
}

function describeFlow(before, now) {
  const more = name => now[name] - before[name];
  const parts = [];
  if (more('messages') > 0) parts.push(`${count(more('messages'), 'message')}, ${formatBytes(more('bytes'))}`);
  if (more('frames') > 0) parts.push(`${count(more('frames'), 'frame')}, ${formatBytes(more('wireBytes'))} on the wire`);
  if (more('fragments') > 0) parts.push(`${count(more('fragments'), 'fragment')}`);
  if (more('pings') > 0) parts.push(count(more('pings'), 'ping'));
  if (more('pongs') > 0) parts.push(count(more('pongs'), 'pong'));
  return parts.join(' · ');
}

const count = (number, noun) => `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
