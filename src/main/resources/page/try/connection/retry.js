/** When a connection is tried again: later after each failure, and never at the same time for all pages. */

const FIRST = 1000; // milliseconds
const LONGEST = 30_000;
const SPREAD = 0.2;

/** @param {number} failures in a row, from 1 @returns {number} milliseconds */
const backOff = failures => Math.round(
  Math.min(LONGEST, FIRST * 2 ** (failures - 1)) * (1 - SPREAD + 2 * SPREAD * Math.random()),
);

export class Retry {
  #failures = 0;
  #timer;

  /**
   * @param {(attempt: number, left: number) => void} waiting told at once and each second, with the milliseconds left
   * @param {() => void} due
   */
  begin(waiting, due) {
    const attempt = ++this.#failures;
    const delay = backOff(attempt);
    const end = performance.now() + delay;
    const tick = () => {
      const left = end - performance.now();
      if (left <= 0) {
        due();
      } else {
        waiting(attempt, left);
        this.#timer = setTimeout(tick, Math.min(left, 1000));
      }
    };
    tick();
    return { attempt, delay };
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** It has worked, or a person takes over. */
  reset() {
    this.stop();
    this.#failures = 0;
  }
}
