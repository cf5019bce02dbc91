/** Shows a log as the rows of a table: filtered, following its end, and in step with the frames of the screen. */

import { formatCount, formatDuration, formatTime } from '../shared/format.js';
import { oncePerFrame } from './frames.js';
import { LOG_LIMIT, Log } from './log.js';

/** What one frame may spend on new rows: a number, for their layout, and milliseconds, for the search in payloads. */
const ROWS_PER_FRAME = 100;
const FRAME_BUDGET = 6;
/** Pixels from the end of the log that still count as its end. */
const END_TOLERANCE = 24;

const element = id => document.getElementById(id);

export class LogView {
  #rows = element('log');
  #scroller = element('log-scroller');
  #template = element('log-row').content.firstElementChild;
  #follow = element('follow');
  #filter = element('filter');
  #direction = element('filter-direction');
  /** Entries before this one have their row, if they pass the filter. */
  #cursor = 0;
  #lastScrollTop = 0;
  #update = oncePerFrame(() => this.#render());

  log = new Log(this.#update);

  constructor() {
    for (const control of [this.#filter, this.#direction]) {
      control.addEventListener('input', () => this.#startOver());
    }
    this.#follow.addEventListener('change', this.#update);
    this.#scroller.addEventListener('scroll', () => this.#followWhileAtEnd(), { passive: true });
    new ResizeObserver(this.#update).observe(this.#scroller); // The end moves; and it may have been out of sight.
    this.#rows.addEventListener('click', ({ target }) => {
      if (target.matches('.expand')) this.#toggle(target.closest('[role=row]'));
      if (target.matches('.copy')) copy(target.previousElementSibling);
    });
  }

  #startOver() {
    this.#rows.replaceChildren();
    this.#cursor = this.log.first;
    this.#update();
  }

  #render() {
    while (this.#rows.firstElementChild && numberOf(this.#rows.firstElementChild) < this.log.first) {
      this.#rows.firstElementChild.remove();
    }
    this.#cursor = Math.max(this.#cursor, this.log.first);
    const passes = this.#currentFilter();
    const fresh = document.createDocumentFragment();
    const deadline = performance.now() + FRAME_BUDGET;
    while (this.#cursor < this.log.next && fresh.childElementCount < ROWS_PER_FRAME && performance.now() < deadline) {
      const entry = this.log.at(this.#cursor);
      if (passes(entry)) fresh.append(this.#createRow(entry, this.#cursor));
      this.#cursor++;
    }
    this.#rows.append(fresh);
    this.#showCounts();
    if (this.#follow.checked) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    if (this.#cursor < this.log.next) this.#update();
  }

  #currentFilter() {
    const direction = this.#direction.value;
    const wanted = this.#filter.value.trim().toLowerCase();
    return entry => (direction === 'all' || entry.direction === direction)
      && (wanted === '' || searchedText(entry).toLowerCase().includes(wanted));
  }

  #createRow(entry, number) {
    const row = this.#template.cloneNode(true);
    row.dataset.number = number;
    row.dataset.direction = entry.direction;
    row.dataset.type = entry.type;
    fill(row, 'time', formatTime(entry.time));
    fill(row, 'direction', entry.direction);
    fill(row, 'type', entry.type);
    fill(row, 'label', entry.label);
    if (entry.roundTrip !== undefined) fill(row, 'round-trip', formatDuration(entry.roundTrip));
    const content = row.querySelector('.content');
    if (entry.payload) {
      fill(row, 'size', `${formatCount(entry.payload.size)} B`);
      append(content, 'span', 'payload');
      if (!entry.payload.fitsRow) append(content, 'button', 'expand').type = 'button';
      showPayload(row, entry);
    }
    if (entry.detail) append(content, 'span', 'detail', entry.detail);
    if (entry.command) {
      const line = append(content, 'span', 'command-line');
      append(line, 'code', 'command', entry.command);
      append(line, 'button', 'copy', 'Copy').type = 'button';
    }
    return row;
  }

  #toggle(row) {
    const entry = this.log.at(numberOf(row));
    entry.expanded = !entry.expanded;
    this.#follow.checked = false; // Who opens a payload wants to read it.
    showPayload(row, entry);
  }

  /** Scrolling up stops following, scrolling back to the end resumes it. */
  #followWhileAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (scrollHeight - scrollTop - clientHeight < END_TOLERANCE) this.#follow.checked = true;
    else if (scrollTop < this.#lastScrollTop) this.#follow.checked = false;
    this.#lastScrollTop = scrollTop;
  }

  #showCounts() {
    const { size, dropped } = this.log;
    const shown = this.#rows.childElementCount;
    const all = size === 1 ? '1 row' : `${formatCount(size)} rows`;
    element('row-count').textContent = shown === size ? all : `${formatCount(shown)} of ${all}`;
    element('dropped').textContent = dropped === 0 ? ''
      : `${formatCount(dropped)} older dropped, ${formatCount(LOG_LIMIT)} are kept`;
  }
}

const numberOf = row => Number(row.dataset.number);

function fill(row, name, text) {
  row.querySelector(`.${name}`).textContent = text;
}

function append(parent, tag, className, text = '') {
  const child = document.createElement(tag);
  child.className = className;
  child.textContent = text;
  parent.append(child);
  return child;
}

function showPayload(row, { payload, expanded = false }) {
  const shown = row.querySelector('.payload');
  shown.textContent = expanded ? payload : payload.preview();
  if (payload.fitsRow) return;
  shown.classList.toggle('cut', !expanded);
  shown.classList.toggle('whole', expanded);
  shown.tabIndex = expanded ? 0 : -1; // It scrolls.
  const button = row.querySelector('.expand');
  button.setAttribute('aria-expanded', expanded);
  const lost = payload.lost > 0 ? ` (${formatCount(payload.lost)} more bytes are not kept)` : '';
  button.textContent = expanded ? `Show less${lost}` : `Show all ${formatCount(payload.size)} bytes`;
}

function searchedText({ label, payload, detail = '', command = '' }) {
  return [label, payload ?? '', detail, command].join('\n');
}

/** The selection stays for where the clipboard is out of reach: it is for secure contexts only. */
function copy(source) {
  getSelection().selectAllChildren(source);
  navigator.clipboard?.writeText(source.textContent).catch(() => {});
}
