/** Sends a message again and again: so many times, or without end, in an interval. */

import { InvalidInput } from '../validation.js';

/** Bytes that may wait in the browser before the next message does. */
const MOST_BUFFERED = 1_048_576;
/** Messages that are sent without a pause for whatever else the page has to do. */
const BATCH = 200;

/** @returns {number} Infinity for an empty text */
export function parseTimes(text) {
  if (text.trim() === '') return Infinity;
  const times = Number(text);
  if (!/^\s*\d+\s*$/.test(text) || times < 1 || times > 1_000_000) {
    throw new InvalidInput('How many times: 1 to 1000000, or empty for without end.');
  }
  return times;
}

/** @returns {number} milliseconds */
export function parseInterval(text) {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m)?\s*$/.exec(text);
  if (!found) throw new InvalidInput('An interval is like 250ms, 1s or 0ms.');
  const millis = Number(found[1]) * { ms: 1, s: 1000, m: 60_000 }[found[2] ?? 'ms'];
  if (millis > 86_400_000) throw new InvalidInput('An interval is at most a day.');
  return millis;
}

export class Repeater {
  #timer;
  #stop;

  get running() {
    return this.#stop !== undefined;
  }

  /**
   * @param {{times: number, interval: number}} plan
   * @param {() => void} send ends it when it throws `InvalidInput`
   * @param {() => number} buffered bytes that wait to be sent
   * @returns {Promise<{sent: number, failure: string|undefined}>} when it has ended
   */
  run({ times, interval }, send, buffered) {
    this.stop();
    return new Promise(resolve => {
      let sent = 0;
      let due = performance.now();
      this.#stop = failure => {
        clearTimeout(this.#timer);
        this.#stop = undefined;
        resolve({ sent, failure });
      };
      const step = () => {
        try {
          for (let count = 0; count < BATCH && sent < times && performance.now() >= due; count++) {
            if (buffered() > MOST_BUFFERED) break;
            send();
            sent++;
            due = Math.max(due + interval, performance.now() - interval);
          }
        } catch (error) {
          if (!(error instanceof InvalidInput)) throw error;
          this.#stop(error.message);
          return;
        }
        if (sent >= times) this.#stop();
        else this.#timer = setTimeout(step, Math.max(0, due - performance.now()));
      };
      step();
    });
  }

  stop() {
    this.#stop?.();
  }
}
