/** A decoded value as a tree that folds: built as it is opened, so that a large one costs what is looked at. */

import { toHex } from '../../shared/bytes.js';
import { create } from '../../shared/create.js';
import { isObject } from './json.js';

const MOST_CHILDREN = 500;
const OPEN_DEPTH = 2;
const MOST_UNFOLDED = 2000;

/** @param {*} value of JSON, CBOR or MessagePack */
export const createTree = value => createNode(undefined, value, 0);

/** @param {Element} tree */
export function setFolded(tree, folded) {
  if (folded) {
    for (const node of tree.querySelectorAll('details')) node.open = false;
    return;
  }
  for (let level = [...tree.querySelectorAll('details')], count = 0; level.length > 0;) {
    for (const node of level) {
      if (count++ > MOST_UNFOLDED) return;
      node.open = true;
      node.fill();
    }
    level = [...tree.querySelectorAll('details:not([open])')];
  }
}

function createNode(key, value, depth) {
  const children = childrenOf(value);
  if (!children) {
    return create('div.leaf', ...keyParts(key), create(`span.value ${kindOf(value)}`, write(value)));
  }
  const word = Array.isArray(value) ? '[…]' : '{…}';
  const node = create('details.branch',
    create('summary', ...keyParts(key), create('span.brief', `${word} ${children.length}`)));
  node.fill = () => {
    if (node.childElementCount > 1) return;
    node.append(...children.slice(0, MOST_CHILDREN).map(([name, child]) => createNode(name, child, depth + 1)));
    const left = children.length - MOST_CHILDREN;
    if (left > 0) node.append(create('div.leaf brief', `… ${left} more`));
  };
  node.addEventListener('toggle', () => { if (node.open) node.fill(); });
  if (depth < OPEN_DEPTH) {
    node.open = true;
    node.fill();
  }
  return node;
}

const keyParts = key => (key === undefined ? [] : [create('span.key', String(key)), ': ']);

function childrenOf(value) {
  if (Array.isArray(value)) return value.map((child, index) => [index, child]);
  if (value instanceof Map) return [...value];
  return isObject(value) ? Object.entries(value) : undefined;
}

function kindOf(value) {
  if (typeof value === 'string') return 'string';
  return value === null || typeof value === 'boolean' || value === undefined ? 'word' : 'number';
}

function write(value) {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `h'${toHex(value)}'`;
  return String(value);
}
