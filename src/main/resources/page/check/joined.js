/** Both sides of the path beside each other: what this browser saw, and what the server's check found. */

import { formatDuration } from '../shared/format.js';

/** Of one cut, as the browser and the server measure it. */
const SAME = 0.1;

const PROTOCOLS = { h2: 'HTTP/2', h3: 'HTTP/3', 'http/1.1': 'HTTP/1.1' };
const time = seconds => formatDuration(seconds * 1000);

const opens = ({ measurements }) => Boolean(measurements.upgrade?.tries.some(({ result }) => result === 'upgraded'));

/** What may be between a browser and a server that others reach. */
function suspects(report, url) {
  const found = new Set(report.findings.map(({ id }) => id));
  const reasons = [];
  if (location.protocol === 'https:' && url.startsWith('ws:')) {
    reasons.push('a page of https: may open wss: only');
  }
  if ([...found].some(id => id.startsWith('tls-'))) reasons.push('this browser does not trust the certificate');
  if (found.has('origin-refused')) reasons.push(`the Origin ${location.origin} is refused`);
  if (found.has('h2-connect-failed')) reasons.push('WebSockets over HTTP/2 are offered, and fail');
  if (found.has('auth-required')) reasons.push('credentials are needed');
  return reasons.length > 0 ? reasons
    : ['a proxy, an extension or a rule of this browser’s network', `the Origin ${location.origin}`, 'a cookie that is missing'];
}

function silenceSentence(view, idle) {
  if (view.cutAfter !== undefined) {
    const here = `Silent, it was cut here after ${time(view.cutAfter)} (${view.code})`;
    if (!idle) return `${here}, and from the server it was not: the cause is on the way of this browser alone.`;
    const same = Math.abs(view.cutAfter - idle) < Math.max(0.5, SAME * idle);
    return `${here}, ${same ? 'as' : `other than after ${time(idle)}, as`} from the server.`;
  }
  if (!(view.silence >= 1)) return undefined;
  return idle && idle < view.silence
    ? `Silent, it was still open here at ${time(view.silence)}, though it is cut after ${time(idle)} from the server.`
    : `Silent, it was still open here at ${time(view.silence)}.`;
}

/**
 * @param {import('./browser.js').BrowserView} view
 * @returns {{agrees: boolean, sentences: string[]}} `agrees` where the one says what the other says
 */
export function join(view, report) {
  const opensThere = opens(report);
  const page = PROTOCOLS[view.pageProtocol] ? ` The page itself came by ${PROTOCOLS[view.pageProtocol]}.` : '';
  if (!view.opened) {
    const why = view.failure ?? `closed with ${view.code} before it was open`;
    return opensThere
      ? {
        agrees: false,
        sentences: [`It fails in this browser (${why}), and works from the server.${page}`,
          `Behind it may be: ${suspects(report, report.url).join('; ')}.`],
      }
      : { agrees: true, sentences: [`It fails in this browser as well (${why}).${page}`] };
  }
  const idle = report.findings.find(({ id }) => id === 'idle-timeout')?.value.seconds;
  const silence = silenceSentence(view, idle);
  const first = opensThere
    ? `It opens in this browser as well, in ${time(view.opening)}.${page}`
    : `It opens in this browser, in ${time(view.opening)}, and not from the server.${page}`;
  const differs = view.cutAfter !== undefined && !idle;
  return { agrees: opensThere && !differs, sentences: [first, silence].filter(Boolean) };
}
