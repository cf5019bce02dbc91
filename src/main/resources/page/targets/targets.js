/**
 * The view of the client's targets. While it is shown, the server is asked for all that it knows when the stream of
 * results opens and from time to time, for what only the server can count; between, the stream is followed.
 */

import { formatCount } from '../shared/format.js';
import { reasonOf, request } from '../shared/refusal.js';
import { loadStyles } from '../shared/styles.js';
import { showStatus } from '../shared/tabs.js';
import { Charts } from './chart.js';
import { describeChoice } from './choice.js';
import { TargetsControls } from './controls.js';
import { Histories } from './histories.js';
import { TargetsList } from './list.js';
import { STATES, targetIn, Targets } from './model.js';
import { TargetsNotice } from './notice.js';
import { TargetsStream } from './stream.js';

/** Milliseconds. */
const READ_EVERY = 10_000;
const PATIENCE = 8000;
const DRAW_EVERY = 250;
/** More changes of state at once are announced as a number. */
const ANNOUNCED = 3;

const element = id => document.getElementById(id);

await loadStyles('uplot/dist/uPlot.min.css', 'targets/targets.css', 'targets/details.css');
element('view-targets').append(element('targets-panel').content.cloneNode(true));

const targets = new Targets();
const histories = new Histories(changesOf);
const list = new TargetsList(element('targets-list').querySelector('table'), new Charts(), target => histories.want(target));
const notice = new TargetsNotice();
const controls = new TargetsControls(() => {
  allChanged = true;
  draw();
});
const stream = new TargetsStream({
  opened() {
    notice.live();
    showUpdates('open', 'Live');
    readAnew();
  },
  lost() {
    notice.lost();
    showUpdates('lost', 'Lost', 'trying again');
    if (!notice.hasRead) read();
  },
  result: event => tell('result', event),
  state: event => tell('state', event),
  findings: event => tell('findings', event),
  targets: readAnew,
});

let shown = false;
let reader;
/** Whether the first answer was asked for with the page, and so before the stream was open. */
let isEarly = document.querySelector('link[rel=preload][as=fetch]') !== null;
let reading = false;
let readAgain = false;
let drawing;
let updates = { kind: 'connecting', word: 'Connecting' };
/** What the next drawing has to bring up to date. */
const changed = new Set();
let allChanged = false;
/** The target that the page's address asks for, until it is in view. */
let sought = targetIn(location.hash);
/** The states last announced, by target. */
const announced = new Map();

/** @param {boolean} wanted while it is not, no stream is open and nothing is asked for */
export function setShown(wanted) {
  if (wanted === shown) return;
  shown = wanted;
  clearInterval(reader);
  if (shown) {
    showUpdates('connecting', 'Connecting');
    stream.open();
    reader = setInterval(() => !document.hidden && read(), READ_EVERY);
  } else {
    stream.close();
  }
}

function tell(kind, event) {
  const target = targets.tell(kind, event);
  if (target) changesOf(target);
}

function changesOf(target) {
  changed.add(target);
  drawing ??= setTimeout(draw, DRAW_EVERY);
}

/** Where results may have been missed, or are those of another target of the name. */
function readAnew() {
  targets.forgetHistories();
  read();
}

async function read() {
  readAgain = reading;
  if (reading || !shown) return;
  reading = true;
  targets.expectAnswer();
  try {
    const response = await request('api/targets?results=false', { signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw new Error(await reasonOf(response));
    const answer = await response.json();
    targets.update(answer.targets);
    allChanged = true;
    if (notice.read(answer.time) && shown) stream.open(); // It may be dead without having noticed.
    draw();
  } catch (failure) {
    notice.unreadable(failure.message);
  }
  reading = false;
  if (readAgain || isEarly) {
    isEarly = false;
    read();
  }
}

function draw() {
  clearTimeout(drawing);
  drawing = undefined;
  const { all } = targets;
  if (allChanged) controls.offerLabels(all);
  const { choice } = controls;
  const passed = list.show(all, target => allChanged || changed.has(target), choice);
  changed.clear();
  allChanged = false;
  element('targets-empty').hidden = !notice.hasRead || all.length > 0;
  element('targets-none').hidden = all.length === 0 || passed > 0;
  element('targets-why').textContent = `None of ${formatCount(all.length)} targets ${describeChoice(choice)}.`;
  const number = all.length === 1 ? '1 target' : `${formatCount(all.length)} targets`;
  element('targets-shown').textContent = passed === all.length ? number : `${formatCount(passed)} of ${number}`;
  showCounts(all);
  announce(all);
  if (!list.isWhole) drawing = setTimeout(draw, DRAW_EVERY);
  if (sought && list.open(sought)) sought = undefined;
  notice.missing(notice.hasRead && list.isWhole ? sought : undefined);
}

function showCounts(all) {
  const counts = new Map(STATES.map(state => [state, 0]));
  for (const { state } of all) counts.set(state, counts.get(state) + 1);
  for (const state of STATES) controls.showCount(state, counts.get(state));
  showUpdates(updates.kind, updates.word, updates.detail);
}

/** Changes only: not what a target is found in at first. */
function announce(all) {
  const moved = all.filter(({ name, state }) => announced.has(name) && announced.get(name) !== state);
  for (const { name, state } of all) announced.set(name, state);
  if (moved.length === 0) return;
  element('announcement').textContent = moved.length > ANNOUNCED
    ? `${moved.length} targets have changed their state.`
    : moved.map(({ name, state }) => `${name} is ${state}.`).join(' ');
}

/** The title tells how many are down, so that it can be seen in the background, too. */
function showUpdates(kind, word, detail = '') {
  updates = { kind, word, detail };
  const down = targets.all.filter(({ state }) => state === 'down').length;
  showStatus('targets', { ...updates, title: down > 0 ? `${formatCount(down)} down – Targets` : 'Targets' });
}

addEventListener('hashchange', () => {
  if (!location.hash.startsWith('#targets')) return;
  sought = targetIn(location.hash);
  controls.followAddress();
  allChanged = true;
  draw();
});
document.addEventListener('visibilitychange', () => !document.hidden && read());
addEventListener('online', read);
