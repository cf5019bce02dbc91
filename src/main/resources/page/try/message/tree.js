/** A decoded value as a tree that folds: built as it is opened, so that a large one costs what is looked at. */

import { isObject } from './json.js';

const MOST_CHILDREN = 500;
const OPEN_DEPTH = 2;
const MOST_UNFOLDED = 2000;

const make = (tag, className, text = '') => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};

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
    const leaf = make('div', 'leaf');
    leaf.append(...keyParts(key), make('span', `value ${kindOf(value)}`, write(value)));
    return leaf;
  }
  const node = make('details', 'branch');
  const summary = document.createElement('summary');
  const word = Array.isArray(value) ? '[…]' : '{…}';
  summary.append(...keyParts(key), make('span', 'brief', `${word} ${children.length}`));
  node.append(summary);
  node.fill = () => {
    if (node.childElementCount > 1) return;
    node.append(...children.slice(0, MOST_CHILDREN).map(([name, child]) => createNode(name, child, depth + 1)));
    const left = children.length - MOST_CHILDREN;
    if (left > 0) node.append(make('div', 'leaf brief', `… ${left} more`));
  };
  node.addEventListener('toggle', () => { if (node.open) node.fill(); });
  if (depth < OPEN_DEPTH) {
    node.open = true;
    node.fill();
  }
  return node;
}

const keyParts = key => (key === undefined ? [] : [make('span', 'key', String(key)), ': ']);

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
  if (value instanceof Uint8Array) return `h'${[...value].map(byte => byte.toString(16).padStart(2, '0')).join('')}'`;
  return String(value);
}
