/** The view in which WebSockets are tried: connects its parts. */

import { showStatus } from '../shared/tabs.js';
import { CodePanel } from './code/code-panel.js';
import { Bar } from './connection/bar.js';
import { keep, restore } from './connection/restore.js';
import { Session } from './connection/session.js';
import { Sessions } from './connection/sessions.js';
import { Lane } from './ends/lane.js';
import { EndVerdict } from './ends/verdict.js';
import { oncePerFrame } from './frames.js';
import { drawScale, showReadings } from './gauge.js';
import { connectFiles } from './log/files.js';
import { LogPanel } from './log/log-panel.js';
import { connectMenus } from './menus.js';
import { Panels } from './panels.js';
import { readScenarios, ScenarioPanel } from './scenario/panel.js';
import { sharedScenario, withScenario } from './scenario/query.js';
import { SavedPanel } from './send/saved-panel.js';
import { Sender } from './send/sender.js';
import { readServer } from './server.js';
import { addShortcuts } from './shortcuts.js';
import { InvalidInput } from './validation.js';

const element = id => document.getElementById(id);
const announce = words => { element('announcement').textContent = words; };

/** @type {ScenarioPanel|undefined} undefined where the server has no scenarios */
let scenarioPanel;
let shown = false;

drawScale();
connectMenus();
const panels = new Panels();
const sender = new Sender();
const bar = new Bar(() => scenarioPanel?.remember());
const updateReadings = oncePerFrame(() => showReadings(sessions.selected.readings));

const { server, problem } = await readServer();
const lane = new Lane(server);
const verdict = new EndVerdict(server);
const logs = new LogPanel({ resend, edit, announce }, session => sessions.select(session));
const sessions = new Sessions((id, settings) => new Session(id, server, settings), {
  added: session => {
    logs.add(session);
    session.listen((what, more) => heard(session, what, more));
  },
  selected: session => {
    sender.show(session);
    bar.show(session);
    logs.show(session);
    lane.select(session);
    verdict.show(session);
    showState();
  },
  removed: session => logs.remove(session),
});

function heard(session, what, more) {
  if (what === 'finding') {
    announce(`${more.label} ${more.detail}`);
    logs.suggest(session, more.entry);
  } else if (what === 'closed' && !more.requested && more.opened) {
    logs.suggest(session, more.entry);
    verdict.ended(session, more);
  } else if (what === 'state' && session.state === 'Connecting') {
    verdict.begun(session);
    lane.begun(session);
  }
  lane.heard(session, what);
  if (session !== sessions.selected) return;
  if (what === 'state') showState();
  updateReadings();
}

function showState() {
  const { state, detail } = sessions.selected;
  showStatus('try', { kind: state === 'Waiting' ? 'connecting' : state.toLowerCase(), word: state, detail, title: state });
  bar.showState();
  if (state === 'Open') panels.foldAway();
  updateReadings();
}

function resend(entry) {
  if (!entry.payload) return;
  try {
    sessions.selected.send(entry.payload.data);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    announce(error.message);
  }
}

function edit({ payload }) {
  if (payload) write({ mode: payload.type, text: payload.toString() });
}

/** @param {import('./send/composer.js').Draft} [draft] none leaves what is being written */
function write(draft) {
  panels.uncover();
  if (draft) sender.composer.draft = draft;
  sender.composer.focus();
}

connectFiles(() => sessions.selected.log, name => {
  const session = sessions.add({ ...sessions.selected.settings });
  if (session) {
    session.title = name;
    sessions.select(session);
  }
  return session?.log;
});

const scenarios = await readScenarios();
if (scenarios) {
  server.hasRecords = scenarios.records;
  scenarioPanel = new ScenarioPanel(scenarios.parameters, bar);
}
new SavedPanel(() => sender.composer.draft, write, () => sessions.selected);
const codePanel = new CodePanel(() => sessions.selected);
panels.listen(open => {
  lane.setShown(open === 'ends');
  if (open === 'code') codePanel.show();
});
const reopened = restore(sessions);
if (!reopened) {
  const address = withScenario(server.address, sharedScenario());
  sessions.select(sessions.add({ ...Bar.remembered(), address }));
}
panels.start();
if (problem) sessions.selected.note(problem);
addEventListener('pagehide', () => {
  sender.keepDraft();
  keep(sessions);
});

addShortcuts({
  KeyC: () => bar.press(),
  KeyL: () => {
    panels.uncover();
    logs.focus();
  },
  KeyM: () => write(),
  KeyA: () => element('address').focus(),
  KeyF: () => {
    panels.uncover();
    logs.focusSearch();
  },
  KeyN: () => sessions.addLike() && element('address').select(),
  KeyS: () => scenarioPanel && panels.choose('scenario'),
  ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`Digit${index + 1}`, () => sessions.select(sessions.all[index])])),
}, () => shown);

let started = false;
/** The first time, it connects. */
export function setShown(isShown) {
  shown = isShown;
  if (!shown || started) return;
  started = true;
  if (!reopened) bar.connect();
  else for (const session of reopened) session.reopen();
}
