/** The difference of two clocks, from answers that carry the time of the other one. */

export class ClockDifference {
  /** Of the answer that came soonest, and so tells most. */
  #error = Infinity;
  #offset;

  /**
   * @param {number} there milliseconds since the epoch, at some moment between the question and the answer
   * @param {number} asked likewise, by the clock here
   * @param {number} answered likewise
   */
  add(there, asked, answered) {
    const error = (answered - asked) / 2;
    if (error >= this.#error) return;
    this.#error = error;
    this.#offset = there - (asked + answered) / 2;
  }

  /** @returns {{offset: number, error: number}|undefined} milliseconds; positive where the other clock is ahead */
  get estimate() {
    return this.#offset === undefined ? undefined : { offset: this.#offset, error: this.#error };
  }
}
