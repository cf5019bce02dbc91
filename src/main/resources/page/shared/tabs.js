/**
 * The views of the page, as tabs. The hash of the page's address says which one is shown: `#targets` and what begins with
 * it shows the targets, `#check` the check of a path, `#matrix` the nodes of a cluster, any other or none the view in
 * which a WebSocket is tried.
 */

/** What the head of the page says of each view: of what its status is, and where its content begins. */
const VIEWS = {
  try: { title: 'Try it', statusOf: 'Connection: ', content: '#log', skip: 'Skip to the log' },
  check: { title: 'Check', statusOf: 'Check: ', content: '#check-report', skip: 'Skip to the report' },
  targets: { title: 'Targets', statusOf: 'Updates: ', content: '#targets-list', skip: 'Skip to the list' },
  matrix: { title: 'Matrix', statusOf: 'Updates: ', content: '#matrix-scroller', skip: 'Skip to the matrix' },
};
const NAMES = Object.keys(VIEWS);

const element = id => document.getElementById(id);
const tab = name => element(`tab-${name}`);

/** What each view has to say in the head of the page, shown while it is selected. */
const statuses = new Map();
/** What each view is to be told by when it is shown and when it no longer is. */
const listeners = new Map();
/** What had the focus in each view when another was shown. */
const left = new Map();
let selected;

/**
 * @param {'try'|'check'|'targets'|'matrix'} view
 * @param {(shown: boolean) => void} listener called at once with what is so now, then with each change
 */
export function whenShown(view, listener) {
  listeners.set(view, listener);
  listener(view === selected);
}

/**
 * @param {'try'|'check'|'targets'|'matrix'} view
 * @param {{kind: string, word: string, detail?: string, title: string}} status `kind` chooses colour and mark
 */
export function showStatus(view, status) {
  statuses.set(view, status);
  if (view === selected) showHead();
}

function showHead() {
  const { kind, word, detail = '', title } = statuses.get(selected)
    ?? { kind: 'closed', word: 'Loading', title: VIEWS[selected].title };
  document.body.dataset.state = kind;
  setText(element('status-of'), VIEWS[selected].statusOf);
  setText(element('status'), word);
  setText(element('status-detail'), detail);
  document.title = `${title} – wsgauge`;
}

/** Without a change nothing is written, and so nothing read out again. */
function setText(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

function select() {
  const wanted = NAMES.find(name => location.hash.startsWith(`#${name}`)) ?? 'try';
  if (wanted === selected) return;
  const focused = document.activeElement;
  const hadFocus = selected && element(`view-${selected}`).contains(focused);
  if (hadFocus) left.set(selected, focused);
  selected = wanted;
  for (const name of NAMES) {
    const isSelected = name === selected;
    tab(name).setAttribute('aria-selected', isSelected);
    tab(name).tabIndex = isSelected ? 0 : -1;
    element(`view-${name}`).hidden = !isSelected;
  }
  element('skip').href = VIEWS[selected].content;
  element('skip').textContent = VIEWS[selected].skip;
  if (hadFocus) focusIn(selected);
  showHead();
  for (const [view, listener] of listeners) listener(view === selected);
}

/** Where it was; who follows a link of one view into another, and goes back, is where they were. */
function focusIn(view) {
  const before = left.get(view);
  (before?.isConnected ? before : element(`view-${view}`)).focus();
}

/** As the pattern for tabs has it: the arrows move among them and select, and Space does what Enter does. */
function moveByKey(event) {
  const shown = NAMES.filter(name => !tab(name).hidden);
  const at = shown.indexOf(selected);
  const indexes = { ArrowLeft: Math.max(0, at - 1), ArrowRight: at + 1, Home: 0, End: shown.length - 1, ' ': at };
  const wanted = shown[indexes[event.key]];
  if (!wanted || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  tab(wanted).click();
  tab(wanted).focus();
}

element('tabs').addEventListener('keydown', moveByKey);
addEventListener('hashchange', select);
select();
