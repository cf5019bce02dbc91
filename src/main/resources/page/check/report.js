/** The report of a check: verdict, path, findings, and what was not measured. */

import { copyFrom } from '../shared/clipboard.js';
import { create } from '../shared/create.js';
import { formatDuration } from '../shared/format.js';
import { evidenceOf } from './evidence.js';

const VERDICTS = { fine: 'Fine', note: 'Notes', warning: 'Warning', problem: 'Problem', incomplete: 'Not completed' };

/** The path as it was recognised, as one hop after the other. */
function path({ hops, server }) {
  const hop = (name, more, title) => {
    const made = create('li', create('strong', name), more && create('small', more));
    if (title) made.title = title;
    return made;
  };
  const name = server.kind === 'wsgauge' ? `wsgauge ${server.nodes.map(node => `“${node}”`).join(', ')}` : 'the server';
  const list = create('ol.hops', hop('the checking wsgauge'),
    ...hops.map(({ product, confidence, because }) => hop(product, confidence, because)), hop(name));
  list.ariaLabel = 'The path';
  return list;
}

function fix({ product, text }) {
  const code = create('code', text);
  const button = create('button.copy', 'Copy');
  button.type = 'button';
  button.ariaLabel = `Copy: ${text}`;
  button.addEventListener('click', () => copyFrom(button, text));
  return create('li', product !== 'any' && create('strong', `${product} `), code, button);
}

function cause({ id, confidence, because }) {
  return create('li', create('strong', confidence), id === 'unknown' ? `: ${because}` : ` ${id}: ${because}`);
}

function list(name, items) {
  return items.length > 0 && create(`div.${name}`, create('h4', name === 'fixes' ? 'How to mend it' : 'Cause'),
    create('ul', ...items));
}

function finding(found, measurements) {
  const { id, severity, certainty, direction, sentence, causes, fixes, explains, hides } = found;
  const made = create('section.finding',
    create('h3', create('span.severity', severity), ` ${id}`, create('small', [certainty, direction].filter(Boolean).join(', '))),
    create('p', sentence),
    evidenceOf(found, measurements),
    list('causes', causes.map(cause)),
    list('fixes', fixes.map(fix)),
    explains.length > 0 && create('p.explains', `It explains ${explains.join(', ')}.`),
    ...hides.map(hidden => create('p.hides', `Hidden: ${hidden}.`)));
  made.dataset.severity = severity;
  return made;
}

/** Those without a whole measurement, together where the reason is the same. */
function notMeasured(steps) {
  const reasons = new Map();
  for (const { name, state, reason } of steps) {
    if (state === 'measured') continue;
    const why = `${state === 'partly' ? 'in part' : state}${reason ? `: ${reason}` : ''}`;
    reasons.set(why, [...reasons.get(why) ?? [], name]);
  }
  return reasons.size > 0 && create('section.unmeasured', create('h3', 'Not measured'), create('ul',
    ...[...reasons].map(([why, names]) => create('li', `${names.join(', ')} – ${why}`))));
}

/** @param {{agrees: boolean, sentences: string[]}|undefined} joined what this browser saw of it */
export function showReport(where, report, joined) {
  const verdict = create('p.verdict', create('strong', VERDICTS[report.verdict] ?? report.verdict),
    create('small', `${formatDuration(report.seconds * 1000)}, ${report.own.openings} openings`));
  verdict.dataset.verdict = report.verdict;
  const here = joined && create('section.browser', create('h3', 'In this browser'),
    ...joined.sentences.map(sentence => create('p', sentence)));
  if (here) here.dataset.agrees = joined.agrees;
  where.replaceChildren(...[
    create('h2', create('code', report.url)), verdict, create('p.sentence', report.sentence), path(report), here,
    ...report.findings.map(found => finding(found, report.measurements)), notMeasured(report.steps),
  ].filter(Boolean));
}
