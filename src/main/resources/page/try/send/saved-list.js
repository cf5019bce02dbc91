/** A list of what was saved, with a field to save what there is now. */

import { InvalidInput, readField } from '../validation.js';

/**
 * @param {HTMLElement} host with `.name`, `.save` and `.list`
 * @param {import('./saved.js').Saved} saved
 * @param {{current: () => object, use: (item) => void}} actions what is to be saved but for its name, and taking it back
 */
export function connectSavedList(host, saved, { current, use }) {
  const name = host.querySelector('.name');
  const list = host.querySelector('.list');
  const show = () => list.replaceChildren(...saved.all.map(item => createItem(item, use, () => {
    saved.remove(item.name);
    show();
    name.focus();
  })));
  const save = () => {
    const read = readField(name, text => {
      if (text.trim() === '') throw new InvalidInput('It needs a name.');
      if (!saved.put({ ...current(), name: text.trim() })) throw new InvalidInput('There is no room for more in this browser.');
    });
    if (!read) return;
    name.value = '';
    show();
  };
  host.querySelector('.save').addEventListener('click', save);
  name.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    save();
  });
  saved.listen(show);
  show();
}

function createItem(item, use, remove) {
  const row = document.createElement('li');
  const take = Object.assign(document.createElement('button'), { type: 'button', className: 'small take', textContent: item.name, title: item.text.slice(0, 200) });
  const drop = Object.assign(document.createElement('button'), { type: 'button', className: 'small', textContent: 'Remove', ariaLabel: `Remove ${item.name}` });
  take.addEventListener('click', () => use(item));
  drop.addEventListener('click', remove);
  row.append(take, drop);
  return row;
}
