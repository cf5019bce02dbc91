/** Shows the server's end: a table of both ends, what follows from it, and what the server did when. */

import { formatBytes, formatCount } from '../../shared/format.js';

const element = id => document.getElementById(id);

const KINDS = { good: '✓', note: '·', bad: '!' };

export class LaneView {
  #host = element('lane');

  /** Of another server nothing can be known. */
  showNone() {
    this.#host.hidden = true;
  }

  showProblem(words) {
    this.#host.hidden = false;
    this.#host.replaceChildren(make('p', { className: 'hint', textContent: words }));
  }

  /** Every string of the server is text. */
  show(page, record, findings, events, clock) {
    this.#host.hidden = false;
    const list = this.#host.querySelector('.lane-events');
    const atEnd = !list || list.scrollHeight - list.scrollTop - list.clientHeight < 24;
    const next = make('ol', { className: 'lane-events', tabIndex: 0, ariaLabel: 'What the server saw and did' });
    next.append(...events.map(createEvent));
    this.#host.replaceChildren(
      createTable(page, record),
      createFindings(findings),
      ...(clock ? [make('p', { className: 'hint', textContent: clock })] : []),
      make('h3', { textContent: 'What the server saw and did' }),
      next,
    );
    next.scrollTop = atEnd ? next.scrollHeight : list.scrollTop;
  }
}

function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function createTable(page, { received, sent }) {
  const rows = [
    ['Messages', page.sent.messages, received.messages, sent.messages, page.received.messages],
    ['Bytes', page.sent.bytes, received.bytes, sent.bytes, page.received.bytes],
    ['Frames', undefined, received.frames, sent.frames, undefined],
    ['Fragments', undefined, received.fragments, sent.fragments, undefined],
    ['On the wire', undefined, received.wireBytes, sent.wireBytes, undefined],
    ['Largest', undefined, received.largest, sent.largest, undefined],
    ['Pings', undefined, received.pings, sent.pings, undefined],
    ['Pongs', undefined, received.pongs, sent.pongs, undefined],
  ];
  const head = make('tr', {}, ...['Each way', 'Page ↑', '→ Server', 'Server ↓', '→ Page'].map(name => make('th', { scope: 'col', textContent: name })));
  const body = rows.map(([name, ...values]) => make(
    'tr',
    {},
    make('th', { scope: 'row', textContent: name }),
    ...values.map((value, index) => createCell(name, value, values[index ^ 1])),
  ));
  return make('table', { className: 'both' }, make('caption', { className: 'visually-hidden', textContent: 'Both ends of this connection' }),
    make('thead', {}, head), make('tbody', {}, ...body));
}

function createCell(name, value, other) {
  const isSize = name === 'Bytes' || name === 'On the wire' || name === 'Largest';
  const cell = make('td', { textContent: value === undefined ? '' : (isSize ? formatBytes : formatCount)(value) });
  if (value !== undefined && other !== undefined && value !== other) cell.className = 'differs';
  return cell;
}

function createFindings(findings) {
  return make('ul', { className: 'findings' }, ...findings.map(({ kind, text }) => make(
    'li',
    { className: kind },
    make('span', { ariaHidden: 'true', textContent: KINDS[kind] }),
    ` ${text}`,
  )));
}

function createEvent({ time, direction, text }) {
  const item = make('li', {}, make('span', { className: 'time', textContent: time }), ' ',
    make('span', { textContent: direction === 'event' ? text : `${direction} ${text}` }));
  item.dataset.direction = direction;
  return item;
}
