/** The keys that work wherever the focus is, all with Alt. */

/** @param {Record<string, () => void>} actions by the key's place on the keyboard, as what Alt types differs */
export function addShortcuts(actions, isShown) {
  addEventListener('keydown', event => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !isShown()) return;
    const act = actions[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
