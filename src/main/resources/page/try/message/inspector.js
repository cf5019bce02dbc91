/** The selected row of a log, whole: what its payload says, in the forms that it has. */

import { toBase64 } from '../../shared/bytes.js';
import { copyFrom } from '../../shared/clipboard.js';
import { formatCount, formatDuration, formatTime } from '../../shared/format.js';
import { dump } from './hex.js';
import { kindsOf } from './kinds.js';
import { createTree, setFolded } from './tree.js';

const FORMS = ['json', 'cbor', 'messagepack', 'image', 'text', 'hex'];
const NAMES = { json: 'JSON', cbor: 'CBOR', messagepack: 'MessagePack', image: 'Image', text: 'Text', hex: 'Hex' };

const element = id => document.getElementById(id);

export class Inspector {
  #panel = element('inspector');
  #body = element('inspector-body');
  #forms = element('inspector-forms');
  #entry;
  #kinds;

  /** @param {{resend: Function, edit: Function, pin: (entry) => boolean, close: Function}} actions */
  constructor({ resend, edit, pin, close }) {
    element('inspector-copy').addEventListener('click', ({ target }) => copyFrom(target, whole(this.#entry)));
    element('inspector-resend').addEventListener('click', () => resend(this.#entry));
    element('inspector-edit').addEventListener('click', () => edit(this.#entry));
    element('inspector-pin').addEventListener('click', () => pin(this.#entry));
    element('inspector-close').addEventListener('click', close);
    element('inspector-fold').addEventListener('click', () => setFolded(this.#body, true));
    element('inspector-unfold').addEventListener('click', () => setFolded(this.#body, false));
    this.#forms.addEventListener('change', ({ target }) => this.#showForm(target.value));
    this.#panel.addEventListener('keydown', event => { if (event.key === 'Escape') close(); });
  }

  /** @param {import('../log/log.js').Entry} [entry] none closes it */
  show(entry) {
    if (entry === this.#entry) return;
    this.#entry = entry;
    this.#panel.hidden = !entry;
    if (!entry) return;
    const { payload } = entry;
    element('inspector-title').textContent = payload ? entry.label.replace(/: $/, '') : entry.label;
    element('inspector-facts').textContent = describe(entry);
    for (const id of ['inspector-resend', 'inspector-edit', 'inspector-forms']) element(id).hidden = !payload;
    if (payload) this.#showForms(payload);
    else this.#showEvent(entry);
  }

  #showForms(payload) {
    this.#kinds = { ...kindsOf(payload), hex: true };
    const forms = FORMS.filter(form => this.#kinds[form] !== undefined);
    const scalar = typeof this.#kinds.json?.value !== 'object' || this.#kinds.json.value === null;
    const first = forms.find(form => !(form === 'json' && scalar)) ?? 'hex';
    const chosen = payload.type === 'binary' && first === 'text' ? 'hex' : first;
    this.#forms.replaceChildren(...forms.map(form => createChoice(form, form === chosen)));
    this.#showForm(chosen);
  }

  #showForm(form) {
    const { payload } = this.#entry;
    const isTree = ['json', 'cbor', 'messagepack'].includes(form);
    element('inspector-fold').hidden = element('inspector-unfold').hidden = !isTree;
    if (isTree) this.#body.replaceChildren(createTree(this.#kinds[form].value));
    else if (form === 'image') this.#body.replaceChildren(createImage(payload, this.#kinds.image));
    else this.#body.replaceChildren(createPre(form === 'hex' ? dump(payload.bytes) : this.#kinds.text));
    this.#body.scrollTop = 0;
  }

  #showEvent({ label, detail, command }) {
    this.#forms.replaceChildren();
    element('inspector-fold').hidden = element('inspector-unfold').hidden = true;
    const parts = [detail ?? label].map(text => Object.assign(document.createElement('p'), { className: 'detail', textContent: text }));
    if (command) parts.push(createPre(command));
    this.#body.replaceChildren(...parts);
  }

  focus() {
    this.#body.focus();
  }
}

/** What is copied: of an event its words, with the command to try. */
export const whole = ({ payload, label, detail, command }) =>
  (payload ? payload.toString() : [label, detail, command].filter(Boolean).join('\n'));

function describe({ payload, type, time, roundTrip }) {
  const facts = [formatTime(time)];
  if (payload) {
    facts.push(`${type}, ${formatCount(payload.size)} B`);
    if (payload.lost > 0) facts.push(`${formatCount(payload.lost)} B of it not kept`);
    if (roundTrip !== undefined) facts.push(`round trip ${formatDuration(roundTrip)}`);
  }
  return facts.join(' · ');
}

function createChoice(form, checked) {
  const label = document.createElement('label');
  const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'inspector-form', value: form, checked });
  const name = document.createElement('span');
  name.textContent = NAMES[form];
  label.append(input, name);
  return label;
}

function createPre(text) {
  const pre = document.createElement('pre');
  pre.textContent = text;
  if (text === '') pre.dataset.empty = '';
  return pre;
}

/** As data in its address, which the content security policy allows, and nothing else. */
function createImage(payload, type) {
  const image = document.createElement('img');
  image.alt = `Image, ${type}`;
  image.src = `data:${type};base64,${toBase64(payload.bytes)}`;
  return image;
}
