/** A log as JSON Lines, one object for each row, and back. */

import { Payload } from '../message/payload.js';
import { parseHex } from '../validation.js';

const DIRECTIONS = ['sent', 'received', 'event'];
const TYPES = { sent: ['text', 'binary'], received: ['text', 'binary'], event: ['open', 'close', 'error', 'note'] };
export const LABELS = { sent: 'Sent message: ', received: 'Received message: ' };

/** @param {Iterable<import('./log.js').Entry>} entries @returns {string[]} a line each; `lostBytes` where not all was kept */
export const toJsonLines = entries => Array.from(entries, entry => `${JSON.stringify(toRecord(entry))}\n`);

function toRecord({ time, direction, type, label, payload, detail, command, roundTrip, address }) {
  const record = { time: new Date(time).toISOString(), direction, type };
  if (payload) {
    record.bytes = payload.size;
    if (roundTrip !== undefined) record.roundTripMillis = Number(roundTrip.toFixed(3));
    record[type === 'binary' ? 'hex' : 'text'] = payload.toString();
    if (payload.lost > 0) record.lostBytes = payload.lost;
  } else {
    record.event = label;
  }
  return { ...record, address, detail, command }; // JSON leaves out what is undefined
}

/**
 * @param {string} text
 * @returns {{entries: import('./log.js').Entry[], refused: number}} what is no row of a log is counted alone
 */
export function fromJsonLines(text) {
  const entries = [];
  let refused = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const entry = readLine(line);
    if (entry) entries.push(entry);
    else refused++;
  }
  return { entries, refused };
}

function readLine(line) {
  try {
    return toEntry(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function toEntry({ time, direction, type, text, hex, event, detail, command, roundTripMillis, address }) {
  const at = Date.parse(time);
  if (!DIRECTIONS.includes(direction) || !TYPES[direction].includes(type) || Number.isNaN(at)) return undefined;
  const entry = { time: at, direction, type, label: LABELS[direction] ?? String(event) };
  if (direction === 'event') {
    if (detail !== undefined) entry.detail = String(detail);
    if (command !== undefined) entry.command = String(command);
    if (address !== undefined) entry.address = String(address);
  } else {
    entry.payload = new Payload(type === 'binary' ? parseHex(String(hex)) : String(text));
    if (Number.isFinite(roundTripMillis)) entry.roundTrip = roundTripMillis;
  }
  return entry;
}
