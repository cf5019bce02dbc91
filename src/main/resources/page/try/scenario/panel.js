/** The panel in which a scenario is composed: what the query of the WebSocket's address asks the server to do. */

import { copyFrom } from '../../shared/clipboard.js';
import { createField } from './field.js';
import { presetsFor } from './presets.js';
import { linkTo, scenarioOf, withScenario } from './query.js';

const PATIENCE = 3000; // milliseconds
const GROUPS = { reply: 'Reply', traffic: 'Traffic', end: 'End', handshake: 'Handshake', faults: 'Faults' };

const element = id => document.getElementById(id);

/**
 * @returns {Promise<{parameters: import('./rules.js').Parameter[], records: boolean}|undefined>} `records` where the server
 *   remembers connections; undefined where it has no scenarios
 */
export async function readScenarios() {
  try {
    const response = await fetch('scenarios', { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE) });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

export class ScenarioPanel {
  #address = element('address');
  #bar;
  #fields;
  #groups = new Map();
  /** What else is in the query of the address, which is not the panel's. */
  #others = [];

  /**
   * @param {import('./rules.js').Parameter[]} parameters
   * @param {import('../connection/bar.js').Bar} bar whose address carries the scenario
   */
  constructor(parameters, bar) {
    this.#bar = bar;
    element('panel-settings').after(element('scenario-panel').content.cloneNode(true));
    element('panel-buttons').prepend(element('scenario-button').content.cloneNode(true));
    const allowed = parameters.filter(parameter => parameter.allowed);
    this.#fields = allowed.map(createField);
    for (const field of this.#fields) {
      this.#groupOf(field.parameter.group).append(field.row);
      field.control.addEventListener('input', () => this.#rewriteAddress(field.control));
    }
    const presets = element('scenario-preset');
    presets.append(...presetsFor(allowed).map(({ name, query }) => new Option(name, query)));
    presets.addEventListener('change', () => this.#choosePreset(presets.value));
    element('scenario-search').addEventListener('input', () => this.#search());
    element('scenario-query').addEventListener('input', ({ target }) => this.#setQuery(target.value));
    element('scenario-link').addEventListener('click', ({ target }) => copyFrom(target, this.#link));
    element('panel-scenario').addEventListener('submit', event => {
      event.preventDefault();
      bar.connect();
    });
    for (const event of ['input', 'shown']) this.#address.addEventListener(event, () => this.#readAddress());
  }

  #groupOf(name) {
    if (!this.#groups.has(name)) {
      const group = element('scenario-group').content.firstElementChild.cloneNode(true);
      group.querySelector('h3').textContent = GROUPS[name] ?? name;
      element('scenario-fields').append(group);
      this.#groups.set(name, group);
      group.open = this.#groups.size === 1;
    }
    return this.#groups.get(name);
  }

  get #names() {
    return new Set(this.#fields.map(({ control }) => control.name));
  }

  /** The keys that the server knows: a query may hold secrets of another server, which are not for a link. */
  get #known() {
    const names = this.#names;
    return new URLSearchParams([...scenarioOf(this.#address.value)].filter(([name]) => names.has(name)));
  }

  get #link() {
    return linkTo(this.#known);
  }

  #rewriteAddress({ name, value }) {
    const scenario = scenarioOf(this.#address.value);
    if (value === '') scenario.delete(name);
    else scenario.set(name, value);
    this.#bar.setAddress(withScenario(this.#address.value, scenario));
    element('scenario-query').value = this.#known;
    this.#check();
  }

  /** In the place of what the keys of the server have asked for; what else is in the query stays. */
  #setQuery(query) {
    const scenario = new URLSearchParams([...this.#others, ...new URLSearchParams(query)]);
    this.#bar.setAddress(withScenario(this.#address.value, scenario));
    this.#fillFields();
  }

  #choosePreset(query) {
    this.#setQuery(query);
    element('scenario-query').value = this.#known;
    const first = this.#fields.find(({ control }) => control.value !== '');
    if (first) this.#groupOf(first.parameter.group).open = true;
  }

  #readAddress() {
    const names = this.#names;
    this.#others = [...scenarioOf(this.#address.value)].filter(([name]) => !names.has(name));
    this.#fillFields();
    element('scenario-query').value = this.#known;
  }

  #fillFields() {
    const scenario = scenarioOf(this.#address.value);
    for (const { control } of this.#fields) {
      const asked = scenario.get(control.name) ?? '';
      control.value = asked;
      // A word that the list does not have is shown nevertheless, as the wrong one that it is.
      if (control.value !== asked) {
        control.append(new Option(asked));
        control.value = asked;
      }
    }
    this.#check();
  }

  #check() {
    const asked = scenarioOf(this.#address.value);
    for (const field of this.#fields) field.check(asked);
    for (const [name, group] of this.#groups) {
      const own = this.#fields.filter(({ parameter }) => parameter.group === name);
      const count = own.filter(({ control }) => control.value !== '').length;
      const wrong = own.some(({ control }) => control.ariaInvalid === 'true');
      group.querySelector('.asked').textContent = count === 0 ? '' : `${count} asked for${wrong ? ', one is wrong' : ''}`;
    }
  }

  #search() {
    const words = element('scenario-search').value.trim().toLowerCase();
    for (const { row, parameter: { name, description } } of this.#fields) {
      row.hidden = words !== '' && !`${name} ${description}`.toLowerCase().includes(words);
    }
    let first = true;
    for (const group of this.#groups.values()) {
      group.hidden = !group.querySelector('.parameter:not([hidden])');
      if (words !== '' && !group.hidden) {
        group.open = first;
        first = false;
      }
    }
  }

  /** Lets this page's own address carry the scenario. */
  remember() {
    if (this.#link !== location.href) history.replaceState(history.state, '', this.#link);
  }
}
