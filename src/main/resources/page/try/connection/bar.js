/** The address, the one button that connects or disconnects, and the settings: of the tab that is selected. */

import { browserStore } from '../../shared/storage.js';
import { parseAddress, parseCloseCode, parseCloseReason, parseSubprotocols, readField, clearError } from '../validation.js';

/** What is remembered for other windows: no address, which may hold a secret. */
const REMEMBERED = 'settings';
const WORDS = {
  Closed: 'Connect', Connecting: 'Cancel', Open: 'Disconnect', Closing: 'Closing', Waiting: 'Stop waiting',
};

const element = id => document.getElementById(id);

export class Bar {
  #texts = { address: element('address'), subprotocols: element('subprotocols'), closeCode: element('close-code'), closeReason: element('close-reason') };
  #choices = { greet: element('greet'), reconnect: element('reconnect') };
  #button = element('connect');
  #session;
  #beforeConnect;

  /** @param {() => void} beforeConnect called when a person asks for a connection */
  constructor(beforeConnect) {
    this.#beforeConnect = beforeConnect;
    element('connect-form').addEventListener('submit', event => {
      event.preventDefault();
      this.press();
    });
    for (const [name, field] of Object.entries(this.#texts)) {
      field.addEventListener('input', () => this.#set(name, field.value));
    }
    for (const [name, box] of Object.entries(this.#choices)) {
      box.addEventListener('change', () => this.#set(name, box.checked));
    }
    element('panel-settings').addEventListener('submit', event => event.preventDefault());
  }

  #set(name, value) {
    this.#session.settings[name] = value;
    const { address, ...rest } = this.#session.settings;
    browserStore.write(REMEMBERED, rest);
  }

  /** Of a tab that nobody has set otherwise. */
  static remembered() {
    return browserStore.read(REMEMBERED, {});
  }

  /** @param {import('./session.js').Session} session */
  show(session) {
    this.#session = session;
    const { settings } = session;
    for (const [name, field] of Object.entries(this.#texts)) {
      field.value = settings[name];
      clearError(field);
    }
    for (const [name, box] of Object.entries(this.#choices)) box.checked = settings[name];
    this.#texts.address.dispatchEvent(new Event('shown'));
    this.showState();
  }

  showState() {
    const { state } = this.#session;
    this.#button.textContent = WORDS[state];
    this.#button.disabled = false; // Also while it closes, or the focus would be lost.
    this.#button.setAttribute('aria-disabled', state === 'Closing');
    this.#button.dataset.state = state.toLowerCase();
    element('send').disabled = state !== 'Open';
  }

  /** @param {string} address as it stands in the field from now on */
  setAddress(address) {
    this.#texts.address.value = address;
    this.#set('address', address);
  }

  press() {
    const { state } = this.#session;
    if (state === 'Closed') this.connect();
    else if (state !== 'Closing') this.#disconnect();
  }

  /** As the fields say now, whatever the connection that there is was made with. */
  connect() {
    const address = readField(this.#texts.address, parseAddress);
    if (!address) return;
    const subprotocols = this.#read(this.#texts.subprotocols, parseSubprotocols);
    if (!subprotocols) return;
    this.#beforeConnect();
    this.#session.connect(address.value, subprotocols.value);
  }

  #disconnect() {
    const code = this.#read(this.#texts.closeCode, parseCloseCode);
    if (!code) return;
    const reason = this.#read(this.#texts.closeReason, text => parseCloseReason(text, code.value));
    if (reason) this.#session.disconnect(code.value, reason.value);
  }

  /** What is wrong has to be in sight. */
  #read(field, parse) {
    const found = readField(field, parse);
    if (found) return found;
    field.dispatchEvent(new CustomEvent('reveal', { bubbles: true }));
    field.focus();
    return undefined;
  }
}
