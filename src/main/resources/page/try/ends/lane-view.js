/** Shows the server's end: a table of both ends, what follows from it, and what the server did when. */

import { create, heading } from '../../shared/create.js';
import { formatBytes, formatCount } from '../../shared/format.js';

const element = id => document.getElementById(id);

const KINDS = { good: '✓', note: '·', bad: '!' };

export class LaneView {
  #host = element('lane');
  #now = create('div.now');
  #list = create('ol.lane-events');
  /** Of which the list is, to its end. */
  #events;
  #last;

  constructor() {
    Object.assign(this.#list, { tabIndex: 0, ariaLabel: 'What the server saw and did' });
  }

  /** Of another server nothing can be known. */
  showNone() {
    this.#host.hidden = true;
  }

  showProblem(words) {
    this.#host.hidden = false;
    this.#host.replaceChildren(create('p.hint', words));
  }

  /** Every string of the server is text. */
  show(page, record, findings, events, clock) {
    this.#host.hidden = false;
    this.#now.replaceChildren(
      createTable(page, record),
      createFindings(findings),
      ...(clock ? [create('p.hint', clock)] : []),
    );
    if (!this.#list.isConnected) this.#host.replaceChildren(this.#now, create('h3', 'What the server saw and did'), this.#list);
    this.#showEvents(events);
  }

  /** The list stays, with the focus and the place where it is read, while it is of the same connection. */
  #showEvents(events) {
    const list = this.#list;
    const atEnd = events !== this.#events || list.scrollHeight - list.scrollTop - list.clientHeight < 24;
    if (events !== this.#events) {
      list.replaceChildren();
      this.#last = undefined;
    }
    list.append(...events.slice(events.lastIndexOf(this.#last) + 1).map(createEvent));
    while (list.childElementCount > events.length) list.firstElementChild.remove();
    this.#events = events;
    this.#last = events.at(-1);
    if (atEnd) list.scrollTop = list.scrollHeight;
  }
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
  const head = create('tr', ...['Each way', 'Page ↑', '→ Server', 'Server ↓', '→ Page'].map(name => heading('col', name)));
  const body = rows.map(([name, ...values]) => create(
    'tr',
    heading('row', name),
    ...values.map((value, index) => createCell(name, value, values[index ^ 1])),
  ));
  return create('table.both', create('caption.visually-hidden', 'Both ends of this connection'),
    create('thead', head), create('tbody', ...body));
}

function createCell(name, value, other) {
  const isSize = name === 'Bytes' || name === 'On the wire' || name === 'Largest';
  const cell = create('td', value === undefined ? '' : (isSize ? formatBytes : formatCount)(value));
  if (value !== undefined && other !== undefined && value !== other) cell.className = 'differs';
  return cell;
}

function createFindings(findings) {
  return create('ul.findings', ...findings.map(({ kind, text }) => {
    const mark = create('span', KINDS[kind]);
    mark.ariaHidden = true;
    return create(`li.${kind}`, mark, ` ${text}`);
  }));
}

function createEvent({ time, direction, text }) {
  const item = create('li', create('span.time', time), ' ',
    create('span', direction === 'event' ? text : `${direction} ${text}`));
  item.dataset.direction = direction;
  return item;
}
