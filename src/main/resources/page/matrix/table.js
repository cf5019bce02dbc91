/** The grid as a table: brought up to date in place, made anew where nodes come or go. */

import { create } from '../shared/create.js';
import { formatSeconds } from '../shared/format.js';
import { heatOf } from './model.js';
import { formatShort } from './words.js';

const MARKS = { down: '■', failing: '▲', unstable: '◆', unknown: '○' };

export class MatrixTable {
  #table;
  #made = '';
  /** By row and column. @type {Map<string, HTMLTableCellElement>} */
  #cells = new Map();
  #heads = new Map();

  /** @param {HTMLTableElement} table */
  constructor(table) {
    this.#table = table;
  }

  /** @param {ReturnType<import('./model.js').gridOf>} grid */
  show(grid) {
    const key = JSON.stringify([grid.kind, grid.lines.map(({ name, zone }) => [name, zone])]);
    if (key !== this.#made) {
      this.#make(grid);
      this.#made = key;
    }
    for (const line of grid.lines) {
      this.#showHead(line, grid.kind === 'nodes');
      for (const { name } of grid.lines) {
        const cell = this.#cells.get(`${line.name}\n${name}`);
        this.#showCell(cell, grid.cell(line.name, name), line.name === name && grid.kind === 'nodes', line.missing);
      }
    }
  }

  #make({ lines }) {
    this.#cells.clear();
    this.#heads.clear();
    const head = create('tr', create('th.corner', 'from \\ to'), create('th.delay', 'Own delay'));
    head.lastElementChild.title = 'The longest delay of its own event loops in the last seconds: a row that is slow or red by itself';
    for (const { name } of lines) head.append(column(name));
    const rows = lines.map(line => {
      const name = create('th.name');
      name.scope = 'row';
      name.append(create('span', line.name), create('small', line.zone));
      const delay = create('td.delay');
      const row = create('tr', name, delay);
      this.#heads.set(line.name, { row, delay, name });
      for (const to of lines) {
        const cell = create('td.cell');
        this.#cells.set(`${line.name}\n${to.name}`, cell);
        row.append(cell);
      }
      return row;
    });
    this.#table.replaceChildren(create('thead', head), create('tbody', ...rows));
  }

  /** @param {boolean} all whether nothing at all is known of the row */
  #showHead({ name, missing, delay }, all) {
    const head = this.#heads.get(name);
    write(head.delay, delay === null || delay === undefined ? '–' : formatSeconds(delay));
    head.delay.classList.toggle('late', delay > 0.1);
    head.row.classList.toggle('missing', all && Boolean(missing));
    head.name.title = missing ? `${name}: ${missing}` : name;
  }

  #showCell(element, cell, own, missing) {
    const state = own ? 'own' : cell?.state ?? (missing ? 'gone' : 'none');
    const text = own || !cell ? '' : textOf(cell);
    if (element.dataset.state === state && element.dataset.text === text) return;
    Object.assign(element.dataset, { state, text });
    element.title = cell ? `${cell.detail}${cell.p50 === null ? '' : `, ${formatSeconds(cell.p50)}`}` : missing ?? '';
    element.style.setProperty('--heat', cell?.p50 ? `${Math.round(100 * heatOf(cell.p50))}%` : '0%');
    element.replaceChildren(text, ...(cell && state !== 'up' ? [create('span.visually-hidden', ` ${state}`)] : []));
  }
}

function textOf({ state, p50, bad, count }) {
  const mark = MARKS[state];
  const figure = p50 === null || state === 'down' ? '' : formatShort(p50);
  const share = bad ? `${bad}/${count}` : '';
  return [mark, share || figure].filter(Boolean).join(' ');
}

function column(name) {
  const head = create('th.to', create('span', name));
  head.scope = 'col';
  head.title = name;
  return head;
}

function write(where, text) {
  if (where.textContent !== text) where.textContent = text;
}
