/** What a finding was read from: lanes of silence, sizes, arrivals, both views of the headers, as tables with charts. */

import { create, heading } from '../shared/create.js';
import { formatBytes, formatDuration } from '../shared/format.js';
import { bar, ladder, ticks } from './charts.js';

const LANES = {
  silent: 'silent',
  'asked-at-half': 'asked at half',
  'first-message': 'one exchange, then silent',
  'client-data': 'client sends',
  'server-data': 'server sends',
  'both-data': 'both send',
  'client-pings': 'client pings',
  'server-pings': 'server pings',
};
const ENDS = { fin: 'FIN', reset: 'RST', timeout: 'a timer', unknown: 'an end' };

const time = seconds => formatDuration(seconds * 1000).replace(/\.0+(?= )/, '');
const row = (label, ...cells) => create('tr', heading('row', label), ...cells.map(cell => create('td', cell)));
const words = key => key.replace(/([A-Z])/g, ' $1').replaceAll('-', ' ').toLowerCase();

function table(caption, columns, rows) {
  const made = create('table.evidence', create('caption', caption));
  if (columns.length > 0) made.append(create('thead', create('tr', ...columns.map(name => heading('col', name)))));
  made.append(create('tbody', ...rows));
  return made;
}

/** How an end arrived. */
function howOf(ending) {
  if (!ending) return 'nothing';
  if (ending.code === 0) return `${ENDS[ending.how] ?? ending.how}, no close frame`;
  return [`close frame ${ending.code}`, ending.reason && `“${ending.reason}”`].filter(Boolean).join(' ');
}

function laneRow(lane, horizon, keepsOpen) {
  const lived = (lane.ending?.at ?? lane.openedAt + horizon) - lane.openedAt;
  const mute = !lane.ending && lane.answeredAtEnd === false;
  const said = lane.ending ? `cut after ${time(lived)}, ${howOf(lane.ending)}`
    : mute ? `open, no answer at ${time(horizon)}` : `alive at ${time(horizon)}`;
  return row(LANES[lane.kind] ?? words(lane.kind), bar(lived / horizon, lane.ending ? 'cut' : mute ? 'mute' : 'alive'),
    keepsOpen ? `${said} – keeps it open` : said);
}

function silence({ lanes, horizon }, finding) {
  const keeping = new Set(finding.value.keptOpenBy ?? []);
  const kinds = Object.keys(LANES);
  const sorted = [...lanes].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  const ended = sorted.find(({ ending, record }) => ending && record?.ending);
  const server = ended && row('server’s record', '',
    `${ended.record.ending.by === 'self' ? 'ended by the server' : 'not by the server'}, ${howOf(ended.record.ending)}`);
  return table(`Silence, watched for ${time(horizon)}`, ['Lane', `0 to ${time(horizon)}`, 'What became of it'],
    [...sorted.map(lane => laneRow(lane, horizon, keeping.has(lane.kind))), server].filter(Boolean));
}

function sizes({ tries }) {
  const groups = grouped(tries);
  const most = Math.max(...tries.map(({ bytes }) => bytes));
  return table('Sizes', ['Way and form', `1 B to ${formatBytes(most)}`, 'What passed'], [...groups].map(([group, of]) => {
    const passed = Math.max(-1, ...of.filter(one => one.passed).map(one => one.bytes));
    const failed = Math.min(...of.filter(one => !one.passed).map(one => one.bytes));
    const said = [passed >= 0 && `${formatBytes(passed)} pass`, Number.isFinite(failed) && `${formatBytes(failed)} do not`];
    return row(group, ladder(of, most), said.filter(Boolean).join(', '));
  }));
}

const groupOf = ({ direction, form }) => `${words(direction)}, ${form}`;

function grouped(tries) {
  const groups = new Map();
  for (const one of tries) groups.set(groupOf(one), [...groups.get(groupOf(one)) ?? [], one]);
  return groups;
}

function arrivals({ interval, arrivals: all }) {
  const spans = Object.values(all).map(times => (times.at(-1) ?? 0) - (times[0] ?? 0));
  const span = Math.max(interval, ...spans);
  return table(`Messages sent each ${time(interval)}`, ['Way', `As they came, in ${time(span)}`, 'Arrived'],
    Object.entries(all).map(([way, times]) => row(words(way), ticks(times, span), `${times.length} messages`)));
}

/** What was sent beside what the server saw; rows that differ are marked. */
function headers({ attempt, seenHeaders = [] }) {
  const seen = new Map(seenHeaders.map(([name, value]) => [name.toLowerCase(), value]));
  const sent = new Map(attempt.request.map(([name, value]) => [name.toLowerCase(), [name, value]]));
  const names = new Set([...sent.keys(), ...seen.keys()]);
  return table('The headers of one handshake', ['Header', 'Sent', 'Seen by the server'], [...names].map(name => {
    const [shown, value] = sent.get(name) ?? [name, undefined];
    const made = row(shown, create('code', value ?? '–'), create('code', seen.get(name) ?? '–'));
    if (value !== seen.get(name)) made.dataset.differs = '';
    return made;
  }));
}

function views({ offered, seen, agreed, claimed, claimedUnasked }) {
  const orNothing = text => (text === undefined || text === null ? 'not told' : create('code', text || 'nothing'));
  const rows = [['offered here', offered], ['seen by the server', seen], ['agreed by the server', agreed], ['arrived here', claimed]];
  if (claimedUnasked) rows.push(['claimed though nothing was agreed', claimedUnasked]);
  return table('What was negotiated', [], rows.map(([label, text]) => row(label, orNothing(text))));
}

function closes({ cases }) {
  return table('Ends, and what arrived of them', ['End', 'Sent', 'Arrived'], Object.entries(cases).map(([name, end]) =>
    row(words(name), end.code ? `${end.code} “${end.reason}”` : '–', howOf(end.arrived))));
}

/** Whatever the finding says of itself. */
function values({ value }) {
  const shown = each => (Array.isArray(each) ? each.map(shown).join(', ')
    : typeof each === 'number' ? String(Math.round(each * 1000) / 1000) : String(each));
  const rows = Object.entries(value).filter(([key]) => key !== 'min' && key !== 'max');
  return rows.length > 0 && table('What was measured', [], rows.map(([key, each]) => row(words(key), create('code', shown(each)))));
}

const TABLES = {
  silence: ['silence', silence],
  sizes: ['sizes', sizes],
  buffering: ['buffering', arrivals],
  view: ['view', headers],
  compression: ['compression', views],
  subprotocol: ['subprotocol', views],
  close: ['closes', closes],
};

/** @returns {Element|false} */
export function evidenceOf(finding, measurements) {
  const [key, make] = TABLES[finding.evidence[0]] ?? [];
  return measurements[key] ? make(measurements[key], finding) : values(finding);
}
