/** The panel of saved messages and of sequences. */

import { formatDuration } from '../../shared/format.js';
import { browserStore } from '../../shared/storage.js';
import { readField } from '../validation.js';
import { connectSavedList } from './saved-list.js';
import { Saved } from './saved.js';
import { parseSequence, runSequence } from './sequence.js';

const DRAFT = 'sequenceDraft';

const element = id => document.getElementById(id);

export class SavedPanel {
  #steps = element('sequence');
  #run = element('sequence-run');
  #verdict = element('sequence-verdict');
  #results = element('sequence-results');
  #current;
  /** @type {AbortController|undefined} while a sequence runs */
  #running;

  /**
   * @param {() => import('./composer.js').Draft} draft what is being written
   * @param {(draft: import('./composer.js').Draft) => void} write goes on with another
   * @param {() => import('../connection/session.js').Session} current
   */
  constructor(draft, write, current) {
    this.#current = current;
    connectSavedList(element('saved-messages'), new Saved('messages'), {
      current: draft,
      use: item => write({ mode: item.mode === 'binary' ? 'binary' : 'text', text: item.text }),
    });
    connectSavedList(element('saved-sequences'), new Saved('sequences'), {
      current: () => ({ text: this.#steps.value }),
      use: item => {
        this.#steps.value = item.text;
        this.#steps.focus();
      },
    });
    this.#steps.value = browserStore.read(DRAFT, this.#steps.value);
    this.#steps.addEventListener('input', () => browserStore.write(DRAFT, this.#steps.value));
    this.#steps.addEventListener('keydown', event => {
      if (event.key === 'Enter' && event.ctrlKey) this.#toggle();
    });
    this.#run.addEventListener('click', () => this.#toggle());
    element('panel-saved').addEventListener('submit', event => event.preventDefault());
  }

  #toggle() {
    if (this.#running) this.#running.abort();
    else this.#start();
  }

  async #start() {
    const steps = readField(this.#steps, parseSequence);
    if (!steps) return;
    this.#running = new AbortController();
    this.#run.textContent = 'Stop';
    this.#results.replaceChildren();
    this.#verdict.textContent = 'Running';
    this.#verdict.className = '';
    const passed = await runSequence(steps.value, this.#current(), this.#running.signal, result => this.#report(result));
    this.#running = undefined;
    this.#run.textContent = 'Run';
    this.#verdict.textContent = passed ? 'Passed' : 'Failed';
    this.#verdict.className = passed ? 'good' : 'bad';
  }

  #report({ line, passed, took, why }) {
    const item = document.createElement('li');
    item.className = passed ? 'good' : 'bad';
    item.textContent = `${passed ? '✓' : '✗'} ${line} · ${why || formatDuration(took)}`;
    this.#results.append(item);
  }
}
