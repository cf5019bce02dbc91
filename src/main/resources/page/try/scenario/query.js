/** A scenario as text: the query of a WebSocket's address, or one parameter of this page's own address. */

const SHARED = 'scenario';

/** @param {string} address valid or not */
export const scenarioOf = address => new URLSearchParams(/^[^?#]*\?([^#]*)/.exec(address)?.[1]);

/** Whether a server that follows it sends nothing but one answer to each message. @param {URLSearchParams} scenario */
export const answersEach = scenario =>
  !scenario.has('push') && !scenario.has('burst') && scenario.get('reply') !== 'none';

/** All but the query stays as it was typed. @param {URLSearchParams} scenario */
export function withScenario(address, scenario) {
  const query = String(scenario);
  return address.replace(/^([^?#]*)(\?[^#]*)?/, (_, before) => (query ? `${before}?${query}` : before));
}

/** What a link to this page carries. */
export const sharedScenario = () => new URLSearchParams(new URLSearchParams(location.search).get(SHARED) ?? '');

/** @returns {string} this page, opening with the scenario */
export function linkTo(scenario) {
  const url = new URL(location.href);
  url.hash = '';
  url.searchParams.delete(SHARED);
  if (String(scenario)) url.searchParams.set(SHARED, scenario);
  return url.href;
}
