/** One key of a scenario as a field, made of what the server says of it. */

import { breaksRule } from './rules.js';

/**
 * @param {import('./rules.js').Parameter} parameter
 * @returns {{row: Element, control: HTMLInputElement|HTMLSelectElement, parameter: import('./rules.js').Parameter,
 *     check: (asked: URLSearchParams) => void}} the control's value is empty for "not asked for"
 */
export function createField(parameter) {
  const { name, words, example } = parameter;
  const row = document.getElementById('scenario-field').content.firstElementChild.cloneNode(true);
  const control = words.length > 0 ? createChoice(words) : createInput(example.slice(name.length + 1));
  const label = row.querySelector('label');
  const [hint, error] = row.querySelectorAll('p');
  control.id = label.htmlFor = `asked-${name}`;
  control.name = label.textContent = name;
  label.after(control);
  hint.id = `${control.id}-hint`;
  error.id = `${control.id}-error`;
  control.setAttribute('aria-describedby', `${hint.id} ${error.id}`);
  control.setAttribute('aria-errormessage', error.id);
  hint.querySelector('.description').textContent = parameter.description;
  hint.querySelector('.rule').textContent = describeRule(parameter);
  return { row, control, parameter, check: asked => showProblem(control, error, problemOf(parameter, asked)) };
}

/** In the words of the server, which says the same when it is asked. */
function problemOf(parameter, asked) {
  const { name, rule, needs } = parameter;
  const value = asked.get(name);
  if (value === null) return '';
  if (breaksRule(parameter, value)) return rule;
  return needs.length === 0 || needs.some(other => asked.has(other)) ? '' : `needs ${needs.join(' or ')}`;
}

function showProblem(control, error, problem) {
  error.textContent = problem;
  control.setAttribute('aria-invalid', problem !== '');
}

function createChoice(words) {
  const select = document.createElement('select');
  select.append(new Option('–', ''), ...words.map(word => new Option(word)));
  return select;
}

function createInput(example) {
  const input = document.createElement('input');
  input.className = 'code';
  input.placeholder = example;
  input.spellcheck = false;
  input.autocapitalize = 'none';
  return input;
}

/** A choice shows its range itself. */
function describeRule({ words, range, default: usual, needs }) {
  return [
    words.length === 0 && range,
    usual && `default: ${usual}`,
    needs.length > 0 && `needs ${needs.join(' or ')}`,
  ].filter(Boolean).join(' · ');
}
