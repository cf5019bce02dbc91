/** Messages that were sent by hand, of which the newest are remembered in this browser. */

import { browserStore } from '../../shared/storage.js';

const MOST = 100;
/** Characters of a message that is worth remembering. */
const LONGEST = 16_384;
const NAME = 'sent';

export class History {
  #messages = browserStore.read(NAME, []).filter(message => typeof message === 'string').slice(-MOST);
  #at = this.#messages.length;
  #writing = false;

  add(message) {
    if (message !== '' && message.length <= LONGEST && message !== this.#messages.at(-1)) {
      this.#messages.push(message);
      if (this.#messages.length > MOST) this.#messages.shift();
      this.#writeSoon();
    }
    this.#at = this.#messages.length;
  }

  /** Many at once are written once. */
  #writeSoon() {
    if (this.#writing) return;
    this.#writing = true;
    setTimeout(() => {
      this.#writing = false;
      browserStore.write(NAME, this.#messages);
    }, 200);
  }

  /** @param {-1|1} step @returns {string|undefined} undefined where there is none; empty behind the newest */
  move(step) {
    const wanted = this.#at + step;
    if (wanted < 0 || wanted > this.#messages.length) return undefined;
    this.#at = wanted;
    return this.#messages[wanted] ?? '';
  }

  forget() {
    this.#messages = [];
    this.#at = 0;
    browserStore.write(NAME, undefined);
  }
}
