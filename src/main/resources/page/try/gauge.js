/** The readings in the head of the page: counters, and round trips on a logarithmic scale. */

import { formatBytes, formatCount, formatDuration } from '../shared/format.js';

/** The scale runs from 0.1 ms, the resolution of a browser's clock, to 10 s. */
const LOWEST = 0.1;
const DECADES = 5;
const DRAWN_ROUND_TRIPS = 64;

const element = id => document.getElementById(id);

/** Percent of the width. What lies outside of the scale stands at its end. */
function position(millis) {
  const fraction = Math.log10(Math.max(millis, LOWEST) / LOWEST) / DECADES;
  return (100 * Math.min(fraction, 1)).toFixed(2);
}

const strokes = (values, from, to) => values.map(value => `M${position(value)} ${from}V${to}`).join('');

export function drawScale() {
  const decades = Array.from({ length: DECADES + 1 }, (_, n) => LOWEST * 10 ** n);
  const between = decades.slice(0, -1).flatMap(start => [2, 3, 4, 5, 6, 7, 8, 9].map(n => n * start));
  element('scale-decades').setAttribute('d', strokes(decades, 13, 24));
  element('scale-ticks').setAttribute('d', strokes(between, 19, 24));
}

/** @param {import('./connection/readings.js').Readings} readings */
export function showReadings(readings) {
  for (const direction of ['sent', 'received']) {
    const { messages, bytes } = readings[direction];
    element(`${direction}-count`).textContent = formatCount(messages);
    element(`${direction}-bytes`).textContent = formatBytes(bytes);
  }
  const last = readings.lastRoundTrip;
  const median = readings.medianRoundTrip;
  element('last-round-trip').textContent = last === undefined ? '–' : formatDuration(last);
  element('median-round-trip').textContent = median === undefined ? '–' : formatDuration(median);

  element('scale-recent').setAttribute('d', strokes(readings.roundTrips.slice(-DRAWN_ROUND_TRIPS), 2, 11));
  element('scale-median').setAttribute('d', median === undefined ? '' : strokes([median], 0, 24));
  element('scale-last').setAttribute('d', last === undefined ? '' : strokes([last], 0, 24));
}
