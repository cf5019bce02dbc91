/** The numbers of the entries that a filter lets pass, found little by little, so that no search holds up the page. */

/** Between two looks at the clock, in bytes of payloads; each entry counts as some more. */
const STEP = 65_536;
const ENTRY = 1024;

export class Matches {
  #log;
  #passes = () => true;
  #numbers = [];
  #gone = 0;
  #cursor = 0;

  /** Where the view stands still: entries from this one on are not looked at. */
  limit = Infinity;

  /** @param {import('./log.js').Log} log */
  constructor(log) {
    this.#log = log;
    this.#cursor = log.first;
  }

  /** @param {(entry: import('./log.js').Entry) => boolean} passes */
  startOver(passes) {
    this.#passes = passes;
    this.#numbers = [];
    this.#gone = 0;
    this.#cursor = this.#log.first;
  }

  get size() {
    return this.#numbers.length - this.#gone;
  }

  /** @param {number} index from 0 */
  at(index) {
    return this.#numbers[this.#gone + index];
  }

  /** Where it is, or would be. */
  indexOf(number) {
    let low = this.#gone;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#numbers[middle] < number) low = middle + 1;
      else high = middle;
    }
    return low - this.#gone;
  }

  /** Whether all entries up to the limit have been looked at. */
  get complete() {
    return this.#cursor >= this.#end;
  }

  get #end() {
    return Math.min(this.#log.next, this.limit);
  }

  /**
   * @param {number} deadline in `performance.now()`
   * @returns {number} how many of the first are there no more
   */
  advance(deadline) {
    const { first } = this.#log;
    const before = this.#gone;
    while (this.#gone < this.#numbers.length && this.#numbers[this.#gone] < first) this.#gone++;
    const lost = this.#gone - before;
    if (this.#gone > 10_000) {
      this.#numbers.splice(0, this.#gone);
      this.#gone = 0;
    }
    this.#cursor = Math.max(this.#cursor, first);
    for (let seen = 0; !this.complete; this.#cursor++) {
      if (seen > STEP) {
        if (performance.now() > deadline) break;
        seen = 0;
      }
      const entry = this.#log.at(this.#cursor);
      if (this.#passes(entry)) this.#numbers.push(this.#cursor);
      seen += ENTRY + (entry.payload?.keptSize ?? 0);
    }
    return lost;
  }
}
