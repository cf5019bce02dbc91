/** The rows of all targets: which are there, which pass the filter, and in which order. */

import { formatCount } from '../shared/format.js';
import { STATES } from './model.js';
import { TargetRow } from './row.js';

/** Rows that are made, and completed, before any others: a screen of them. */
const FIRST = 50;
/** Around what is seen, so that a row is complete when it is. */
const AHEAD = '300px';

export class TargetsList {
  #table;
  #charts;
  #wantHistory;
  #headings = [];
  /** @type {Map<Element, TargetRow>} */
  #byElement = new Map();
  #inView = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      const row = this.#byElement.get(target);
      if (row) row.inView = isIntersecting;
    }
  }, { rootMargin: AHEAD, scrollMargin: AHEAD });
  /** @type {Map<import('./model.js').Target, TargetRow>} */
  #rows = new Map();
  /** Whether there is a row for each target; at first there are as many as are seen, so that they are seen sooner. */
  isWhole = true;

  /**
   * @param {import('./chart.js').Charts} charts
   * @param {(target: import('./model.js').Target) => void} wantHistory called with what is in view
   */
  constructor(table, charts, wantHistory) {
    this.#table = table;
    this.#charts = charts;
    this.#wantHistory = wantHistory;
  }

  /**
   * @param {import('./model.js').Target[]} all as configured
   * @param {(target: object) => boolean} hasChanged since the last call
   * @param {import('./choice.js').Choice} choice
   * @returns {number} how many are shown
   */
  show(all, hasChanged, { period, filter, order, group, states }) {
    this.#removeAllBut(new Set(all));
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = new Set(all.filter(target => passes(target, words, states)));
    const ordered = order === 'worst' ? worstFirst(all, period) : all;
    const isFirst = this.#rows.size === 0 && this.isWhole && !group;
    const drawn = isFirst ? ordered.filter(target => shown.has(target)).slice(0, FIRST) : ordered;
    for (const target of drawn) {
      const known = this.#rows.get(target);
      const row = known ?? this.#add(target);
      if (!known || hasChanged(target)) row.update(period);
      if (row.element.hidden === shown.has(target)) row.element.hidden = !shown.has(target);
    }
    this.isWhole = this.#rows.size === all.length;
    this.#arrange(group ? this.#grouped(drawn, group) : drawn.map(target => this.#rows.get(target).element));
    return shown.size;
  }

  #add(target) {
    const row = new TargetRow(target, this.#charts, this.#wantHistory);
    row.inView = this.#rows.size < FIRST;
    this.#rows.set(target, row);
    this.#byElement.set(row.element, row);
    this.#inView.observe(row.element);
    return row;
  }

  /** @returns {boolean} whether there is a target of this name, which is now open */
  open(name) {
    const found = [...this.#rows].find(([target]) => target.name === name);
    found?.[1].open();
    return found !== undefined;
  }

  #removeAllBut(wanted) {
    for (const [target, row] of this.#rows) {
      if (wanted.has(target)) continue;
      this.#inView.unobserve(row.element);
      this.#byElement.delete(row.element);
      row.remove();
      this.#rows.delete(target);
    }
  }

  /** The rows below a heading for each value of the label. */
  #grouped(targets, label) {
    const groups = new Map();
    for (const target of targets) {
      const value = Object.hasOwn(target.labels, label) ? target.labels[label] : ''; // The page's address may ask for any.
      groups.set(value, [...groups.get(value) ?? [], target]);
    }
    return [...groups].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).flatMap(([value, of]) => {
      const rows = of.map(target => this.#rows.get(target).element);
      const heading = groupHeading(value ? `${label}=${value}` : `without ${label}`, of);
      heading.hidden = rows.every(({ hidden }) => hidden);
      return [heading, ...rows];
    });
  }

  /** Moves only rows that are out of place; one that is moved would lose the focus. */
  #arrange(elements) {
    const focused = document.activeElement;
    for (const heading of this.#headings) heading.remove();
    this.#headings = elements.filter(({ className }) => className === 'group');
    let next = this.#table.tHead.nextElementSibling;
    for (const element of elements) {
      if (element === next) next = next.nextElementSibling;
      else this.#table.insertBefore(element, next);
    }
    if (focused !== document.activeElement) focused.focus({ preventScroll: true });
  }
}

/** Each word in what is known of the target, and its state among those that are wanted. */
function passes({ searched, state, lastFailure }, words, states) {
  if (words.length === 0) return states.length === 0 || states.includes(state);
  const known = `${searched}\n${state}\n${state === 'up' ? '' : lastFailure?.failure.reason ?? ''}`;
  return (states.length === 0 || states.includes(state)) && words.every(word => known.includes(word));
}

function groupHeading(name, targets) {
  const heading = document.getElementById('target-group').content.firstElementChild.cloneNode(true);
  heading.querySelector('.group-name').textContent = name;
  const counts = STATES.map(state => [targets.filter(target => target.state === state).length, state]);
  heading.querySelector('.group-counts').textContent = counts.filter(([count]) => count > 0)
    .map(([count, state]) => `${formatCount(count)} ${state}`).join(', ');
  return heading;
}

/** By state, and among equals by the share of failures; else as configured. */
function worstFirst(all, period) {
  const share = target => {
    const { failures = 0, count = 0 } = target.percentiles[period] ?? {};
    return count === 0 ? 0 : failures / count;
  };
  return [...all].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || share(b) - share(a));
}
