/** Messages that were sent by hand, of which the newest are remembered in this browser, for all of its windows. */

import { browserStore } from '../../shared/storage.js';

const MOST = 100;
/** Characters of a message that is worth remembering. */
const LONGEST = 16_384;
const NAME = 'sent';
/** Milliseconds within which messages are written at once. */
const TOGETHER = 200;

const remembered = () => browserStore.read(NAME, []).filter(message => typeof message === 'string').slice(-MOST);

export class History {
  #messages = remembered();
  #at = this.#messages.length;
  /** Since it was last written. */
  #fresh = [];

  add(message) {
    if (message !== '' && message.length <= LONGEST && message !== this.#messages.at(-1)) {
      this.#messages.push(message);
      if (this.#messages.length > MOST) this.#messages.shift();
      if (this.#fresh.push(message) === 1) setTimeout(() => this.#write(), TOGETHER);
    }
    this.#at = this.#messages.length;
  }

  /** Behind what other windows have sent meanwhile. */
  #write() {
    browserStore.write(NAME, [...remembered(), ...this.#fresh].slice(-MOST));
    this.#fresh = [];
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
    this.#fresh = [];
    this.#at = 0;
    browserStore.write(NAME, undefined);
  }
}
