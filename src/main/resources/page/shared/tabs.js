/**
 * The two views of the page, as tabs. The hash of the page's address says which one is shown: `#targets` and what begins
 * with it shows the targets, any other or none the view in which a WebSocket is tried.
 */

const NAMES = ['try', 'targets'];

const element = id => document.getElementById(id);
const tab = name => element(`tab-${name}`);

/** What each view has to say in the head of the page, shown while it is selected. */
const statuses = new Map();
/** What each view is to be told by when it is shown and when it no longer is. */
const listeners = new Map();
let selected;

/**
 * @param {'try'|'targets'} view
 * @param {(shown: boolean) => void} listener called at once with what is so now, then with each change
 */
export function whenShown(view, listener) {
  listeners.set(view, listener);
  listener(view === selected);
}

/**
 * @param {'try'|'targets'} view
 * @param {{kind: string, word: string, detail?: string, title: string}} status `kind` chooses colour and mark
 */
export function showStatus(view, status) {
  statuses.set(view, status);
  if (view === selected) showHead();
}

function showHead() {
  const { kind, word, detail = '', title } = statuses.get(selected)
    ?? { kind: 'closed', word: 'Loading', title: 'Targets' };
  document.body.dataset.state = kind;
  setText(element('status-of'), selected === 'try' ? 'Connection: ' : 'Updates: ');
  setText(element('status'), word);
  setText(element('status-detail'), detail);
  document.title = `${title} – wsgauge`;
}

/** Without a change nothing is written, and so nothing read out again. */
function setText(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

function select() {
  const wanted = location.hash.startsWith('#targets') ? 'targets' : 'try';
  if (wanted === selected) return;
  selected = wanted;
  for (const name of NAMES) {
    const isSelected = name === selected;
    tab(name).setAttribute('aria-selected', isSelected);
    tab(name).tabIndex = isSelected ? 0 : -1;
    element(`view-${name}`).hidden = !isSelected;
  }
  element('skip').href = selected === 'try' ? '#log' : '#targets-list';
  element('skip').textContent = selected === 'try' ? 'Skip to the log' : 'Skip to the list';
  showHead();
  for (const [view, listener] of listeners) listener(view === selected);
}

/** As the pattern for tabs has it: the arrows move among them and select, and Space does what Enter does. */
function moveByKey(event) {
  const names = { ArrowLeft: 'try', ArrowRight: 'targets', Home: 'try', End: 'targets', ' ': selected };
  const wanted = names[event.key];
  if (!wanted || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  tab(wanted).click();
  tab(wanted).focus();
}

element('tabs').addEventListener('keydown', moveByKey);
addEventListener('hashchange', select);
select();
