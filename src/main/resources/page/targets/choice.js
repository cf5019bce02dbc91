/** Which targets are wanted, and how: as the controls have it, and as the page's address has it. */

import { STATES } from './model.js';

/**
 * @typedef {object} Choice
 * @property {string} filter words, each of which a target has to have
 * @property {'1m'|'5m'|'1h'} period over which percentiles and failures are shown
 * @property {'configured'|'worst'} order
 * @property {string} group name of a label; empty for none
 * @property {string[]} states to be shown; none for all
 */
const PERIODS = ['1m', '5m', '1h'];
const ORDERS = ['configured', 'worst'];

const oneOf = (known, wanted) => (known.includes(wanted) ? wanted : known[0]);

/** @returns {Choice} of an address such as `#targets?q=eu&order=worst`; what it does not name is as usual */
export function choiceIn(hash) {
  const asked = new URLSearchParams(/^#targets\?(.*)$/.exec(hash)?.[1] ?? '');
  return {
    filter: asked.get('q') ?? '',
    period: oneOf(PERIODS, asked.get('window')),
    order: oneOf(ORDERS, asked.get('order')),
    group: asked.get('group') ?? '',
    states: STATES.filter(state => asked.getAll('state').includes(state)),
  };
}

/** @param {Choice} choice */
export function addressOfChoice({ filter, period, order, group, states }) {
  const query = new URLSearchParams();
  if (filter) query.set('q', filter);
  if (period !== PERIODS[0]) query.set('window', period);
  if (order !== ORDERS[0]) query.set('order', order);
  if (group) query.set('group', group);
  for (const state of states) query.append('state', state);
  return query.size === 0 ? '#targets' : `#targets?${query}`;
}

/** In words, for who sees nothing. @param {Choice} choice */
export function describeChoice({ filter, states }) {
  const parts = [states.length > 0 && `is ${states.join(' or ')}`, filter.trim() && `has “${filter.trim()}”`];
  return parts.filter(Boolean).join(' and ');
}
