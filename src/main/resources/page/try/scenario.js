/** The panel in which a scenario is composed: what the query of the WebSocket's address asks the server to do. */

import { createField } from './scenario-field.js';
import { linkTo, scenarioOf, sharedScenario, withScenario } from './scenario-query.js';

const PATIENCE = 3000; // milliseconds

const element = id => document.getElementById(id);

/** @returns {Promise<import('./scenario-field.js').Parameter[]|undefined>} undefined where the server has no scenarios */
export async function readParameters() {
  try {
    const response = await fetch('scenarios', { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE) });
    return response.ok ? (await response.json()).parameters : undefined;
  } catch {
    return undefined;
  }
}

export class ScenarioPanel {
  #address = element('address');
  #controls;

  /** Open where this page's address carries a scenario. @param {import('./scenario-field.js').Parameter[]} parameters */
  constructor(parameters) {
    element('connect-form').after(element('scenario-panel').content.cloneNode(true));
    const fields = parameters.map(createField);
    element('scenario-fields').append(...fields.map(({ row }) => row));
    element('scenario').open = String(sharedScenario()) !== '';
    this.#controls = fields.map(({ control }) => control);
    for (const control of this.#controls) control.addEventListener('input', () => this.#rewriteAddress(control));
    this.#address.addEventListener('input', () => this.#readAddress());
    this.#readAddress();
  }

  /** The keys that the server knows: a query may hold secrets of another server, which are not for a link. */
  get #link() {
    const known = new Set(this.#controls.map(({ name }) => name));
    return linkTo(new URLSearchParams([...scenarioOf(this.#address.value)].filter(([name]) => known.has(name))));
  }

  #rewriteAddress({ name, value }) {
    const scenario = scenarioOf(this.#address.value);
    if (value === '') scenario.delete(name);
    else scenario.set(name, value);
    this.#address.value = withScenario(this.#address.value, scenario);
    this.#showLink();
  }

  #readAddress() {
    const scenario = scenarioOf(this.#address.value);
    for (const control of this.#controls) control.value = scenario.get(control.name) ?? '';
    this.#showLink();
  }

  #showLink() {
    element('scenario-link').href = this.#link;
  }

  /** Lets this page's own address carry the scenario. */
  remember() {
    if (this.#link !== location.href) history.replaceState(history.state, '', this.#link);
  }
}
