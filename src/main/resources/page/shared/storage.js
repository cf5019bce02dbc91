/** What the page remembers in this browser, as JSON. Storage can be forbidden, full, or hold what another version wrote. */

const PREFIX = 'wsgauge.';

class Store {
  #area;

  /** @param {() => Storage} area which may throw where storage is forbidden */
  constructor(area) {
    this.#area = area;
  }

  /** @returns {*} the fallback where nothing of its kind is there */
  read(name, fallback) {
    try {
      const value = JSON.parse(this.#area().getItem(PREFIX + name));
      const sameKind = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
      return value !== null && (sameKind || fallback === undefined) ? value : fallback;
    } catch {
      return fallback;
    }
  }

  /** @returns {boolean} whether it is kept; undefined forgets it */
  write(name, value) {
    try {
      if (value === undefined) this.#area().removeItem(PREFIX + name);
      else this.#area().setItem(PREFIX + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {() => void} listener called when another window has changed what is there */
  listen(name, listener) {
    addEventListener('storage', ({ key }) => { if (key === PREFIX + name) listener(); });
  }
}

/** Kept until it is forgotten, for all windows of this browser. */
export const browserStore = new Store(() => localStorage);

/** Kept for one window, through a reload. */
export const windowStore = new Store(() => sessionStorage);
