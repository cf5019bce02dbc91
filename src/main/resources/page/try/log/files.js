/** Logs to files and back. */

import { formatCount } from '../../shared/format.js';
import { closeMenu } from '../menus.js';
import { fromHar, toHar } from './har.js';
import { LOG_BYTES } from './log.js';
import { fromJsonLines, toJsonLines } from './json-lines.js';

const element = id => document.getElementById(id);

/** @param {() => import('./log.js').Log} current @param {(name: string) => import('./log.js').Log|undefined} open for a file */
export function connectFiles(current, open) {
  const menu = element('files');
  const notice = element('files-notice');
  const save = (extension, type, parts) => {
    offer(`wsgauge-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${extension}`, new Blob(parts, { type }));
    closeMenu(menu);
  };
  element('download').addEventListener('click', () => save('jsonl', 'application/jsonl', toJsonLines(current())));
  element('download-har').addEventListener('click', () => save('har', 'application/json', [JSON.stringify(toHar(current()))]));
  element('import-file').addEventListener('change', async ({ target }) => {
    const [file] = target.files;
    closeMenu(menu);
    notice.textContent = file ? await importFile(file, open) : '';
    target.value = ''; // The same file can be chosen again.
  });
}

/** @returns {Promise<string>} what is to be said of it */
async function importFile(file, open) {
  if (file.size > LOG_BYTES) return `${file.name} is larger than ${formatCount(LOG_BYTES)} bytes.`;
  const text = await file.text();
  const { entries, refused } = fromHar(text) ?? fromJsonLines(text);
  if (entries.length === 0) return `${file.name} has no rows of a log: it must be JSON Lines of this page, or a HAR with WebSocket messages.`;
  const log = open(file.name);
  if (!log) return 'There are as many tabs as there can be: close one.';
  for (const entry of entries) log.add(entry);
  return refused > 0 ? `${formatCount(refused)} rows of ${file.name} could not be read.` : '';
}

function offer(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // Once the browser has surely begun to read it.
}
