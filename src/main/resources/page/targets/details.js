/** What a row shows when it is expanded. */

import { create } from '../shared/create.js';
import { addressOf, KEPT_RESULTS, tripOf } from './model.js';
import { formatSeconds, formatTime } from '../shared/format.js';
import { describeEnd, describeFacts, formatMoment, formatRound } from './words.js';

const PHASES = ['resolve', 'connect', 'tls', 'upgrade', 'idle', 'reply'];
/** Seconds after which proxies and balancers end what is idle, as they come. */
const USUAL_TIMEOUTS = [5, 15, 60, 350, 3600];

export class TargetDetails {
  #target;
  /** What each part was last made of, so that one that is being read stays while it is the same. */
  #shown = new Map();
  #newest;

  /** @param {import('./model.js').Target} target */
  constructor(target, id) {
    this.#target = target;
    this.element = document.getElementById('target-details').content.firstElementChild.cloneNode(true);
    this.element.id = id;
    this.#find('.own').href = target.page ?? addressOf(target.name);
    this.#find('.check-path').href = `#check?${new URLSearchParams({ target: target.name })}`;
    for (const [list, of] of [['.runs ol', 'Last runs'], ['.ends ol', 'Ended connections']]) {
      this.#find(list).setAttribute('aria-label', `${of} of ${target.name}, newest first`);
    }
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  update() {
    const { last, lifetimes } = this.#target;
    this.#showFacts(describeFacts(this.#target));
    this.#show('phases', last?.phases ?? {}, phases => this.#showPhases(phases));
    this.#show('ends', lifetimes, ends => this.#find('.ends ol').replaceChildren(...ends.map(createEnd).reverse()));
    this.#show('lifetimes', lifetimes, ends => this.#find('.ends .lifetimes-chart').replaceChildren(...lifetimesChart(ends)));
    this.#find('.ends').hidden = lifetimes.length === 0;
    this.#showRuns();
  }

  #show(part, content, make) {
    const key = JSON.stringify(content);
    if (this.#shown.get(part) === key) return;
    this.#shown.set(part, key);
    make(content);
  }

  #showFacts(facts) {
    this.#show('names', facts.map(([name]) => name), names => this.#find('.facts').replaceChildren(
      ...names.map(name => create('div', create('dt', name), create('dd'))),
    ));
    this.element.querySelectorAll('.facts dd').forEach((place, index) => {
      const [, value] = facts[index];
      if (place.textContent !== value) place.textContent = value;
    });
  }

  #showPhases(phases) {
    const gone = PHASES.filter(phase => phases[phase] !== undefined);
    this.#find('.phases .phases-bar').replaceChildren(...segments(phases, gone));
    this.#find('.parts').replaceChildren(...gone.map(phase => create(`span.${phase}`, `${phase} ${formatSeconds(phases[phase])}`)));
    if (gone.length === 0) this.#find('.parts').textContent = 'It ended before the first phase was through.';
  }

  /** The newest on top; only what is new is made. */
  #showRuns() {
    const list = this.#find('.runs ol');
    const { results } = this.#target;
    const fresh = results.slice(results.findLastIndex(result => keyOf(result) === this.#newest) + 1);
    list.prepend(...fresh.map(createRun).reverse());
    while (list.childElementCount > KEPT_RESULTS) list.lastElementChild.remove();
    if (results.length > 0) this.#newest = keyOf(results.at(-1));
  }
}

const keyOf = ({ sequence, time }) => `${sequence} ${time}`;

function createRun(run) {
  const outcome = run.success ? formatSeconds(tripOf(run)) : run.reason;
  return create(run.success ? 'li' : 'li.failed',
    create('time', formatTime(Date.parse(run.time))), phasesOf(run), create('span', outcome));
}

/** Empty but for a run that was told of while the page was open. */
function phasesOf({ phases = {} }) {
  const gone = PHASES.filter(phase => phases[phase] !== undefined);
  const bar = create('span.phases-bar', ...segments(phases, gone));
  bar.title = gone.map(phase => `${phase} ${formatSeconds(phases[phase])}`).join(', ');
  return bar;
}

/** Each phase by its share of the whole. */
function segments(phases, gone) {
  const total = gone.reduce((sum, phase) => sum + phases[phase], 0) || 1;
  return gone.map(phase => {
    const segment = create(`span.${phase}`);
    segment.style.flexGrow = 100 * phases[phase] / total; // Below 1 in all, flex items leave room.
    return segment;
  });
}

/** Lifetimes on a scale of powers, with the timeouts that products have by default, so that one that cuts is seen. */
function lifetimesChart(ends) {
  const longest = 2 * Math.max(USUAL_TIMEOUTS.at(-1), ...ends.map(({ lifetime }) => lifetime));
  const at = seconds => `${(100 * Math.log1p(seconds) / Math.log1p(longest)).toFixed(2)}%`;
  return [
    ...USUAL_TIMEOUTS.map(seconds => {
      const mark = create('span.usual', formatRound(seconds));
      mark.style.left = at(seconds);
      return mark;
    }),
    ...ends.map(({ lifetime }) => {
      const mark = create('span.ended');
      mark.style.left = at(lifetime);
      return mark;
    }),
  ];
}

function createEnd(end) {
  return create('li', create('time', formatMoment(end.ended)),
    create('span', `after ${formatSeconds(end.lifetime)}, ${describeEnd(end)}`));
}
