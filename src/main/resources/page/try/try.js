/** The view in which a WebSocket is tried: connects its controls, one connection, the log and the readings. */

import { formatDuration } from '../shared/format.js';
import { showStatus, whenShown } from '../shared/tabs.js';
import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { oncePerFrame } from './frames.js';
import { drawScale, showReadings } from './gauge.js';
import { explainFailedHandshake } from './handshake.js';
import { download } from './log-download.js';
import { LogView } from './log-view.js';
import { describeClose, describeFailure, summarizeClose } from './outcome.js';
import { Readings } from './readings.js';
import { readParameters, ScenarioPanel } from './scenario.js';
import { answersEach, scenarioOf, sharedScenario, withScenario } from './scenario-query.js';
import {
  InvalidInput, parseAddress, parseCloseCode, parseCloseReason, parseSubprotocols, readField,
} from './validation.js';

const GREETING = 'Hi From the Client!';
const DEFAULT_SOCKET_PATH = '/ws';
const SETTINGS_PATIENCE = 3000; // milliseconds

const element = id => document.getElementById(id);
const connectButton = element('connect');
const disconnectButton = element('disconnect');

const { log } = new LogView();
let readings = new Readings();
/** @type {Connection|undefined} undefined while closed */
let connection;
/** Whether to connect anew when the connection has ended. */
let reconnecting = false;
/** @type {ScenarioPanel|undefined} undefined where the server has no scenarios */
let scenarioPanel;

const updateReadings = oncePerFrame(() => showReadings(readings));

function note(label, more = {}) {
  log.add({ direction: 'event', type: 'note', label, ...more });
}

/** @param {'Connecting'|'Open'|'Closing'|'Closed'} state */
function showState(state, detail = '') {
  showStatus('try', { kind: state.toLowerCase(), word: state, detail, title: state });
  const focused = document.querySelector('button:focus-visible');
  connectButton.disabled = state !== 'Closed';
  disconnectButton.disabled = state === 'Closing' || state === 'Closed';
  element('send').disabled = state !== 'Open';
  // A disabled button loses the focus, and who works by keyboard the place: hand it to what comes next.
  if (focused?.disabled) element(focused === disconnectButton ? 'address' : 'message').focus();
}

function connect() {
  const address = readField(element('address'), parseAddress);
  const subprotocols = readField(element('subprotocols'), parseSubprotocols);
  if (!address || !subprotocols) return;
  scenarioPanel?.remember();
  open(address.value, subprotocols.value);
}

/** As the fields say now, whatever the connection that there is was made with. */
function reconnect() {
  if (!connection) {
    connect();
  } else if (readField(element('address'), parseAddress)) {
    reconnecting = true;
    showState('Closing');
    connection.close(1000);
  }
}

function open(address, subprotocols) {
  const offered = subprotocols.join(', ');
  note(`Connecting to ${address}`, { detail: offered ? `Subprotocols offered: ${offered}` : undefined });
  readings = new Readings();
  updateReadings();
  try {
    connection = new Connection(address, subprotocols, answersInOrder(address), { opened, sent, received, failed, closed });
    showState('Connecting');
  } catch (error) {
    log.add({ direction: 'event', type: 'error', label: `WebSocket error: ${error.message}` });
  }

  function opened({ duration, subprotocol, extensions }) {
    showState('Open', subprotocol);
    log.add({
      direction: 'event',
      type: 'open',
      label: 'WebSocket connection opened.',
      detail: `Handshake: ${formatDuration(duration)} · subprotocol: ${subprotocol || 'none'}`
        + ` · extensions: ${extensions || 'none'}`,
    });
    if (element('greet').checked) connection.send(GREETING);
  }

  function sent(payload) {
    readings.addSent(payload.size);
    updateReadings();
    log.add({ direction: 'sent', type: payload.type, label: 'Sent message: ', payload });
  }

  function received(payload, roundTrip) {
    readings.addReceived(payload.size, roundTrip);
    updateReadings();
    log.add({ direction: 'received', type: payload.type, label: 'Received message: ', payload, roundTrip });
  }

  function failed(failure) {
    log.add({ direction: 'event', type: 'error', label: `WebSocket error: ${describeFailure(failure)}` });
  }

  async function closed(close) {
    connection = undefined;
    showState('Closed', summarizeClose(close));
    log.add({ direction: 'event', type: 'close', label: 'WebSocket connection closed.', detail: describeClose(close) });
    if (reconnecting) {
      reconnecting = false;
      connect();
    }
    if (close.opened || close.requested) return;
    const finding = await explainFailedHandshake(address, subprotocols);
    note(finding.label, finding);
    element('announcement').textContent = `${finding.label} ${finding.detail}`;
  }
}

/** Of this server it is known, unless a scenario has it send more or less; of any other it is not. */
function answersInOrder(address) {
  return withScenario(address, new URLSearchParams()) === socketAddress(socketPlace)
    && answersEach(scenarioOf(address));
}

function disconnect() {
  const code = readField(element('close-code'), parseCloseCode);
  if (!code) return;
  const reason = readField(element('close-reason'), text => parseCloseReason(text, code.value));
  if (!reason || !connection) return;
  showState('Closing');
  connection.close(code.value, reason.value);
}

/** @throws {InvalidInput} if nothing can be sent now */
function send(message) {
  if (!connection?.isOpen) throw new InvalidInput('There is no open connection: connect first.');
  connection.send(message);
}

/** Where the server is configured to serve it; without a port, at that of the page. */
async function readSocketPlace() {
  try {
    const response = await fetch('page/settings.json', { cache: 'no-cache', signal: AbortSignal.timeout(SETTINGS_PATIENCE) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { socketPath, socketPort } = await response.json();
    if (!socketPath?.startsWith?.('/')) throw new Error('no socketPath in it');
    return { socketPath, socketPort };
  } catch (error) {
    note(`The server's settings could not be read (${error.message}): ${DEFAULT_SOCKET_PATH} is assumed.`);
    return { socketPath: DEFAULT_SOCKET_PATH };
  }
}

/** Relative to the page, whose own path may begin with what a proxy puts before it. */
function socketAddress({ socketPath, socketPort }) {
  const url = new URL(`.${socketPath}`, location.href);
  url.protocol = location.protocol.replace('http', 'ws');
  if (socketPort) url.port = socketPort;
  return url.href;
}

function onSubmit(form, handle) {
  element(form).addEventListener('submit', event => {
    event.preventDefault();
    if (!event.target.querySelector('[type=submit]').disabled) handle();
  });
}

drawScale();
showReadings(readings);
onSubmit('connect-form', connect);
onSubmit('close-form', disconnect);
new Composer(send);
element('clear').addEventListener('click', () => log.clear());
element('download').addEventListener('click', () => download(log));

const [socketPlace, parameters] = await Promise.all([readSocketPlace(), readParameters()]);
element('address').value = withScenario(socketAddress(socketPlace), sharedScenario());
if (parameters) {
  scenarioPanel = new ScenarioPanel(parameters);
  onSubmit('scenario-form', reconnect);
}
showState('Closed'); // Until now there was nothing to connect to.
let wasShown = false;
whenShown('try', shown => {
  if (shown && !wasShown) connect();
  wasShown ||= shown;
});
