/** What both ends saw of one connection, side by side, and what must have happened between them. */

import { formatBytes, formatCount, formatDuration } from '../../shared/format.js';

/** Seconds after which what is still missing counts as late. */
const LATE = 1;

/**
 * @typedef {object} Page what this end saw
 * @property {{messages: number, bytes: number, lastAge: number|undefined}} sent ages in seconds since it opened
 * @property {{messages: number, bytes: number, lastAge: number|undefined}} received
 * @property {number} age
 * @property {boolean} closed
 *
 * @typedef {{kind: 'good'|'note'|'bad', text: string}} Finding
 */

/**
 * @param {Page} page
 * @param {object} record as docs/scenarios.md has it, asked for after the page had seen this much
 * @returns {Finding[]}
 */
export function compare(page, record) {
  return [
    ...compareFlow('sent by the page', page.sent, record.received, page, record),
    ...compareArrival(page, record),
    ...split('received', record.received),
    ...split('sent', record.sent),
    ...squeezed('received', record.received),
    ...squeezed('sent', record.sent),
    ...unsent(record),
    ...ending(record, page),
  ];
}

function compareFlow(what, here, there, page, record) {
  const missing = here.messages - there.messages;
  if (missing > 0 && here.bytes === there.bytes) {
    return [{ kind: 'bad', text: `Merged: ${messages(here.messages)} ${what} came as ${formatCount(there.messages)}, with the same bytes.` }];
  }
  if (missing < 0) {
    return [{ kind: 'bad', text: `${messages(-missing)} more came to the server than the page has sent: split or made up on the way.` }];
  }
  if (missing === 0 && here.bytes !== there.bytes) {
    return [{ kind: 'bad', text: `Changed on the way: ${formatBytes(here.bytes)} ${what}, ${formatBytes(there.bytes)} came.` }];
  }
  if (missing === 0) return [{ kind: 'good', text: `${all(here.messages)} ${what} came to the server.` }, ...delayed(here, there)];
  const waits = record.age - (here.lastAge ?? 0);
  if (record.ended) return [{ kind: 'bad', text: `Lost: ${messages(missing)} ${what} never came to the server.` }];
  return [{ kind: waits > LATE ? 'bad' : 'note', text: `${messages(missing)} ${what} ${waits > LATE ? `not there after ${formatDuration(1000 * waits)}: delayed or lost` : 'still on the way'}.` }];
}

/** Both ages begin with the handshake, half a round trip apart; another frame behind the message would hide when it came. */
function delayed(here, there) {
  const took = there.lastAge - here.lastAge;
  if (there.frames !== there.messages || !(took > LATE)) return [];
  return [{ kind: 'bad', text: `Delayed: the latest took about ${formatDuration(1000 * took)} to the server.` }];
}

function compareArrival({ received, closed, age }, { sent, ended, age: serverAge }) {
  const missing = sent.messages - received.messages;
  if (missing === 0 && sent.bytes === received.bytes) return [{ kind: 'good', text: `${all(sent.messages)} sent by the server came to the page.` }];
  if (missing > 0 && sent.bytes === received.bytes) return [{ kind: 'bad', text: `Merged: ${messages(sent.messages)} sent by the server came as ${formatCount(received.messages)}.` }];
  if (missing < 0) return ended || closed ? [{ kind: 'bad', text: `${messages(-missing)} more came to the page than the server has sent.` }] : [];
  if (missing === 0) return [{ kind: 'bad', text: `Changed on the way: ${formatBytes(sent.bytes)} sent by the server, ${formatBytes(received.bytes)} came.` }];
  if (closed) return [{ kind: 'bad', text: `Lost: ${messages(missing)} sent by the server never came to the page.` }];
  const waits = Math.min(age, serverAge) - (sent.lastAge ?? 0);
  return [{ kind: waits > LATE ? 'bad' : 'note', text: `${messages(missing)} sent by the server ${waits > LATE ? 'not there yet: delayed or lost' : 'still on the way'}.` }];
}

function split(what, { messages: count, fragments }) {
  if (fragments === 0) return [];
  return [{ kind: 'note', text: `Split: the server ${what} ${formatCount(fragments)} fragments among ${messages(count)}.` }];
}

function squeezed(what, { bytes, wireBytes, messages: count }) {
  if (count === 0 || wireBytes >= bytes) return [];
  const share = Math.round(100 * wireBytes / bytes);
  return [{ kind: 'note', text: `Compressed: ${formatBytes(bytes)} ${what} by the server took ${formatBytes(wireBytes)}, ${share} %.` }];
}

function unsent({ unsentBytes, ended }) {
  if (unsentBytes === 0) return [];
  const text = ended ? 'never left the server' : 'wait in the server: the path or the page does not take them';
  return [{ kind: 'bad', text: `Stall: about ${formatBytes(unsentBytes)} ${text}.` }];
}

function ending({ ended, age }, { closed }) {
  if (!ended) {
    return closed ? [{ kind: 'bad', text: 'The page has seen the end, the server has not: for it the connection is still open.' }] : [];
  }
  const who = { peer: 'the client, or what stands in for it', server: 'the server', none: 'neither end' }[ended.by] ?? ended.by;
  const how = {
    close: 'with a close frame', fin: 'by TCP alone (FIN)', rst: 'by a reset (RST)', timeout: 'by a timeout',
  }[ended.how] ?? ended.how;
  const findings = [{ kind: ended.how === 'close' ? 'good' : 'bad', text: `Ended after ${formatDuration(1000 * age)} by ${who}, ${how}.` }];
  for (const direction of ['received', 'sent']) {
    const frame = ended[direction];
    if (frame) findings.push({ kind: 'note', text: `The server ${direction} close ${frame.code}${frame.reason ? ` “${frame.reason}”` : ''}.` });
  }
  return findings;
}

const messages = count => (count === 1 ? '1 message' : `${formatCount(count)} messages`);
const all = count => (count === 1 ? 'The 1 message' : `All ${messages(count)}`);
