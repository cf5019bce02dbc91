/** Copying, also where the clipboard is out of reach: it is for secure contexts only. */

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is in the clipboard
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const box = document.createElement('textarea');
  const focused = document.activeElement;
  box.value = text;
  box.className = 'visually-hidden';
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  focused?.focus();
  return done;
}

/** Copies, and lets the button say so for a moment. */
export async function copyFrom(button, text) {
  const label = button.dataset.label ??= button.textContent;
  button.textContent = (await copyText(text)) ? 'Copied' : 'Not copied';
  setTimeout(() => { button.textContent = label; }, 1500);
}
