/** The view of who sees whom in a cluster. While it is shown, the server is asked every two seconds. */

import { create } from '../shared/create.js';
import { formatCount, formatSeconds } from '../shared/format.js';
import { reasonOf, request } from '../shared/refusal.js';
import { loadStyles } from '../shared/styles.js';
import { showStatus } from '../shared/tabs.js';
import { gridOf, hasPublic, STATES, worstPairs } from './model.js';
import { MatrixTable } from './table.js';

/** Milliseconds. */
const READ_EVERY = 2000;
const PATIENCE = 8000;

const element = id => document.getElementById(id);

await loadStyles('matrix/matrix.css');
element('view-matrix').append(element('matrix-panel').content.cloneNode(true));

const table = new MatrixTable(element('matrix-table'));
let shown = false;
let reader;
let reading = false;
/** @type {object|undefined} what was told last */
let answer;

/** @param {boolean} wanted while it is not, nothing is asked for */
export function setShown(wanted) {
  if (wanted === shown) return;
  shown = wanted;
  clearInterval(reader);
  if (!shown) return;
  if (!answer) tell('connecting', 'Connecting');
  reader = setInterval(() => !document.hidden && read(), READ_EVERY);
  read();
}

function tell(kind, word, detail = '') {
  const down = answer?.pairs.filter(({ state }) => state === 'down').length ?? 0;
  showStatus('matrix', { kind, word, detail, title: down > 0 ? `${formatCount(down)} down – Matrix` : 'Matrix' });
}

async function read() {
  if (reading) return;
  reading = true;
  try {
    const response = await request('api/mesh', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) throw new Error(await reasonOf(response));
    answer = await response.json();
    draw();
    tell('open', 'Live', `as ${answer.node} sees it`);
  } catch (failure) {
    tell('lost', 'Lost', failure.message);
  }
  reading = false;
}

function draw() {
  if (!answer) return;
  element('matrix-via').hidden = !hasPublic(answer);
  const via = hasPublic(answer) ? document.querySelector('[name=via]:checked').value : 'direct';
  const grid = gridOf(answer, via);
  table.show(grid);
  showCounts(via);
  showWorst(grid.kind === 'zones' ? worstPairs(answer, via) : []);
  showLines('matrix-problems', [
    ...answer.problems,
    ...answer.nodes.filter(({ missing }) => missing).map(({ name, missing }) => `${name}: ${missing}`),
  ]);
  element('matrix-heading').textContent = grid.kind === 'zones' ? 'Zones' : 'Nodes';
}

function showCounts(via) {
  const pairs = answer.pairs.filter(pair => pair.via === via);
  const counts = { nodes: answer.nodes.filter(({ missing }) => !missing).length };
  for (const state of STATES) counts[state] = pairs.filter(pair => pair.state === state).length;
  for (const place of element('matrix-counts').querySelectorAll('dd')) {
    const text = formatCount(counts[place.dataset.count]);
    if (place.textContent !== text) place.textContent = text;
  }
}

function showWorst(pairs) {
  element('matrix-worst').hidden = pairs.length === 0;
  showLines('matrix-worst-list', pairs.map(({ from, to, state, p50, reason }) =>
    [`${from} → ${to}`, state, reason, p50 === null ? '' : formatSeconds(p50)].filter(Boolean).join(', ')));
}

function showLines(id, lines) {
  const key = lines.join('\n');
  const where = element(id);
  if (where.dataset.shown === key) return;
  where.dataset.shown = key;
  where.replaceChildren(...lines.map(line => create('li', line)));
}

element('matrix-via').addEventListener('change', draw);
document.addEventListener('visibilitychange', () => shown && !document.hidden && read());
