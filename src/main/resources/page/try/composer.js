/** The box in which a message is written: as text, or as the hex digits of a binary message. */

import { formatCount } from '../shared/format.js';
import { utf8Length } from './payload.js';
import { clearError, parseHex, readField } from './validation.js';

const PLACEHOLDERS = { text: 'A text message', binary: '68 65 6c 6c 6f' };

const element = id => document.getElementById(id);

export class Composer {
  #form = element('send-form');
  #field = element('message');
  #modes = [element('mode-text'), element('mode-binary')];
  #mode = 'text';
  /** What stood in the box when the other mode was chosen. */
  #draft = '';

  /** @param {(message: string|Uint8Array) => void} send may refuse with `InvalidInput`, as the parser may */
  constructor(send) {
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      const sent = readField(this.#field, text => send(this.#mode === 'text' ? text : parseHex(text)));
      if (sent) this.#field.select(); // Enter again repeats it, typing replaces it.
    });
    this.#field.addEventListener('keydown', event => this.#sendOnEnter(event));
    this.#field.addEventListener('input', () => this.#showSize());
    for (const mode of this.#modes) {
      mode.addEventListener('change', () => this.#switchTo(mode.value));
    }
    this.#switchTo(this.#modes.find(mode => mode.checked).value);
  }

  /** Enter that ends the composition of a character by an input method is not meant for the form. */
  #sendOnEnter(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #switchTo(mode) {
    if (mode !== this.#mode) {
      [this.#field.value, this.#draft] = [this.#draft, this.#field.value];
      this.#mode = mode;
    }
    this.#field.placeholder = PLACEHOLDERS[mode];
    this.#showSize();
  }

  #showSize() {
    clearError(this.#field);
    const { value } = this.#field;
    const bytes = this.#mode === 'text' ? utf8Length(value) : Math.ceil(value.replace(/\s+/g, '').length / 2);
    element('message-size').textContent = `${formatCount(bytes)} B`;
  }
}
