/** The controls above the list: filter, window, order, group, and the counts, which choose states. */

import { formatCount } from '../shared/format.js';
import { addressOfChoice, choiceIn } from './choice.js';
import { STATES } from './model.js';

const element = id => document.getElementById(id);
const countOf = state => element('targets-counts').querySelector(`[data-condition=${state}] button`);
const isPressed = button => button.getAttribute('aria-pressed') === 'true';

export class TargetsControls {
  /** The names of labels that there are, to group by. */
  #labels = '';

  /** @param {() => void} changed called when another choice is made */
  constructor(changed) {
    const onChange = () => {
      changed();
      history.replaceState(null, '', addressOfChoice(this.choice)); // which browsers refuse where it is done too often
    };
    element('targets-filter').addEventListener('input', onChange);
    for (const id of ['targets-order', 'targets-group', 'targets-window']) element(id).addEventListener('change', onChange);
    for (const state of STATES) {
      const button = countOf(state);
      button.addEventListener('click', () => {
        button.setAttribute('aria-pressed', !isPressed(button));
        onChange();
      });
    }
    element('targets-all').addEventListener('click', () => {
      this.#show({ ...this.choice, filter: '', states: [] });
      onChange();
      element('targets-filter').focus();
    });
    this.#show(choiceIn(location.hash));
  }

  /** @returns {import('./choice.js').Choice} */
  get choice() {
    return {
      filter: element('targets-filter').value,
      period: document.querySelector('[name=window]:checked').value,
      order: element('targets-order').value,
      group: element('targets-group').value,
      states: STATES.filter(state => isPressed(countOf(state))),
    };
  }

  /** What the page's address asks for. */
  followAddress() {
    this.#show(choiceIn(location.hash));
  }

  #show({ filter, period, order, group, states }) {
    element('targets-filter').value = filter;
    document.querySelector(`[name=window][value="${period}"]`).checked = true;
    element('targets-order').value = order;
    this.#offer(group);
    element('targets-group').value = group;
    for (const state of STATES) countOf(state).setAttribute('aria-pressed', states.includes(state));
  }

  /** Offers the labels of these targets to group by. */
  offerLabels(targets) {
    const names = [...new Set(targets.flatMap(({ labels }) => Object.keys(labels)))].sort();
    if (names.join('\n') === this.#labels) return;
    this.#labels = names.join('\n');
    const { group } = this.choice;
    element('targets-group').length = 1;
    for (const name of names) this.#offer(name);
    this.#offer(group);
    element('targets-group').value = group;
  }

  #offer(name) {
    const { options } = element('targets-group');
    if ([...options].every(({ value }) => value !== name)) options.add(new Option(`By ${name}`, name));
  }

  showCount(state, count) {
    const button = countOf(state);
    const text = formatCount(count);
    if (button.textContent !== text) button.textContent = text;
    button.ariaLabel = `${state}: ${text}`;
  }
}
