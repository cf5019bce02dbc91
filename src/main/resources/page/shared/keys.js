/** The sheet of keys: `?` opens it, wherever nothing is being typed. */

const sheet = document.getElementById('keys');
const isTyping = target => target.matches?.('input:not([type=checkbox], [type=radio]), textarea, select');

document.getElementById('show-keys').addEventListener('click', () => sheet.showModal());
addEventListener('keydown', event => {
  if (event.key !== '?' || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  event.preventDefault();
  if (!sheet.open) sheet.showModal();
});
