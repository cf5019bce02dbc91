/** One key of a scenario as a field, made of what the server says of it. */

/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {string[]} words all values, where they can be counted; else empty
 * @property {string} range what a value may be
 * @property {string} default what holds without one
 * @property {string[]} needs of these keys one has to be there as well
 * @property {string} example `name=value`
 * @property {string} description
 */

/**
 * @param {Parameter} parameter
 * @returns {{row: Element, control: HTMLInputElement|HTMLSelectElement}} the control's value is empty for "not asked for"
 */
export function createField(parameter) {
  const { name, words, example, description } = parameter;
  const row = document.getElementById('scenario-field').content.firstElementChild.cloneNode(true);
  const control = words.length > 0 ? createChoice(words) : createInput(example.slice(name.length + 1));
  const [label, hint] = row.children;
  control.id = label.htmlFor = `asked-${name}`;
  control.name = label.textContent = name;
  label.after(control);
  hint.id = `${control.id}-hint`;
  control.setAttribute('aria-describedby', hint.id);
  hint.querySelector('.description').textContent = description;
  hint.querySelector('.rule').textContent = describeRule(parameter);
  return { row, control };
}

function createChoice(words) {
  const select = document.createElement('select');
  select.append(new Option('not asked for', ''), ...words.map(word => new Option(word)));
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
