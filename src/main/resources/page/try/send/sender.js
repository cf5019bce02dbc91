/** Writing and sending: the composer, its history, and what sends again and again. */

import { formatCount } from '../../shared/format.js';
import { browserStore } from '../../shared/storage.js';
import { closeMenu } from '../menus.js';
import { readField } from '../validation.js';
import { Composer } from './composer.js';
import { History } from './history.js';
import { parseInterval, parseTimes, Repeater } from './repeat.js';

const FILL_IN = 'fillIn';

const element = id => document.getElementById(id);

export class Sender {
  #repeater = new Repeater();
  #history = new History();
  #run = element('repeat-run');
  #fill = element('fill-in');
  #session;

  constructor() {
    this.#fill.checked = browserStore.read(FILL_IN, true);
    this.#fill.addEventListener('change', () => browserStore.write(FILL_IN, this.#fill.checked));
    this.composer = new Composer(this.#history, () => ++this.#session.sequence, read => this.#session.send(read()));
    this.#run.addEventListener('click', () => (this.#repeater.running ? this.#repeater.stop() : this.#repeat()));
    element('send-file').addEventListener('change', ({ target }) => this.#sendFile(target));
    element('history-forget').addEventListener('click', () => {
      this.#history.forget();
      element('repeat-state').textContent = 'Forgotten';
    });
  }

  /** @param {import('../connection/session.js').Session} session to which all goes from now on; what repeats stays */
  show(session) {
    if (this.#session) this.#session.draft = this.composer.draft;
    this.#session = session;
    this.composer.draft = session.draft;
  }

  keepDraft() {
    if (this.#session) this.#session.draft = this.composer.draft;
  }

  async #sendFile(chooser) {
    const [file] = chooser.files;
    chooser.value = ''; // or the same file could not be chosen again
    const session = this.#session;
    closeMenu(element('repeat'));
    try {
      session.send(new Uint8Array(await file.arrayBuffer()));
      element('repeat-state').textContent = `${file.name} sent`;
    } catch ({ message }) {
      element('repeat-state').textContent = `${file.name} not sent: ${message}`;
    }
  }

  async #repeat() {
    const times = readField(element('repeat-times'), parseTimes);
    const interval = times && readField(element('repeat-interval'), parseInterval);
    if (!interval) return;
    const session = this.#session;
    const read = this.composer.reader();
    const state = element('repeat-state');
    closeMenu(element('repeat'));
    state.textContent = 'Sending repeatedly';
    this.#run.textContent = 'Stop';
    const { sent, failure } = await this.#repeater.run(
      { times: times.value, interval: interval.value },
      () => session.send(read()),
      () => session.connection?.bufferedAmount ?? 0,
    );
    this.#run.textContent = 'Send repeatedly';
    state.textContent = `${formatCount(sent)} sent${failure ? `: ${failure}` : ''}`;
  }
}
