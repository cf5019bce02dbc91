/**
 * Shows a log as the rows of a grid, of which only those in sight are there: filtered, following its end, and in step
 * with the frames of the screen.
 */

import { oncePerFrame } from '../frames.js';
import { Matches } from './matches.js';
import { createRow } from './row.js';

/** Milliseconds that one frame may spend on the search. */
const FRAME_BUDGET = 6;
/** Rows that are there above and below those in sight. */
const MARGIN = 8;

export class LogView {
  element = document.getElementById('log-pane').content.firstElementChild.cloneNode(true);
  #grid = this.element.querySelector('[role=grid]');
  #rows = this.element.querySelector('.rows');
  #pinned = this.element.querySelector('.pinned');
  #head = this.element.querySelector('thead');
  #log;
  #matches;
  /** @type {Map<number, Element>} */
  #shown = new Map();
  #selected;
  /** Which row is to be brought in sight, once it has its place. */
  #toReveal;
  #lastTop = 0;
  #onSelect;
  #onUpdate;

  /** Whether the end is to stay in sight. */
  follow = true;
  update = oncePerFrame(() => this.#render());

  /**
   * @param {number} id its own among the logs of the page
   * @param {import('./log.js').Log} log
   * @param {{select: (entry: import('./log.js').Entry|undefined) => void, updated: () => void}} listener
   */
  constructor(id, log, { select, updated }) {
    this.element.id = `pane-${id}`;
    this.#log = log;
    this.#matches = new Matches(log);
    this.#onSelect = select;
    this.#onUpdate = updated;
    log.onChange = this.update;
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    new ResizeObserver(this.update).observe(this.element);
    this.element.addEventListener('click', ({ target }) => {
      const row = target.closest('[data-number]');
      if (row) this.select(Number(row.dataset.number));
    });
  }

  /** Of all of the log's entries, those that pass; exact once `complete`. */
  get matching() {
    return this.#matches.size;
  }

  get complete() {
    return this.#matches.complete;
  }

  get paused() {
    return this.#matches.limit < Infinity;
  }

  /** While paused, the log goes on and the view stands still. */
  set paused(wanted) {
    this.#matches.limit = wanted ? this.#log.next : Infinity;
    if (!wanted) this.follow = true;
    this.update();
  }

  /** How many entries have come since the pause began. */
  get waiting() {
    return this.paused ? Math.max(0, this.#log.next - Math.max(this.#matches.limit, this.#log.first)) : 0;
  }

  filter(passes) {
    this.#matches.startOver(passes);
    this.update();
  }

  get selected() {
    return this.#selected === undefined ? undefined : this.#log.at(this.#selected);
  }

  /** @param {number} [number] undefined selects none */
  select(number) {
    this.#selected = number;
    this.#toReveal = number;
    this.#onSelect(this.selected);
    this.update();
  }

  /** Selects a row by its place among those that are shown, within what there is. */
  selectIndex(index) {
    if (this.#matches.size > 0) this.select(this.#matches.at(Math.max(0, Math.min(index, this.#matches.size - 1))));
  }

  /** The place of the selected row; before any is selected, behind the last. */
  get selectedIndex() {
    return this.#selected === undefined ? this.#matches.size : this.#matches.indexOf(this.#selected);
  }

  get pageRows() {
    return Math.max(1, Math.floor(this.#viewHeight / this.#rowHeight) - 1);
  }

  get #rowHeight() {
    return parseFloat(getComputedStyle(this.#rows).getPropertyValue('line-height'));
  }

  get #viewHeight() {
    return this.element.clientHeight - this.#head.offsetHeight - this.#pinned.offsetHeight;
  }

  #reveal(number) {
    if (this.#log.pinned.has(number) && number < this.#log.first) return;
    const top = this.#matches.indexOf(number) * this.#rowHeight;
    const bottom = top + this.#rowHeight - this.#viewHeight;
    if (this.element.scrollTop > top) this.element.scrollTop = top;
    if (this.element.scrollTop < bottom) this.element.scrollTop = bottom;
    this.follow = this.#matches.indexOf(number) === this.#matches.size - 1;
  }

  #render() {
    const lost = this.#matches.advance(performance.now() + FRAME_BUDGET);
    if (this.element.clientHeight > 0) this.#show(lost);
    this.#onUpdate();
    if (!this.#matches.complete) this.update();
  }

  /** @param {number} lost rows that were above and are there no more */
  #show(lost) {
    const height = this.#rowHeight;
    const { size } = this.#matches;
    this.#rows.style.height = `${size * height}px`;
    if (this.#toReveal !== undefined && this.#matches.complete) {
      this.#reveal(this.#toReveal);
      this.#toReveal = undefined;
    }
    if (this.follow && !this.paused) this.element.scrollTop = this.element.scrollHeight;
    else if (lost > 0) this.element.scrollTop -= lost * height; // What is read stays where it is.
    this.#lastTop = this.element.scrollTop;
    this.#showPinned();
    const first = Math.max(0, Math.floor(this.element.scrollTop / height) - MARGIN);
    const end = Math.min(size, Math.ceil((this.element.scrollTop + this.element.clientHeight) / height) + MARGIN);
    this.#showRows(first, end, height);
    this.#grid.setAttribute('aria-rowcount', size + 1);
    const active = this.#shown.get(this.#selected);
    if (active) this.#grid.setAttribute('aria-activedescendant', active.id);
    else this.#grid.removeAttribute('aria-activedescendant');
  }

  #showRows(first, end, height) {
    const wanted = new Map(Array.from({ length: end - first }, (_, offset) => [this.#matches.at(first + offset), first + offset]));
    for (const [number, row] of this.#shown) {
      if (wanted.has(number)) continue;
      row.remove();
      this.#shown.delete(number);
    }
    let before = null;
    for (const [number, index] of [...wanted].reverse()) {
      let row = this.#shown.get(number);
      if (!row) {
        row = createRow(this.#log.at(number));
        row.id = `row-${this.element.id}-${number}`;
        this.#shown.set(number, row);
        this.#rows.insertBefore(row, before);
      }
      before = row;
      row.style.top = `${index * height}px`;
      row.ariaRowIndex = index + 2;
      row.ariaSelected = number === this.#selected;
      row.classList.toggle('kept', this.#log.pinned.has(number));
    }
  }

  #showPinned() {
    const numbers = [...this.#log.pinned.keys()];
    if (this.#pinned.dataset.numbers !== String(numbers)) {
      this.#pinned.dataset.numbers = String(numbers);
      this.#pinned.replaceChildren(...[...this.#log.pinned.values()].map(createRow));
    }
    for (const row of this.#pinned.children) row.ariaSelected = Number(row.dataset.number) === this.#selected;
  }

  /** Scrolling up stops following, scrolling back to the end resumes it. */
  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (scrollHeight - scrollTop - clientHeight < this.#rowHeight) this.follow = true;
    else if (scrollTop < this.#lastTop) this.follow = false;
    this.#lastTop = scrollTop;
    this.update();
  }
}
