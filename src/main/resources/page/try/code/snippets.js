/** What was done, as code of other tools: connect, send, print what comes, close. */

import { toBase64, toHex } from '../../shared/bytes.js';
import { literal, shell } from './quote.js';

/**
 * @typedef {object} Done
 * @property {string} address
 * @property {string[]} subprotocols
 * @property {[string, string][]} headers which a browser cannot send
 * @property {(string|Uint8Array)[]} messages
 * @property {number|undefined} code
 * @property {string} reason
 */

const isText = message => typeof message === 'string';
const lines = (...parts) => `${parts.flat().join('\n')}\n`;

function wsgauge({ address, subprotocols, headers, messages, code, reason }) {
  const options = [
    ...headers.map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
    ...subprotocols.map(name => `--subprotocol ${shell(name)}`),
    ...(code === undefined ? [] : [`--close ${shell(reason ? `${code}:${reason}` : String(code))}`]),
  ];
  if (messages.length === 0) return lines(['wsgauge connect', ...options, shell(address)].join(' '));
  const input = messages.map(message => JSON.stringify(isText(message)
    ? { type: 'text', data: message }
    : { type: 'binary', base64: toBase64(message) }));
  return lines(
    [`printf '%s\\n' ${input.map(shell).join(' \\\n  ')} |`],
    `  ${['wsgauge connect --jsonl', ...options, shell(address)].join(' ')}`,
  );
}

function javascript({ address, subprotocols, headers, messages, code, reason }) {
  const end = code === undefined ? '' : `${code}${reason ? `, ${literal(reason)}` : ''}`;
  return lines(
    headers.map(([name]) => `// A browser cannot send the header ${name.replace(/[\r\n]/g, ' ')}.`),
    `const socket = new WebSocket(${literal(address)}${subprotocols.length ? `, ${JSON.stringify(subprotocols)}` : ''});`,
    "socket.binaryType = 'arraybuffer';",
    'socket.onopen = () => {',
    messages.map(message => `  socket.send(${isText(message) ? literal(message) : `new Uint8Array([${message.join(', ')}])`});`),
    '};',
    "socket.onmessage = ({ data }) => console.log('Received message:', data);",
    "socket.onclose = ({ code, reason }) => console.log('closed', code, reason);",
    `setTimeout(() => socket.close(${end}), 5000);`,
  );
}

function python({ address, subprotocols, headers, messages, code, reason }) {
  const options = [
    headers.length && `additional_headers=[${headers.map(([name, value]) => `(${literal(name)}, ${literal(value)})`).join(', ')}]`,
    subprotocols.length && `subprotocols=${JSON.stringify(subprotocols)}`,
  ].filter(Boolean);
  return lines(
    '# pip install websockets',
    'from websockets.sync.client import connect',
    '',
    `with connect(${[literal(address), ...options].join(', ')}) as socket:`,
    messages.map(message => `    socket.send(${isText(message) ? literal(message) : `bytes.fromhex("${toHex(message)}")`})`),
    '    try:',
    '        while True:',
    '            print("Received message:", socket.recv(timeout=5))',
    '    except TimeoutError:',
    `        socket.close(${code ?? 1000}, ${literal(reason)})`,
  );
}

function java({ address, subprotocols, headers, messages, code, reason }) {
  const [first, ...others] = subprotocols;
  return lines(
    'import java.net.URI;',
    'import java.net.http.HttpClient;',
    'import java.net.http.WebSocket;',
    'import java.util.HexFormat;',
    'import java.util.concurrent.CompletionStage;',
    '',
    'class Connect {',
    '  public static void main(String[] args) throws Exception {',
    '    WebSocket socket =',
    '        HttpClient.newHttpClient().newWebSocketBuilder()',
    headers.map(([name, value]) => `            .header(${literal(name)}, ${literal(value)})`),
    first === undefined ? [] : `            .subprotocols(${[first, ...others].map(literal).join(', ')})`,
    `            .buildAsync(URI.create(${literal(address)}), new WebSocket.Listener() {`,
    '              @Override',
    '              public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {',
    '                System.out.println("Received message: " + data);',
    '                return WebSocket.Listener.super.onText(socket, data, last);',
    '              }',
    '            })',
    '            .join();',
    messages.map(message => (isText(message)
      ? `    socket.sendText(${literal(message)}, true).join();`
      : `    socket.sendBinary(java.nio.ByteBuffer.wrap(HexFormat.of().parseHex("${toHex(message)}")), true).join();`)),
    '    Thread.sleep(5000);',
    `    socket.sendClose(${code ?? 1000}, ${literal(reason)}).join();`,
    '  }',
    '}',
  );
}

/** The handshake alone, with its answer: with curl there is no telling frames. */
function curl({ address, subprotocols, headers }) {
  const url = address.replace(/^ws/, 'http');
  const all = [
    ['Connection', 'Upgrade'], ['Upgrade', 'websocket'], ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ...(subprotocols.length ? [['Sec-WebSocket-Protocol', subprotocols.join(', ')]] : []),
    ...headers,
  ];
  // Over https curl would negotiate HTTP/2, which has no Upgrade.
  return lines(['curl -i -N --http1.1 --max-time 5', ...all.map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`), shell(url)].join(' \\\n  '));
}

/** @type {Record<string, (done: Done) => string>} */
export const SNIPPETS = { wsgauge, javascript, python, java, curl };
