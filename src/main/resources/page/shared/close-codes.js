/**
 * WebSocket close codes: RFC 6455, section 7.4, and the IANA registry that continues it.
 * 1005, 1006 and 1015 are never sent: a browser reports them for want of a code.
 */

const REGISTERED = new Map([
  [1000, ['Normal Closure', 'the connection has done what it was opened for']],
  [1001, ['Going Away', 'an endpoint leaves: a server shuts down, or a page is left']],
  [1002, ['Protocol Error', 'an endpoint broke the WebSocket protocol']],
  [1003, ['Unsupported Data', 'an endpoint got a type of message it does not take']],
  [1004, ['Reserved', 'has no meaning yet']],
  [1005, ['No Status Received', 'the close frame carried no code']],
  [1006, ['Abnormal Closure', 'the connection ended without a close frame']],
  [1007, ['Invalid Frame Payload Data', 'a message did not fit its type, such as text that is not UTF-8']],
  [1008, ['Policy Violation', 'a message broke a rule of the endpoint']],
  [1009, ['Message Too Big', 'a message was larger than the endpoint takes']],
  [1010, ['Mandatory Extension', 'the server did not negotiate an extension the client needs']],
  [1011, ['Internal Error', 'the server met a condition it could not handle']],
  [1012, ['Service Restart', 'the service restarts; clients may come back after a random delay']],
  [1013, ['Try Again Later', 'the service is overloaded']],
  [1014, ['Bad Gateway', 'a gateway or proxy got an invalid response from the server behind it']],
  [1015, ['TLS Handshake', 'the TLS handshake failed']],
  [3000, ['Unauthorized', 'the endpoint wants authentication']],
  [3003, ['Forbidden', 'the endpoint refuses in spite of authentication']],
  [3008, ['Timeout', 'an endpoint waited too long for the other']],
]);

/** @returns {{name: string, meaning: string}} for any number, assigned or not */
export function describeCloseCode(code) {
  const [name, meaning] = REGISTERED.get(code) ?? describeRange(code);
  return { name, meaning };
}

function describeRange(code) {
  if (code < 1000 || code > 4999) return ['Invalid', 'outside of 1000 to 4999, where no close code can be'];
  if (code >= 4000) return ['Private Use', 'its meaning is between this client and this server'];
  if (code >= 3000) return ['Unregistered', 'from the range for libraries and frameworks, not in the IANA registry'];
  return ['Unassigned', 'reserved for the WebSocket protocol and its extensions'];
}
