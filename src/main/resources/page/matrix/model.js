/** What the server tells of the nodes and of how each sees the others, as a grid. Shows nothing. */

/** More nodes than this are put together by their zones. */
const MOST_NODES = 32;
const WORST_PAIRS = 20;

/** The worst first. */
export const STATES = ['down', 'failing', 'unstable', 'unknown', 'up'];

/**
 * @typedef {object} Cell
 * @property {string} state
 * @property {number|null} p50 seconds; of several pairs the median
 * @property {string} detail what is said of it in words
 * @property {number} [bad] of several pairs, how many are not up
 * @property {number} [count] of several pairs, how many there are
 */

const zoneOf = node => node?.zone || 'no zone';
const byZoneAndName = (a, b) => zoneOf(a).localeCompare(zoneOf(b)) || a.name.localeCompare(b.name, 'en', { numeric: true });

/** @param {object} answer of `api/mesh` @param {'direct'|'public'} via */
export function gridOf(answer, via) {
  const pairs = answer.pairs.filter(pair => pair.via === via);
  const nodes = [...answer.nodes].sort(byZoneAndName);
  return nodes.length <= MOST_NODES ? gridOfNodes(nodes, pairs) : gridOfZones(nodes, pairs);
}

function gridOfNodes(nodes, pairs) {
  const cells = new Map(pairs.map(pair => [keyOf(pair.from, pair.to), {
    state: pair.state,
    p50: pair.p50,
    detail: [`${pair.from} sees ${pair.to} ${pair.state}`, pair.reason].filter(Boolean).join(', '),
  }]));
  const lines = nodes.map(({ name, zone, missing, loopDelay }) => ({ name, zone, missing, delay: loopDelay }));
  return { kind: 'nodes', lines, cell: (from, to) => cells.get(keyOf(from, to)) };
}

function gridOfZones(nodes, pairs) {
  const zones = new Map(nodes.map(node => [node.name, zoneOf(node)]));
  const grouped = new Map();
  for (const pair of pairs) {
    const key = keyOf(zones.get(pair.from), zones.get(pair.to));
    if (!grouped.has(key)) grouped.set(key, []);
    grouped.get(key).push(pair);
  }
  const names = [...new Set(zones.values())];
  const lines = names.map(name => {
    const own = nodes.filter(node => zoneOf(node) === name);
    const gone = own.filter(node => node.missing).length;
    const delays = own.map(node => node.loopDelay).filter(delay => delay !== null);
    return {
      name,
      zone: `${own.length} nodes`,
      missing: gone > 0 ? `${gone} of ${own.length} do not answer` : null,
      delay: delays.length > 0 ? Math.max(...delays) : null,
    };
  });
  return { kind: 'zones', lines, cell: (from, to) => together(grouped.get(keyOf(from, to))) };
}

/** @returns {Cell|undefined} */
function together(pairs) {
  if (!pairs) return undefined;
  const bad = pairs.filter(({ state }) => state !== 'up').length;
  const known = pairs.map(({ p50 }) => p50).filter(p50 => p50 !== null).sort((a, b) => a - b);
  return {
    state: STATES.find(state => pairs.some(pair => pair.state === state)),
    p50: known.length > 0 ? known[known.length >> 1] : null,
    detail: `${pairs.length} pairs, ${bad} of them not up`,
    bad,
    count: pairs.length,
  };
}

const keyOf = (from, to) => `${from}\n${to}`;

/** Down before failing, and slow before fast. */
export function worstPairs(answer, via) {
  const rank = ({ state }) => STATES.indexOf(state);
  return answer.pairs
    .filter(pair => pair.via === via)
    .sort((a, b) => rank(a) - rank(b) || (b.p50 ?? 0) - (a.p50 ?? 0))
    .slice(0, WORST_PAIRS);
}

/** Whether any node is pinged through what is in front of it. */
export const hasPublic = answer => answer.pairs.some(({ via }) => via === 'public');

/** Between 0 and 1 for 0.1 ms to 1 s, each ten times as long the same step. @param {number} seconds */
export const heatOf = seconds => Math.min(1, Math.max(0, (Math.log10(seconds) + 4) / 4));
