/** What has happened at the server from one record to the next: a line for each frame, where it keeps them. */

import { formatBytes, formatCount } from '../../shared/format.js';

const NONE = { messages: 0, frames: 0, fragments: 0, bytes: 0, wireBytes: 0, pings: 0, pongs: 0 };

/**
 * @param {object|undefined} before undefined at first
 * @param {object} after a record, as docs/scenarios.md has it
 * @returns {{age: number, direction: 'sent'|'received'|'event', text: string}[]} ages in seconds; the earlier first
 */
export function changes(before, after) {
  const events = before ? [] : [{ age: 0, direction: 'event', text: describeOpening(after) }];
  for (const direction of ['received', 'sent']) events.push(...flowEvents(direction, before?.[direction] ?? NONE, after[direction], after.age));
  if (after.ended && !before?.ended) {
    const { by, how } = after.ended;
    events.push({ age: after.age, direction: 'event', text: `ended by ${by}, ${how}` });
  }
  return events.sort((one, other) => one.age - other.age);
}

/** Frame by frame where the record has them; of those that it has not any more, their number. */
function flowEvents(direction, before, now, age) {
  if (!Array.isArray(now.latest)) {
    const text = describeFlow(before, now);
    return text ? [{ age: now.lastAge ?? age, direction, text }] : [];
  }
  const added = now.frames - before.frames;
  if (added === 0) return [];
  const fresh = now.latest.slice(-added);
  const missed = added - fresh.length;
  const events = fresh.map(frame => ({ age: frame.age, direction, text: describeFrame(frame) }));
  return missed > 0 ? [{ age: fresh[0]?.age ?? age, direction, text: `${count(missed, 'frame')} before the next` }, ...events] : events;
}

function describeFrame({ opcode, final, compressed, bytes }) {
  return [opcode, formatBytes(bytes), compressed && 'compressed', final ? 'final' : 'more follows'].filter(Boolean).join(', ');
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
