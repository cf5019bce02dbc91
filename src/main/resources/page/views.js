/** Loads the view of the targets when it is first shown, so that who tries a WebSocket does not wait for it. */

import { whenShown } from './shared/tabs.js';

let wanted = false;
/** @type {Promise<{setShown: (shown: boolean) => void}>|undefined} undefined until the view was first wanted */
let targets;

function showLoadFailure(failure) {
  targets = undefined;
  document.getElementById('view-targets').textContent = `The view could not be loaded (${failure.message}): reload the page.`;
}

whenShown('targets', shown => {
  wanted = shown;
  if (wanted) targets ??= import('./targets/targets.js');
  targets?.then(view => view.setShown(wanted), showLoadFailure);
});
