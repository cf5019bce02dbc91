/** Elements with what is in them. */

/**
 * What others wrote comes in as text, never as markup.
 *
 * @param {string} what a tag, with a class behind a dot where it has one
 * @param {(string|Node|false|undefined)[]} content false and undefined are left out
 */
export function create(what, ...content) {
  const [tag, className] = what.split('.');
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content.filter(each => each !== false && each !== undefined));
  return made;
}

/** A heading of a row, or of a column. */
export function heading(scope, ...content) {
  const made = create('th', ...content);
  made.scope = scope;
  return made;
}
