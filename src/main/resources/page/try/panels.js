/** The panels beside the log, of which one at most is open; which one is remembered in this browser. */

import { browserStore } from '../shared/storage.js';

const NAME = 'panel';
/** The one that is open where there is room for it and nobody chose otherwise. */
const USUAL = 'ends';
const FOCUSABLE = 'input, select, textarea, button, [tabindex="0"]';
const ROOMY = matchMedia('(min-width: 60rem)');

const element = id => document.getElementById(id);

export class Panels {
  #aside = element('panels');
  #buttons = element('panel-buttons');
  #open;
  /** The one to go back to when the settings fold away. */
  #before;
  #listeners = new Set();

  constructor() {
    this.#buttons.addEventListener('click', ({ target }) => {
      const name = target.closest('[data-panel]')?.dataset.panel;
      if (name) this.choose(name === this.#open ? undefined : name);
    });
    element('panel-close').addEventListener('click', () => this.choose());
    this.#aside.addEventListener('keydown', event => { if (event.key === 'Escape') this.choose(); });
    this.#aside.addEventListener('reveal', ({ target }) => this.choose(target.closest('[data-panel]').dataset.panel));
  }

  /** Once all panels are there. */
  start() {
    const stored = browserStore.read(NAME, USUAL);
    this.#before = stored === 'settings' ? USUAL : stored;
    this.#show(ROOMY.matches ? this.#before : undefined);
  }

  get open() {
    return this.#open;
  }

  /** @param {(open: string|undefined) => void} listener */
  listen(listener) {
    this.#listeners.add(listener);
  }

  /** @param {string} [name] none closes what is open */
  choose(name) {
    if (name !== 'settings') this.#before = name;
    browserStore.write(NAME, name ?? '');
    this.#show(name);
    if (name) (this.#panel(name).querySelector(FOCUSABLE) ?? element('panel-close')).focus({ preventScroll: true });
  }

  /** The settings are in the way once there is a connection; on a narrow screen any panel is. */
  foldAway() {
    this.uncover();
    if (this.#open === 'settings') this.#show(this.#before);
  }

  /** What is on a narrow screen below the panel, where nothing takes the focus, is in sight. */
  uncover() {
    if (!ROOMY.matches) this.#show(undefined);
  }

  #button = name => this.#buttons.querySelector(`[data-panel=${name}]`);

  #panel = name => this.#aside.querySelector(`[data-panel=${CSS.escape(name)}]`);

  /** The focus, where it would be lost, is on the button of the panel that it was in. */
  #show(name) {
    const left = this.#aside.contains(document.activeElement) && this.#button(this.#open);
    const panel = name ? this.#panel(name) : undefined;
    this.#open = panel ? name : undefined;
    this.#aside.hidden = !panel;
    for (const each of this.#aside.querySelectorAll('[data-panel]')) each.hidden = each !== panel;
    for (const button of this.#buttons.querySelectorAll('[data-panel]')) {
      button.setAttribute('aria-expanded', button.dataset.panel === this.#open);
    }
    if (left && this.#open !== left.dataset.panel) left.focus();
    for (const listener of this.#listeners) listener(this.#open);
  }
}
