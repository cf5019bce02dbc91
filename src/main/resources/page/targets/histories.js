/** The last results of targets, asked for when they come into view: those of all would be most of what the server tells. */

/** Milliseconds. */
const TOGETHER = 50;
const PATIENCE = 8000;
/** Characters of names in one request, of whose line the server takes 4 KiB. */
const MOST_NAMES = 2000;

export class Histories {
  /** @type {Set<import('./model.js').Target>} also those that are being asked for */
  #wanted = new Set();
  #asking = false;
  #told;

  /** @param {(target: import('./model.js').Target) => void} told called when the history of a target is known */
  constructor(told) {
    this.#told = told;
  }

  /** What is known already is not asked for; what cannot be read has to be wanted again. */
  want(target) {
    if (target.hasHistory) return;
    this.#wanted.add(target);
    if (this.#asking) return;
    this.#asking = true;
    setTimeout(() => this.#askAll(), TOGETHER);
  }

  async #askAll() {
    while (this.#wanted.size > 0) {
      const some = someOf(this.#wanted);
      const results = await read(some).catch(() => new Map()); // What is wrong is said by the reader of the list.
      for (const target of some) {
        this.#wanted.delete(target);
        if (!results.has(target.name)) continue;
        target.remember(results.get(target.name));
        this.#told(target);
      }
    }
    this.#asking = false;
  }
}

/** At least one, and no more than one request has room for. */
function someOf(targets) {
  let size = 0;
  const all = [...targets];
  const end = all.findIndex(({ name }) => (size += encodeURIComponent(name).length + '&target='.length) > MOST_NAMES);
  return end < 0 ? all : all.slice(0, Math.max(1, end));
}

/** @returns {Promise<Map<string, object[]>>} by name */
async function read(targets) {
  const query = new URLSearchParams(targets.map(({ name }) => ['target', name]));
  const response = await fetch(`api/targets?${query}`, { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const answer = await response.json();
  return new Map(answer.targets.map(({ name, results }) => [name, results]));
}
