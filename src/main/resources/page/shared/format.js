/** Numbers and instants as the page shows them; the page is in English, so are they. */

const grouped = new Intl.NumberFormat('en');

export const formatCount = count => grouped.format(count);

/** Exact below 100,000 bytes. */
export function formatBytes(bytes) {
  if (bytes < 100_000) return `${grouped.format(bytes)} B`;
  let value = bytes;
  let unit = '';
  for (unit of ['KiB', 'MiB', 'GiB', 'TiB']) {
    value /= 1024;
    if (value < 1000) break;
  }
  return `${value.toFixed(1)} ${unit}`;
}

/** Local time of day, HH:MM:SS.mmm. */
export function formatTime(epochMillis) {
  const date = new Date(epochMillis);
  const two = number => String(number).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
    + `.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Browsers coarsen their clock to 0.1 ms or worse: more digits would be invented. */
export function formatDuration(millis) {
  if (millis < 0.1) return '<0.1 ms';
  if (millis < 99.95) return `${millis.toFixed(1)} ms`;
  if (millis < 999.5) return `${millis.toFixed(0)} ms`;
  const seconds = millis / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${grouped.format(Math.floor(whole / 3600))} h ${Math.floor(whole / 60) % 60} min`;
}

/** The server measures finer than a browser. @param {number|undefined} seconds */
export function formatSeconds(seconds) {
  if (seconds === undefined || seconds === null) return '–';
  if (seconds < 0.0009995) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 0.009995) return `${(seconds * 1000).toFixed(2)} ms`;
  return formatDuration(seconds * 1000);
}
