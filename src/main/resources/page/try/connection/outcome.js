/** How a connection ended, in words. */

import { describeCloseCode } from '../../shared/close-codes.js';
import { formatDuration } from '../../shared/format.js';

/** What the browser tells of an error: not more than when it happened. */
export function describeFailure({ opened, requested }) {
  if (!opened && requested) return 'given up by this page before the handshake ended.';
  return opened
    ? 'the connection failed; the browser hides the cause.'
    : 'the handshake failed; the browser hides the cause.';
}

/** For the status, in a few words. @param {import('./connection.js').Close} close */
export function summarizeClose({ code, requested, opened }) {
  if (opened) return `${code} ${describeCloseCode(code).name}`;
  return requested ? 'handshake given up' : 'handshake failed';
}

/** For the log, line by line. @param {import('./connection.js').Close} close */
export function describeClose({ code, reason, clean, requested, opened, duration, silence }) {
  const { name, meaning } = describeCloseCode(code);
  const lines = [`${code} ${name}: ${meaning}`];
  if (reason) lines.push(`Reason: ${reason}`);
  if (!opened) {
    lines.push(`Never opened; ended after ${formatDuration(duration)}`);
  } else {
    const lastMessage = silence === undefined ? 'no message' : `last message ${formatDuration(silence)} before the end`;
    lines.push(
      `${clean ? 'Clean' : 'Not clean, the closing handshake was not completed'} · `
      + `${requested ? 'requested by this page' : 'not requested by this page'}`,
      `Open for ${formatDuration(duration)} · ${lastMessage}`,
    );
  }
  return lines.join('\n');
}
