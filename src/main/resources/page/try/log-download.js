/** Saves the log to a file. */

/** One file with all kept rows, whatever the filter shows. @param {import('./log.js').Log} log */
export function download(log) {
  const url = URL.createObjectURL(new Blob([log.toJsonLines()], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `wsgauge-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // Once the browser has surely begun to read it.
}
