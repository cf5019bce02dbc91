/** The server's checks, as its API has them. */

import { reasonOf, request } from '../shared/refusal.js';

const PATIENCE = 15_000; // milliseconds
const PATH = 'api/checks';

async function ask(path, options = {}) {
  const response = await request(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...options });
  if (!response.ok) throw new Error(await reasonOf(response));
  return response;
}

/** @param {object} request as `POST /api/checks` takes it; @returns {Promise<object>} the check that has begun */
export async function begin(request) {
  const response = await ask(PATH, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  return response.json();
}

/** @returns {Promise<object>} the check, with its report where there is one */
export const read = async id => (await ask(`${PATH}/${id}`)).json();

/** Ends a check that runs, and has all of it forgotten. */
export const forget = id => ask(`${PATH}/${id}`, { method: 'DELETE' });

export const reportAddress = (id, type) => `${PATH}/${id}/report.${type}`;

/**
 * @param {{begun: (step: object) => void, ended: (step: object) => void, report: (report: object) => void,
 *   failed: (failure: {reason: string}) => void, lost: () => void}} listener `lost` may be called more than once, and
 *   the stream goes on after it
 * @returns {() => void} ends it
 */
export function follow(id, listener) {
  const source = new EventSource(`${PATH}/${id}/events`);
  for (const name of ['begun', 'ended', 'report', 'failed']) {
    source.addEventListener(name, ({ data }) => {
      if (name === 'report' || name === 'failed') source.close(); // or the browser would ask for more
      listener[name](JSON.parse(data));
    });
  }
  source.onerror = () => { // closed, the browser does not try again
    if (source.readyState === EventSource.CLOSED) listener.failed({ reason: 'The server does not tell of this check any more.' });
    else listener.lost();
  };
  return () => source.close();
}
