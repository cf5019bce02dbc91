/**
 * One target as a row of the table: brought up to date in place, what has not changed is left alone. Before it comes into
 * view it has its name and state alone, and out of view nothing else is brought up to date.
 */

import { formatCount, formatSeconds } from '../shared/format.js';
import { ceiling, describeChart } from './chart.js';
import { TargetDetails } from './details.js';
import { tripOf } from './model.js';
import { describeFailure, formatMoment, formatRound, summarizeLifetimes } from './words.js';

const FIGURES = ['p50', 'p90', 'p99', 'max'];
/** What is written into a row, by its places. */
const WRITTEN = ['.url', '.since', '.last .value', ...FIGURES.map(figure => `.${figure} .value`),
  '.failures .value', '.covers', '.failure', '.lifetimes', '.ceiling'];
/** What a row may have no room for. */
const CUT = ['.url', '.since', '.failure', '.lifetimes'];

let created = 0;

export class TargetRow {
  #target;
  #charts;
  #wantHistory;
  #period;
  #name;
  #word;
  /** Before the row comes into view, there are none. @type {Map<string, {place: Element, text: string}>} by selector */
  #written = new Map();
  #failures;
  #plot;
  #inView = false;
  #isStale = false;
  #details;
  #labels;
  #id = `target-${created++}`;

  /**
   * @param {import('./model.js').Target} target
   * @param {import('./chart.js').Charts} charts
   * @param {(target: import('./model.js').Target) => void} wantHistory
   */
  constructor(target, charts, wantHistory) {
    this.#target = target;
    this.#charts = charts;
    this.#wantHistory = wantHistory;
    this.element = document.getElementById('target-row').content.firstElementChild.cloneNode(true);
    this.#word = this.#find('.word');
    this.#name = this.#find('.name');
    this.#name.textContent = target.name;
    this.#name.addEventListener('click', () => this.#toggle());
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  remove() {
    if (this.#plot) this.#charts.remove(this.#plot);
    this.element.remove();
  }

  set inView(inView) {
    this.#inView = inView;
    if (inView) this.#refresh();
  }

  /** @param {'1m'|'5m'|'1h'} period over which percentiles and failures are shown */
  update(period) {
    const { state } = this.#target;
    this.#period = period;
    this.#isStale = true;
    if (this.element.dataset.condition !== state) {
      this.element.dataset.condition = state;
      this.#word.textContent = state;
    }
    if (this.#inView || this.#details) this.#refresh();
  }

  /** The rest of its places. */
  #complete() {
    const [identity, condition, ...cells] = document.getElementById('target-cells').content.firstElementChild.cloneNode(true).children;
    this.#find('.identity').append(' ', ...identity.childNodes);
    this.#find('.condition').append(' ', ...condition.childNodes);
    this.#find('tr').append(...cells);
    this.#plot = this.#find('.plot');
    this.#failures = this.#find('.failures');
    this.#written = new Map(WRITTEN.map(selector => [selector, { place: this.#find(selector), text: '' }]));
    this.#charts.add(this.#plot, this.#target);
  }

  #refresh() {
    if (!this.#isStale) return;
    this.#isStale = false;
    if (!this.#plot) this.#complete();
    this.#wantHistory(this.#target);
    const { url, since, unstable, last, lastFailure, lifetimes, results } = this.#target;
    this.#showLabels();
    this.#write('.url', url);
    this.#write('.since', since ? `since ${formatMoment(since)}` : '');
    this.#write('.last .value', last ? formatSeconds(tripOf(last)) : '–');
    this.#showPeriod(this.#target.percentiles[this.#period]);
    this.#showNote('.failure', unstable ? 'Unstable' : 'Last failure', unstable || lastFailure
      && `${describeFailure(lastFailure.failure)} (${lastFailure.failure.reason}), ${formatMoment(lastFailure.time)}`);
    this.#showNote('.lifetimes', 'Ended connections', summarizeLifetimes(lifetimes));
    this.element.classList.toggle('noted', Boolean(unstable || lastFailure || lifetimes.length > 0));
    this.#showChart(results);
    this.#details?.update();
  }

  #showPeriod(period) {
    for (const figure of FIGURES) this.#write(`.${figure} .value`, formatSeconds(period?.[figure]));
    const { failures = 0, count = 0, covers = 0 } = period ?? {};
    this.#write('.failures .value', count === 0 ? '–' : `${formatCount(failures)} of ${formatCount(count)}`);
    this.#write('.covers', count === 0 ? '' : `in ${formatRound(covers)}`);
    this.#failures.classList.toggle('some', failures > 0);
  }

  #showChart(results) {
    const trips = results.map(tripOf).filter(trip => trip !== undefined);
    this.#write('.ceiling', trips.length === 0 ? '' : formatRound(ceiling(Math.max(...trips))));
    this.#plot.ariaLabel = describeChart(results);
    this.#charts.update(this.#plot);
  }

  #showLabels() {
    const labels = JSON.stringify(this.#target.labels);
    if (labels === this.#labels) return;
    this.#labels = labels;
    this.#find('.tags').replaceChildren(...Object.entries(this.#target.labels).map(pair => {
      const tag = document.createElement('span');
      tag.className = 'tag';
      tag.textContent = pair.join('=');
      return tag;
    }));
  }

  #showNote(selector, legend, text) {
    this.#write(selector, text ? `${legend}: ${text}` : '');
  }

  #write(selector, text) {
    const written = this.#written.get(selector);
    if (written.text === text) return;
    written.text = text;
    written.place.textContent = text;
    if (CUT.includes(selector)) written.place.title = text;
  }

  /** Brings it into view, with all that is known of it. */
  open() {
    if (!this.#details) this.#toggle();
    this.element.scrollIntoView();
  }

  #toggle() {
    if (this.#details) {
      this.#details.element.remove();
      this.#details = undefined;
      this.#name.removeAttribute('aria-controls');
    } else {
      this.#refresh();
      this.#details = new TargetDetails(this.#target, this.#id);
      this.#details.update();
      this.element.append(this.#details.element);
      this.#name.setAttribute('aria-controls', this.#id);
      this.element.scrollIntoView({ block: 'nearest' });
    }
    this.#name.setAttribute('aria-expanded', Boolean(this.#details));
  }
}
