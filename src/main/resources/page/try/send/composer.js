/** The box in which a message is written: as text, or as the hex digits of a binary message. */

import { formatCount } from '../../shared/format.js';
import { indentJson, parseJson } from '../message/json.js';
import { utf8Length } from '../message/payload.js';
import { clearError, InvalidInput, parseHex, readField } from '../validation.js';
import { fillIn, hasTemplate } from './templates.js';

const PLACEHOLDERS = { text: 'A text message', binary: '68 65 6c 6c 6f' };

const element = id => document.getElementById(id);

/** @typedef {{mode: 'text'|'binary', text: string}} Draft */

export class Composer {
  #form = element('send-form');
  #field = element('message');
  #modes = [element('mode-text'), element('mode-binary')];
  #fill = element('fill-in');
  #mode = 'text';
  /** What stood in the box when the other mode was chosen. */
  #other = '';
  #history;
  #next;

  /**
   * @param {import('./history.js').History} history
   * @param {() => number} next the number of the next message that has one
   * @param {(read: () => string|Uint8Array) => void} send may refuse with `InvalidInput`, as the reader may, which
   *     gives the message anew each time, filled in
   */
  constructor(history, next, send) {
    this.#history = history;
    this.#next = next;
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      const { value } = this.#field;
      const sent = readField(this.#field, () => send(this.reader()));
      if (!sent) return;
      history.add(value);
      this.#field.select(); // Enter again repeats it, typing replaces it.
    });
    this.#field.addEventListener('keydown', event => this.#onKey(event));
    this.#field.addEventListener('input', () => this.#showSize());
    element('format-json').addEventListener('click', () => this.#format());
    for (const mode of this.#modes) mode.addEventListener('change', () => this.#switchTo(mode.value));
    this.#switchTo(this.#modes.find(mode => mode.checked).value);
  }

  /** @returns {() => string|Uint8Array} which may throw `InvalidInput` */
  reader({ mode, text } = this.draft) {
    const fill = this.#fill.checked && hasTemplate(text) ? () => fillIn(text, this.#next) : () => text;
    return mode === 'text' ? fill : () => parseHex(fill());
  }

  /** @returns {Draft} */
  get draft() {
    return { mode: this.#mode, text: this.#field.value };
  }

  /** @param {Draft} draft */
  set draft({ mode, text }) {
    this.#modes.find(({ value }) => value === mode).checked = true;
    this.#mode = mode;
    this.#field.placeholder = PLACEHOLDERS[mode];
    this.#field.value = text;
    this.#showSize();
  }

  focus() {
    this.#field.focus();
  }

  #format() {
    element('repeat').open = false;
    const formatted = readField(this.#field, text => {
      if (!parseJson(text)) throw new InvalidInput('This is no JSON.');
      return indentJson(text);
    });
    if (!formatted) return;
    this.draft = { mode: this.#mode, text: formatted.value };
    this.focus();
  }

  /** Enter that ends the composition of a character by an input method is not meant for the form. */
  #onKey(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#form.requestSubmit();
    } else if (event.key === 'ArrowUp' && this.#isAt('start')) {
      this.#recall(event, -1);
    } else if (event.key === 'ArrowDown' && this.#isAt('end')) {
      this.#recall(event, 1);
    }
  }

  /** Whether the arrow would not move the cursor: where all is selected as well, as it is once a message was sent. */
  #isAt(side) {
    const { selectionStart, selectionEnd, value } = this.#field;
    const whole = selectionStart === 0 && selectionEnd === value.length;
    return whole || (side === 'start' ? selectionEnd === 0 : selectionStart === value.length);
  }

  #recall(event, step) {
    const message = this.#history.move(step);
    event.preventDefault();
    if (message === undefined) return;
    this.#field.value = message;
    this.#field.select();
    this.#showSize();
  }

  #switchTo(mode) {
    if (mode !== this.#mode) [this.#other, this.draft] = [this.#field.value, { mode, text: this.#other }];
    else this.draft = { mode, text: this.#field.value };
  }

  #showSize() {
    clearError(this.#field);
    const { value } = this.#field;
    const bytes = this.#mode === 'text' ? utf8Length(value) : Math.ceil(value.replace(/\s+/g, '').length / 2);
    element('message-size').textContent = `${formatCount(bytes)} B${hasTemplate(value) ? ' before {{…}}' : ''}`;
  }
}
