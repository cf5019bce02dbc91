/** The keys of the log, while it has the focus: moving among the rows, and what is done with the selected one. */

/**
 * @param {import('./log-view.js').LogView} view
 * @param {Record<string, (entry: import('./log.js').Entry) => void>} actions by key, for the selected row
 */
export function addLogKeys(view, actions) {
  const moves = {
    ArrowUp: () => view.selectIndex(view.selectedIndex - 1),
    ArrowDown: () => view.selectIndex(view.selectedIndex + 1),
    PageUp: () => view.selectIndex(view.selectedIndex - view.pageRows),
    PageDown: () => view.selectIndex(view.selectedIndex + view.pageRows),
    Home: () => view.selectIndex(0),
    End: () => view.selectIndex(Infinity),
    Escape: () => view.select(undefined),
    ' ': () => { view.paused = !view.paused; },
  };
  view.element.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const entry = view.selected;
    const act = moves[event.key] ?? (entry && actions[event.key] && (() => actions[event.key](entry)));
    if (!act) return;
    event.preventDefault();
    act();
  });
}
