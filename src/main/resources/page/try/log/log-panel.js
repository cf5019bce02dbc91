/** The logs of all tabs, with what searches, pauses and clears the selected one. */

import { formatCount } from '../../shared/format.js';
import { copyText } from '../../shared/clipboard.js';
import { browserStore } from '../../shared/storage.js';
import { Inspector, whole } from '../message/inspector.js';
import { clearError, readField } from '../validation.js';
import { compileFilter } from './filter.js';
import { LOG_LIMIT } from './log.js';
import { addLogKeys } from './log-keys.js';
import { LogView } from './log-view.js';

const SIDE_BY_SIDE = 'sideBySide';

const element = id => document.getElementById(id);

export class LogPanel {
  #fields = { text: element('filter'), direction: element('filter-direction'), type: element('filter-type'), size: element('filter-size') };
  #pause = element('pause');
  #follow = element('follow');
  #beside = element('side-by-side');
  /** @type {Map<object, LogView>} by session */
  #views = new Map();
  #session;
  #inspector;
  #actions;
  #select;

  /**
   * @param {{resend: (entry) => void, edit: (entry) => void, announce: (words: string) => void}} actions
   * @param {(session) => void} select asks for another tab
   */
  constructor(actions, select) {
    this.#actions = actions;
    this.#select = select;
    this.#inspector = new Inspector({
      ...actions,
      pin: entry => this.#pin(entry),
      close: () => {
        this.#view.select(undefined);
        this.focus();
      },
    });
    for (const field of Object.values(this.#fields)) field.addEventListener('input', () => this.#search());
    this.#pause.addEventListener('click', () => this.togglePause());
    this.#follow.addEventListener('change', () => {
      this.#view.follow = this.#follow.checked;
      this.#view.update();
    });
    element('clear').addEventListener('click', () => {
      this.#view.select(undefined);
      this.#session.log.clear();
    });
    this.#beside.ariaPressed = browserStore.read(SIDE_BY_SIDE, false);
    this.#beside.addEventListener('click', () => {
      this.#beside.ariaPressed = this.#beside.ariaPressed !== 'true';
      browserStore.write(SIDE_BY_SIDE, this.#beside.ariaPressed === 'true');
      this.#arrange();
    });
  }

  get #view() {
    return this.#views.get(this.#session);
  }

  add(session) {
    const view = new LogView(session.id, session.log, {
      select: entry => { if (session === this.#session) this.#inspector.show(entry); },
      updated: () => { if (session === this.#session) this.#showCounts(); },
    });
    addLogKeys(view, {
      Enter: () => this.#inspector.focus(),
      c: entry => this.#copy(entry),
      r: entry => this.#actions.resend(entry),
      e: entry => this.#actions.edit(entry),
      p: entry => this.#pin(entry),
    });
    for (const event of ['pointerdown', 'focusin']) {
      view.element.addEventListener(event, () => { if (session !== this.#session) this.#select(session); });
    }
    this.#views.set(session, view);
    element('panes').append(view.element);
  }

  remove(session) {
    this.#views.get(session).element.remove();
    this.#views.delete(session);
  }

  show(session) {
    this.#session = session;
    for (const [name, field] of Object.entries(this.#fields)) field.value = session.search[name];
    clearError(this.#fields.size);
    this.#inspector.show(this.#view.selected);
    this.#arrange();
    this.#showCounts();
  }

  #arrange() {
    const several = this.#views.size > 1;
    this.#beside.hidden = !several;
    const beside = several && this.#beside.ariaPressed === 'true';
    element('panes').classList.toggle('beside', beside);
    for (const [session, view] of this.#views) {
      view.element.classList.toggle('selected', session === this.#session);
      view.update();
    }
  }

  #search() {
    for (const [name, field] of Object.entries(this.#fields)) this.#session.search[name] = field.value;
    const filter = readField(this.#fields.size, () => compileFilter(this.#session.search), { focus: false });
    if (filter) this.#view.filter(filter.value);
  }

  togglePause() {
    this.#view.paused = !this.#view.paused;
  }

  #pin(entry) {
    const pinned = this.#session.log.togglePin(entry);
    this.#actions.announce(pinned ? 'Pinned' : 'Not pinned');
  }

  async #copy(entry) {
    this.#actions.announce((await copyText(whole(entry))) ? 'Copied' : 'Not copied');
  }

  /** Opens a row for who has none open. */
  suggest(session, entry) {
    const view = this.#views.get(session);
    if (view && !view.selected) view.select(entry.number);
  }

  focus() {
    this.#view.element.querySelector('[role=grid]').focus();
  }

  focusSearch() {
    this.#fields.text.focus();
  }

  #showCounts() {
    const { size, dropped } = this.#session.log;
    const view = this.#view;
    const all = size === 1 ? '1 row' : `${formatCount(size)} rows`;
    const searching = view.complete ? '' : ', searching';
    const { matching, waiting } = view;
    setText('row-count', matching === size ? all : `${formatCount(matching)} of ${all}${view.paused ? '' : searching}`);
    setText('dropped', dropped === 0 ? '' : `${formatCount(dropped)} older dropped, ${formatCount(LOG_LIMIT)} are kept`);
    const words = view.paused ? `Resume (${formatCount(waiting)} new)` : 'Pause';
    setText('pause', words);
    this.#pause.ariaPressed = view.paused;
    this.#follow.checked = view.follow && !view.paused;
  }
}

/** Without a change nothing is written. */
function setText(id, text) {
  const where = element(id);
  if (where.textContent !== text) where.textContent = text;
}
