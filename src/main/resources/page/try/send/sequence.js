/**
 * A sequence of steps, a line each, that sends, waits for what must come, and closes:
 *
 *     send hello {{sequence}}
 *     sendhex 00 ff
 *     expect hello
 *     expect /^\{"seq/ within 5s
 *     wait 500ms
 *     close 4000 bye
 *     expect close 4000
 *
 * What is expected is looked for in all that has come since the sequence began and was not taken by an earlier step.
 */

import { formatDuration } from '../../shared/format.js';
import { InvalidInput, parseCloseCode, parseCloseReason, parseHex } from '../validation.js';
import { parseInterval } from './repeat.js';
import { fillIn } from './templates.js';

const PATIENCE = 5000; // milliseconds
const MOST_STEPS = 200;

/**
 * @typedef {{line: string, run: (context: Run) => Promise<void>|void}} Step
 * @param {string} text
 * @returns {Step[]}
 * @throws {InvalidInput} that names the line
 */
export function parseSequence(text) {
  const lines = text.split('\n').map(line => line.trim());
  const steps = lines.flatMap((line, index) => (line === '' || line.startsWith('#') ? [] : [parseStep(line, index + 1)]));
  if (steps.length === 0) throw new InvalidInput('There is no step: send, sendhex, expect, wait or close.');
  if (steps.length > MOST_STEPS) throw new InvalidInput(`There are ${steps.length} steps; ${MOST_STEPS} are the most.`);
  return steps;
}

function parseStep(line, number) {
  const [, verb, rest] = /^(\S+)\s*([^]*)$/.exec(line);
  const parse = STEPS.get(verb);
  if (!parse) throw new InvalidInput(`Line ${number}: “${verb}” is no step; it is send, sendhex, expect, wait or close.`);
  try {
    return { line, run: parse(rest) };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(`Line ${number}: ${error.message}`);
  }
}

const parseSend = text => run => run.session.send(fillIn(text, () => ++run.session.sequence));

function parseSendHex(digits) {
  const bytes = parseHex(digits);
  return run => run.session.send(bytes);
}

function parseWait(text) {
  const millis = parseInterval(text);
  return run => run.pause(millis);
}

function parseClose(text) {
  const [, digits, rest] = /^(\d*)\s*(.*)$/.exec(text);
  const code = parseCloseCode(digits);
  const reason = parseCloseReason(rest, code);
  return run => run.session.disconnect(code, reason);
}

function parseExpect(text) {
  const [, wanted, , time] = /^([^]*?)(\s+within\s+(\S+))?$/.exec(text);
  const patience = time === undefined ? PATIENCE : parseInterval(time);
  const close = /^close(?:\s+(\d+))?$/.exec(wanted);
  if (close) return run => run.until(patience, () => run.closedWith(close[1]));
  const matches = matcher(wanted);
  return run => run.until(patience, () => run.take(matches));
}

/** `/…/` is a regular expression; anything else has to be in the message; nothing, and any message will do. */
function matcher(wanted) {
  const [, source, flags] = /^\/([^]+)\/([imsu]*)$/.exec(wanted) ?? [];
  if (source === undefined) return message => message.includes(wanted);
  try {
    const expression = new RegExp(source, flags);
    return message => expression.test(message);
  } catch (error) {
    throw new InvalidInput(error.message);
  }
}

const STEPS = new Map(Object.entries({ send: parseSend, sendhex: parseSendHex, expect: parseExpect, wait: parseWait, close: parseClose }));

class Failed extends Error {}

/** One run of a sequence over the connection of a tab. */
class Run {
  #received = [];
  #close;
  #wake = () => {};
  #signal;

  constructor(session, signal) {
    this.session = session;
    this.#signal = signal;
    const stop = session.listen((what, more) => {
      if (what === 'received') this.#received.push(String(more.payload));
      else if (what === 'closed') this.#close = more;
      this.#wake();
    });
    signal.addEventListener('abort', () => this.#wake());
    this.end = stop;
  }

  async pause(millis) {
    await this.until(millis, () => false).catch(failed => { if (this.#signal.aborted) throw failed; });
  }

  take(matches) {
    const index = this.#received.findIndex(matches);
    if (index >= 0) this.#received.splice(0, index + 1);
    return index >= 0;
  }

  closedWith(code) {
    return this.#close !== undefined && (code === undefined || this.#close.code === Number(code));
  }

  async until(patience, holds) {
    const due = performance.now() + patience;
    while (!holds()) {
      const left = due - performance.now();
      if (this.#signal.aborted) throw new Failed('stopped');
      if (left <= 0) throw new Failed(this.#close ? `the connection was closed with ${this.#close.code}` : `not within ${formatDuration(patience)}`);
      await new Promise(resolve => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

/**
 * @param {Step[]} steps
 * @param {import('../connection/session.js').Session} session with an open connection
 * @param {AbortSignal} signal
 * @param {(result: {line: string, passed: boolean, took: number, why: string}) => void} report called after each step
 * @returns {Promise<boolean>} whether all passed; none is run behind one that failed
 */
export async function runSequence(steps, session, signal, report) {
  const run = new Run(session, signal);
  try {
    for (const { line, run: act } of steps) {
      const startedAt = performance.now();
      const result = { line, passed: true, why: '' };
      try {
        await act(run);
      } catch (error) {
        if (!(error instanceof Failed || error instanceof InvalidInput)) throw error;
        Object.assign(result, { passed: false, why: error.message });
      }
      report({ ...result, took: performance.now() - startedAt });
      if (!result.passed) return false;
    }
    return true;
  } finally {
    run.end();
  }
}
