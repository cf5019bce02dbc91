/** The panel that has what was done as code, with headers that a browser cannot send. */

import { copyFrom } from '../../shared/clipboard.js';
import { browserStore } from '../../shared/storage.js';
import { InvalidInput, parseSubprotocols, readField } from '../validation.js';
import { SNIPPETS } from './snippets.js';

const LANGUAGE = 'language';
const MOST_MESSAGES = 20;
const MOST_BYTES = 8192;

const element = id => document.getElementById(id);

export class CodePanel {
  #language = element('code-language');
  #headers = element('code-headers');
  #text = element('code-text');
  #current;

  /** @param {() => import('../connection/session.js').Session} current */
  constructor(current) {
    this.#current = current;
    this.#language.value = browserStore.read(LANGUAGE, 'wsgauge');
    this.#language.addEventListener('change', () => {
      browserStore.write(LANGUAGE, this.#language.value);
      this.show();
    });
    this.#headers.addEventListener('input', () => this.show());
    element('code-copy').addEventListener('click', ({ target }) => copyFrom(target, this.#text.textContent));
  }

  show() {
    const headers = readField(this.#headers, parseHeaders, { focus: false });
    if (!headers) return;
    const session = this.#current();
    const { settings, log } = session;
    const sent = [...log].slice(-1000)
      .filter(({ direction, payload }) => direction === 'sent' && payload.lost === 0 && payload.size <= MOST_BYTES);
    const code = Number(settings.closeCode);
    this.#text.textContent = SNIPPETS[this.#language.value || 'wsgauge']({
      address: settings.address,
      subprotocols: subprotocolsOf(settings),
      headers: headers.value,
      messages: sent.slice(-MOST_MESSAGES).map(({ payload }) => payload.data),
      code: settings.closeCode.trim() === '' || !(code >= 1000 && code <= 4999) ? undefined : code,
      reason: settings.closeReason,
    });
  }
}

function subprotocolsOf({ subprotocols }) {
  try {
    return parseSubprotocols(subprotocols);
  } catch {
    return [];
  }
}

/** `Name: value`, a line each. */
function parseHeaders(text) {
  return text.split('\n').filter(line => line.trim() !== '').map(line => {
    const [, name, value] = /^\s*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) throw new InvalidInput(`“${line.trim().slice(0, 40)}” is no header: it is Name: value.`);
    return [name, value];
  });
}
