/** What the server tells of a target, in words and figures. */

import { describeCloseCode } from '../shared/close-codes.js';
import { formatCount, formatSeconds, formatTime } from '../shared/format.js';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const ENDED_BY = { peer: 'by the peer', client: 'by this client', cut: 'cut' };

/** Of what is a round number more often than not: 1 s instead of 1.00 s. */
export const formatRound = seconds => formatSeconds(seconds).replace(/\.0+(?= )/, '').replace(/(?<=min) 0 s$|(?<=h) 0 min$/, '');

/** Local; with the day, where it is not this one. @param {string} iso */
export function formatMoment(iso) {
  const date = new Date(iso);
  const time = formatTime(date.getTime()).slice(0, 8);
  return date.toDateString() === new Date().toDateString() ? time : `${day.format(date)}, ${time}`;
}

/** @returns {string} such as `the server refused the upgrade: status 503` */
export const describeFailure = ({ text, detail }) => [text, detail].filter(Boolean).join(': ');

export function describeEnd({ by, code, reason }) {
  const status = code === undefined || code === null ? '' : `${code} ${describeCloseCode(code).name}`;
  return [ENDED_BY[by] ?? by, status, reason && `“${reason}”`].filter(Boolean).join(', ');
}

/** @param {object[]} lifetimes of the last ended connections, newest last */
export function summarizeLifetimes(lifetimes) {
  if (lifetimes.length === 0) return '';
  const last = lifetimes.at(-1);
  const sorted = lifetimes.map(({ lifetime }) => lifetime).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const several = lifetimes.length === 1 ? '' : `, median ${formatSeconds(median)}`;
  return `${formatCount(lifetimes.length)}${several}; last after ${formatSeconds(last.lifetime)}, ${describeEnd(last)}`;
}

const describeFindings = findings => findings.map(({ severity, sentence }) => `${severity}: ${sentence}`).join(' ') || 'nothing found';

/** @param {import('./model.js').Target} target */
export function describeFacts(target) {
  const { url, kind, mode, interval, timeout, connection, lastSuccess, check } = target;
  const facts = [
    ['URL', url],
    ['Kind', `${kind}, ${mode === 'fresh' ? 'each run on a fresh connection' : 'on a kept connection'}`],
    ['Interval', `${formatRound(interval)}, timeout ${formatRound(timeout)}`],
    ['Last success', lastSuccess ? formatMoment(lastSuccess) : 'none known'],
    ...(check ? [['Last check of the path', `${formatMoment(check.time)}: ${describeFindings(check.findings)}`]] : []),
  ];
  if (!connection) return [...facts, ['Connection', 'none seen to open lately']];
  const { address, subprotocol, extensions, certificateNotAfter } = connection;
  return [
    ...facts,
    ['Address', address || 'none'],
    ['Subprotocol', subprotocol || 'none'],
    ['Extensions', extensions || 'none'],
    ['Certificate ends', certificateNotAfter ? day.format(new Date(certificateNotAfter)) : 'no TLS'],
  ];
}
