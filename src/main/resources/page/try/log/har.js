/** A log as an HTTP archive (HAR 1.2) with `_webSocketMessages`, as the tools of browsers write and read them. */

import { fromBase64, toBase64 } from '../../shared/bytes.js';
import { Payload } from '../message/payload.js';
import { LABELS } from './json-lines.js';

const DIRECTIONS = new Map([['send', 'sent'], ['receive', 'received']]);
/** Milliseconds on both sides of 1970, beyond which there is no date. */
const LAST_TIME = 8.64e15;

/** @param {Iterable<import('./log.js').Entry>} entries @returns {object} an entry for each connection that was opened */
export function toHar(entries) {
  const connections = [];
  for (const entry of entries) {
    if (entry.type === 'open' || connections.length === 0) connections.push(begin(entry));
    const { startedDateTime, _webSocketMessages: messages } = connections.at(-1);
    connections.at(-1).time = entry.time - Date.parse(startedDateTime);
    if (entry.payload) messages.push(toMessage(entry));
  }
  return {
    log: {
      version: '1.2',
      creator: { name: 'wsgauge', version: '1' },
      pages: [],
      entries: connections.filter(({ request, _webSocketMessages }) => request.url || _webSocketMessages.length > 0),
    },
  };
}

function begin({ time, address = '' }) {
  const none = { headers: [], cookies: [], headersSize: -1, bodySize: -1, httpVersion: 'HTTP/1.1' };
  const query = URL.canParse(address) ? [...new URL(address).searchParams] : [];
  return {
    _resourceType: 'websocket',
    startedDateTime: new Date(time).toISOString(),
    time: 0,
    request: { ...none, method: 'GET', url: address, queryString: query.map(([name, value]) => ({ name, value })) },
    response: {
      ...none, status: 101, statusText: 'Switching Protocols', content: { size: 0, mimeType: '' }, redirectURL: '',
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    _webSocketMessages: [],
  };
}

const toMessage = ({ direction, type, time, payload }) => ({
  type: direction === 'sent' ? 'send' : 'receive',
  time: time / 1000,
  opcode: type === 'text' ? 1 : 2,
  data: type === 'text' ? payload.toString() : toBase64(payload.bytes),
});

/** @returns {{entries: import('./log.js').Entry[], refused: number}|undefined} undefined for what is no archive */
export function fromHar(text) {
  let archived;
  try {
    archived = JSON.parse(text).log.entries;
  } catch {
    return undefined;
  }
  if (!Array.isArray(archived)) return undefined;
  const entries = [];
  let refused = 0;
  for (const one of archived) {
    const messages = one?._webSocketMessages;
    if (!Array.isArray(messages)) continue;
    const address = String(one.request?.url ?? '');
    entries.push({
      time: Date.parse(one.startedDateTime) || 0, direction: 'event', type: 'open', label: `WebSocket connection to ${address}`, address,
    });
    for (const message of messages) {
      const entry = toEntry(message);
      if (entry) entries.push(entry);
      else refused++;
    }
  }
  return { entries, refused };
}

function toEntry({ type, time, opcode, data }) {
  const direction = DIRECTIONS.get(type);
  if (!direction || !(Math.abs(time * 1000) <= LAST_TIME) || typeof data !== 'string') return undefined;
  try {
    const payload = new Payload(opcode === 2 ? fromBase64(data) : data);
    return { time: time * 1000, direction, type: payload.type, label: LABELS[direction], payload };
  } catch {
    return undefined;
  }
}
