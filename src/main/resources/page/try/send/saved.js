/** Messages or sequences with names, remembered in this browser, whose other windows have the same. */

import { browserStore } from '../../shared/storage.js';

const MOST = 200;

export class Saved {
  #name;

  /** @param {string} name under which they are remembered */
  constructor(name) {
    this.#name = name;
  }

  /** As they are now, whichever window has saved them. */
  get all() {
    return browserStore.read(this.#name, []).filter(item => typeof item?.name === 'string' && typeof item.text === 'string');
  }

  /** In the place of the one of that name. @returns {boolean} whether it is remembered, for which there must be room */
  put(item) {
    const others = this.#allBut(item.name);
    return others.length < MOST && browserStore.write(this.#name, [...others, item]);
  }

  remove(name) {
    browserStore.write(this.#name, this.#allBut(name));
  }

  /** @param {() => void} listener called when another window has changed them */
  listen(listener) {
    browserStore.listen(this.#name, listener);
  }

  #allBut(name) {
    return this.all.filter(item => item.name !== name);
  }
}
