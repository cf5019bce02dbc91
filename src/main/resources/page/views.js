/** Loads a view when it is first shown, so that nobody waits for another. */

import { readSettings } from './shared/settings.js';
import { showStatus, whenShown } from './shared/tabs.js';

/**
 * @param {'try'|'check'|'targets'|'matrix'} name
 * @param {() => Promise<{setShown?: (shown: boolean) => void}>} load
 */
function loadWhenShown(name, load) {
  let wanted = false;
  /** @type {Promise<object>|undefined} undefined until the view was first wanted */
  let view;

  function showLoadFailure(failure) {
    view = undefined;
    showStatus(name, { kind: 'lost', word: 'Not loaded', title: 'Not loaded' });
    document.getElementById(`view-${name}`).textContent = `The view could not be loaded (${failure.message}): reload the page.`;
  }

  whenShown(name, shown => {
    wanted = shown;
    if (wanted) view ??= load();
    view?.then(({ setShown }) => setShown?.(wanted), showLoadFailure);
  });
}

loadWhenShown('try', () => import('./try/try.js'));
loadWhenShown('check', () => import('./check/check.js'));
loadWhenShown('targets', () => import('./targets/targets.js'));
loadWhenShown('matrix', () => import('./matrix/matrix.js'));

// Without a cluster there is nothing to be seen.
const settings = await readSettings().catch(() => ({}));
document.getElementById('tab-matrix').hidden = !settings.cluster;
