/** Messages or sequences with names, remembered in this browser. */

import { browserStore } from '../../shared/storage.js';

const MOST = 200;

export class Saved {
  #name;
  #items;

  /** @param {string} name under which they are remembered */
  constructor(name) {
    this.#name = name;
    this.#items = browserStore.read(name, []).filter(item => typeof item?.name === 'string' && typeof item.text === 'string');
  }

  get all() {
    return this.#items;
  }

  /** In the place of the one of that name. @returns {boolean} whether it is remembered, for which there must be room */
  put(item) {
    const others = this.#items.filter(({ name }) => name !== item.name);
    if (others.length >= MOST || !browserStore.write(this.#name, [...others, item])) return false;
    this.#items = [...others, item];
    return true;
  }

  remove(name) {
    this.#items = this.#items.filter(item => item.name !== name);
    browserStore.write(this.#name, this.#items);
  }
}
