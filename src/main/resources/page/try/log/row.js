/** One entry of the log as one line. */

import { formatCount, formatDuration, formatTime } from '../../shared/format.js';

const template = document.getElementById('log-row').content.firstElementChild;

/** @param {import('./log.js').Entry} entry; of a peer's strings, each is text and none is markup */
export function createRow(entry) {
  const row = template.cloneNode(true);
  row.dataset.number = entry.number;
  row.dataset.direction = entry.direction;
  row.dataset.type = entry.type;
  const [time, direction, type, content, size, roundTrip] = row.children;
  time.textContent = formatTime(entry.time);
  direction.title = direction.firstElementChild.textContent = entry.direction;
  type.textContent = entry.type;
  const [label, payload, detail] = content.children;
  label.textContent = entry.label;
  // The arrow says it of those that follow; to a screen reader each says it.
  label.classList.toggle('spoken', entry.payload !== undefined && !entry.first);
  if (entry.payload) {
    payload.textContent = entry.payload.preview();
    if (entry.payload.size === 0) payload.dataset.empty = '';
    size.textContent = `${formatCount(entry.payload.size)} B`;
    if (entry.roundTrip !== undefined) roundTrip.textContent = formatDuration(entry.roundTrip);
  } else {
    payload.remove();
  }
  if (entry.detail) detail.textContent = entry.detail.replaceAll('\n', ' · ');
  else detail.remove();
  return row;
}
