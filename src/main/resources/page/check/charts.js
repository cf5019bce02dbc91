/**
 * Small charts in rows of tables: what they show is in the row's text as well, for those who cannot see it. Positions are
 * shares of the width.
 */

import { create } from '../shared/create.js';

const percent = share => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;

function track(...marks) {
  const made = create('div.track', ...marks);
  made.ariaHidden = true;
  return made;
}

function mark(kind, at) {
  const made = create(`span.${kind}`);
  made.style.left = percent(at);
  return made;
}

/** @param {number} share of the width; @param {'cut'|'alive'|'mute'} end of it */
export function bar(share, end) {
  const made = create('span.life');
  made.style.width = percent(share);
  made.dataset.end = end;
  return track(made);
}

/** @param {number[]} times in order, of a span that begins at the first; @param {number} span of the whole width */
export function ticks(times, span) {
  const [from = 0] = times;
  return track(...times.map(time => mark('tick', span > 0 ? (time - from) / span : 0)));
}

/** Sizes on a scale of powers of two. @param {{bytes: number, passed: boolean}[]} tries @param {number} most bytes */
export function ladder(tries, most) {
  const scale = Math.log2(Math.max(2, most));
  return track(...tries.map(({ bytes, passed }) => mark(passed ? 'passed' : 'failed', Math.log2(bytes + 1) / scale)));
}
