/**
 * The view that checks a path: asks the server for a check, shows its steps as they come and then its report, and has this
 * browser look at the same path meanwhile. `#check/ID` opens a check again, `#check?url=…` or `#check?target=…` fills the
 * form in.
 */

import { create } from '../shared/create.js';
import { formatDuration } from '../shared/format.js';
import { readSocketAddress } from '../shared/settings.js';
import { loadStyles } from '../shared/styles.js';
import { showStatus } from '../shared/tabs.js';
import { begin, follow, forget, read, reportAddress } from './api.js';
import { look } from './browser.js';
import { join } from './joined.js';
import { showReport } from './report.js';

const WORDS = {
  ready: ['closed', 'Ready'], running: ['connecting', 'Checking'], done: ['open', 'Done'], failed: ['lost', 'Failed'],
};

const element = id => document.getElementById(id);

await loadStyles('check/check.css');
element('view-check').append(element('check-panel').content.cloneNode(true));
const form = element('check-form');
const address = element('check-url');
const error = element('check-error');

/** What is shown; undefined before a check was asked for or opened. @type {{id: string|undefined, end: () => void}|undefined} */
let current;
/** A target of the client, to be checked as it is configured; empty for what the form's address says. */
let target = '';

/** Where the WebSocket of this page's server is. */
let own = '';

function showState(state, detail = '') {
  const [kind, word] = WORDS[state];
  showStatus('check', { kind, word, detail, title: state === 'ready' ? 'Check' : `${word} – Check` });
  const running = state === 'running';
  element('check-waiting').hidden = !running;
  const [here, gone] = running ? ['check-stop', 'check-start'] : ['check-start', 'check-stop'];
  const hadFocus = document.activeElement === element(gone);
  element(gone).hidden = true;
  element(here).hidden = false;
  if (hadFocus) element(state === 'done' ? 'check-report' : here).focus();
}

function showTarget(name) {
  target = name;
  address.disabled = name !== '';
  element('check-target').textContent = name && `The target ${name}, as it is configured.`;
  element('check-other').hidden = name === '';
}

/** Nothing of what was shown goes on. */
function leave() {
  current?.end();
  current = undefined;
  error.textContent = '';
  element('check-steps').replaceChildren();
  element('check-links').hidden = true;
  element('check-report').replaceChildren();
}

function showFailure(reason) {
  error.textContent = reason;
  showState('failed', reason);
}

/** This page's own server is asked for no pings, which would be no silence. */
function silent(url) {
  return url === own ? `${url}?keepAlive=no` : url;
}

async function start() {
  leave();
  const horizon = element('check-horizon').value;
  const url = address.value.trim();
  const options = horizon ? { horizon: `${horizon}s` } : { quick: true };
  showState('running');
  const looking = new AbortController();
  const view = target ? undefined : look(silent(url), Number(horizon), looking.signal);
  const mine = current = { id: undefined, end: () => looking.abort() };
  try {
    const { id } = await begin(target ? { target, ...options } : { url, ...options });
    if (current !== mine) { // it was stopped, or another is wanted
      forget(id).catch(({ message }) => { error.textContent = message; });
      return;
    }
    show(id, view, looking);
    history.pushState(null, '', `#check/${id}`);
  } catch ({ message }) {
    looking.abort();
    if (current === mine) showFailure(message);
  }
}

/** Follows a check to its end. @param {Promise<object>} [view] what this browser sees meanwhile */
function show(id, view, looking = new AbortController()) {
  const unfollow = follow(id, {
    begun: step => showStep(step, 'running'),
    ended: step => showStep(step, step.state),
    report: report => finish(id, report, view),
    failed: ({ reason }) => {
      looking.abort();
      showFailure(reason);
    },
    lost: () => current?.id === id && showState('running', 'The updates are lost; trying again.'),
  });
  current = {
    id,
    end() {
      unfollow();
      looking.abort();
    },
  };
  showState('running');
}

function showStep({ name, direct, seconds, reason }, state) {
  const key = `${direct ? 'direct ' : ''}${name}`;
  const list = element('check-steps');
  const known = [...list.children].find(item => item.dataset.step === key);
  const item = create('li', key, seconds !== undefined && create('small', formatDuration(seconds * 1000)),
    reason ? create('small', reason) : undefined);
  Object.assign(item.dataset, { step: key, state });
  if (known) known.replaceWith(item);
  else list.append(item);
  if (state === 'running') showState('running', key);
}

async function finish(id, report, view) {
  showReport(element('check-report'), report, undefined);
  showLinks(id);
  showState('done', report.sentence);
  element('announcement').textContent = report.sentence;
  if (!view) return;
  const seen = await view; // as long in silence as the check, and begun before it
  if (current?.id === id) showReport(element('check-report'), report, join(seen, report));
}

function showLinks(id) {
  for (const type of ['json', 'md']) element(`check-${type}`).href = reportAddress(id, type);
  element('check-link').href = `#check/${id}`;
  element('check-links').hidden = false;
}

/** Shows what the page's address asks for. */
async function openAddress() {
  const [, id] = /^#check\/([\w-]+)$/.exec(location.hash) ?? [];
  if (id) {
    if (id !== current?.id) await open(id);
    return;
  }
  const asked = new URLSearchParams(/^#check\?(.*)$/.exec(location.hash)?.[1] ?? '');
  if (asked.has('url')) address.value = asked.get('url');
  if (asked.has('url') || asked.has('target')) showTarget(asked.get('target') ?? '');
}

/** Its events come again from the first on. */
async function open(id) {
  leave();
  showTarget('');
  try {
    address.value = (await read(id)).url;
    if (location.hash === `#check/${id}`) show(id); // and no other was wanted meanwhile
  } catch ({ message }) {
    if (location.hash === `#check/${id}`) showFailure(message);
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  start();
});
element('check-stop').addEventListener('click', () => {
  const { id } = current ?? {};
  leave();
  showState('ready');
  if (id) forget(id).catch(({ message }) => { error.textContent = message; });
});
element('check-other').addEventListener('click', () => {
  showTarget('');
  address.focus();
});
addEventListener('hashchange', openAddress);

showState('ready');
showTarget('');
own = (await readSocketAddress()).address;
address.value = own;
await openAddress();
