/** The rows of all targets: which are there, which pass the filter, and in which order. */

import { STATES } from './model.js';
import { TargetRow } from './row.js';

/**
 * @typedef {object} Choice
 * @property {'1m'|'5m'|'1h'} period
 * @property {string} filter
 * @property {'configured'|'worst'} order
 */
export class TargetsList {
  #table;
  #charts;
  /** @type {Map<import('./model.js').Target, TargetRow>} */
  #rows = new Map();

  /** @param {import('./chart.js').Charts} charts */
  constructor(table, charts) {
    this.#table = table;
    this.#charts = charts;
  }

  /**
   * @param {import('./model.js').Target[]} all as configured
   * @param {(target: object) => boolean} hasChanged since the last call
   * @param {Choice} choice
   * @returns {number} how many are shown
   */
  show(all, hasChanged, { period, filter, order }) {
    this.#removeAllBut(new Set(all));
    for (const target of all) {
      const known = this.#rows.get(target);
      const row = known ?? new TargetRow(target, this.#charts);
      this.#rows.set(target, row);
      if (!known || hasChanged(target)) row.update(period);
    }
    this.#arrange(order === 'worst' ? worstFirst(all, period) : all);
    return this.#filter(filter.trim().toLowerCase());
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
      row.remove();
      this.#rows.delete(target);
    }
  }

  /** Moves only rows that are out of place; one that is moved would lose the focus. */
  #arrange(targets) {
    const focused = document.activeElement;
    let next = this.#table.tHead.nextElementSibling;
    for (const target of targets) {
      const { element } = this.#rows.get(target);
      if (element === next) next = next.nextElementSibling;
      else this.#table.insertBefore(element, next);
    }
    if (focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  #filter(wanted) {
    let shown = 0;
    for (const [{ searched, state }, { element }] of this.#rows) {
      element.hidden = !`${searched}\n${state}`.includes(wanted);
      if (!element.hidden) shown++;
    }
    return shown;
  }
}

/** By state, and among equals by the share of failures; else as configured. */
function worstFirst(all, period) {
  const share = target => {
    const { failures = 0, count = 0 } = target.percentiles[period] ?? {};
    return count === 0 ? 0 : failures / count;
  };
  return [...all].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || share(b) - share(a));
}
