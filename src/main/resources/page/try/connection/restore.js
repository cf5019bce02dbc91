/** The tabs through a reload: with their addresses, drafts and the ends of their logs. A link opens anew. */

import { windowStore } from '../../shared/storage.js';
import { fromJsonLines, toJsonLines } from '../log/json-lines.js';

const NAME = 'tabs';
const KEPT_ROWS = 1000;
/** Characters for all tabs: a browser keeps a few million for a page. */
const KEPT_SIZE = 1_500_000;

/** @param {import('./sessions.js').Sessions} sessions */
export function keep(sessions) {
  const share = KEPT_SIZE / sessions.all.length;
  windowStore.write(NAME, sessions.all.map(session => ({
    settings: session.settings,
    draft: session.draft.text.length < 100_000 ? session.draft : undefined,
    title: session.title,
    wasOpen: ['Open', 'Connecting', 'Waiting'].includes(session.state),
    selected: session === sessions.selected,
    log: endOf([...session.log].slice(-KEPT_ROWS), share),
  })));
}

function endOf(entries, share) {
  const lines = toJsonLines(entries.filter(({ payload }) => (payload?.keptSize ?? 0) < share / 4));
  let size = 0;
  const from = lines.findLastIndex(line => (size += line.length) > share);
  return lines.slice(from + 1).join('');
}

/**
 * @returns {import('./session.js').Session[]} those that were connected and are to be again; undefined where the page was
 *     not reloaded
 */
export function restore(sessions) {
  const [navigation] = performance.getEntriesByType('navigation');
  const kept = windowStore.read(NAME, []);
  windowStore.write(NAME, undefined);
  if (!['reload', 'back_forward'].includes(navigation?.type) || kept.length === 0) return undefined;
  const connected = [];
  let chosen;
  for (const { settings, draft, title, wasOpen, selected, log } of kept) {
    const session = sessions.add(settings);
    if (!session) break;
    if (draft) session.draft = draft;
    session.title = title ?? '';
    for (const entry of fromJsonLines(log).entries) session.log.add(entry);
    if (session.log.size > 0) session.note('The page was loaded anew.');
    if (wasOpen) connected.push(session);
    if (selected) chosen = session;
  }
  sessions.select(chosen ?? sessions.all[0]);
  return connected;
}
