/** One target as a row of the table: brought up to date in place, what has not changed is left alone. */

import { formatCount, formatSeconds } from '../shared/format.js';
import { ceiling, describeChart } from './chart.js';
import { TargetDetails } from './details.js';
import { tripOf } from './model.js';
import { describeFailure, formatMoment, formatRound, summarizeLifetimes } from './words.js';

const FIGURES = ['p50', 'p90', 'p99', 'max'];
/** What a row may have no room for. */
const CUT = ['.url', '.since', '.failure', '.lifetimes'];

let created = 0;

export class TargetRow {
  #target;
  #charts;
  #name;
  #plot;
  #details;
  #labels;
  #id = `target-${created++}`;

  /** @param {import('./model.js').Target} target @param {import('./chart.js').Charts} charts */
  constructor(target, charts) {
    this.#target = target;
    this.#charts = charts;
    this.element = document.getElementById('target-row').content.firstElementChild.cloneNode(true);
    this.#name = this.#find('.name');
    this.#name.textContent = target.name;
    this.#name.addEventListener('click', () => this.#toggle());
    this.#plot = this.#find('.plot');
    charts.add(this.#plot, target);
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  remove() {
    this.#charts.remove(this.#plot);
    this.element.remove();
  }

  /** @param {'1m'|'5m'|'1h'} period over which percentiles and failures are shown */
  update(period) {
    const { url, state, since, unstable, last, lastFailure, lifetimes, results } = this.#target;
    this.element.dataset.condition = state;
    this.#showLabels();
    this.#write('.url', url);
    this.#write('.word', state);
    this.#write('.since', since ? `since ${formatMoment(since)}` : '');
    this.#write('.last .value', last ? formatSeconds(tripOf(last)) : '–');
    this.#showPeriod(this.#target.percentiles[period]);
    this.#showNote('.failure', unstable ? 'Unstable' : 'Last failure', unstable || lastFailure
      && `${describeFailure(lastFailure.failure)} (${lastFailure.failure.reason}), ${formatMoment(lastFailure.time)}`);
    this.#showNote('.lifetimes', 'Ended connections', summarizeLifetimes(lifetimes));
    this.#showChart(results);
    this.#details?.update();
  }

  #showPeriod(period) {
    for (const figure of FIGURES) this.#write(`.${figure} .value`, formatSeconds(period?.[figure]));
    const { failures = 0, count = 0, covers = 0 } = period ?? {};
    this.#write('.failures .value', count === 0 ? '–' : `${formatCount(failures)} of ${formatCount(count)}`);
    this.#write('.covers', count === 0 ? '' : `in ${formatRound(covers)}`);
    this.#find('.failures').classList.toggle('some', failures > 0);
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
    const where = this.#find(selector);
    if (where.textContent === text) return;
    where.textContent = text;
    if (CUT.includes(selector)) where.title = text;
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
      this.#details = new TargetDetails(this.#target, this.#id);
      this.#details.update();
      this.element.append(this.#details.element);
      this.#name.setAttribute('aria-controls', this.#id);
    }
    this.#name.setAttribute('aria-expanded', Boolean(this.#details));
  }
}
