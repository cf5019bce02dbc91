/** Why a connection ended that nobody wanted to end, in one sentence, from what the server remembers of it. */

import { formatDuration } from '../../shared/format.js';
import { RecordLink } from './record-link.js';

/** How long the server has to remember, in milliseconds: it may learn of the end later than the page, or never. */
const PATIENCE = 3000;
/** Ends as close as this, in seconds, are one. */
const SAME_MOMENT = 1;

const element = id => document.getElementById(id);
const frame = ({ code, reason }) => `${code}${reason ? ` “${reason}”` : ''}`;

/**
 * @param {import('../connection/connection.js').Close} close as the page has seen it
 * @param {object} [record] of the server; undefined where there is none
 */
function verdictOn({ code, reason, duration, silence }, record) {
  const quiet = formatDuration(silence ?? duration);
  const here = code === 1006 ? `Cut after ${quiet} of silence` : `Closed with ${frame({ code, reason })} after ${quiet} of silence`;
  if (!record?.found) return `${here}, and not by this page.`;
  const { ended } = record;
  if (!ended) return `${here}; for the server it is still open: something between them has ended it, and has told one side alone.`;
  if (ended.by === 'server') {
    if (!ended.sent) return `${here}: the server has ended it itself, without a close frame.`;
    const lost = ended.sent.code === code ? '' : ', which did not come through: something between them keeps it back';
    return `The server has ended it itself, with ${frame(ended.sent)}${lost}.`;
  }
  if (ended.received) return `${here}; the server was sent ${frame(ended.received)}, which this page never sent: something between them has ended it.`;
  const same = Math.abs(record.age - duration / 1000) < SAME_MOMENT;
  const when = same ? 'saw the end at the same moment' : `saw the end ${formatDuration(Math.abs(1000 * record.age - duration))} ${1000 * record.age > duration ? 'later' : 'earlier'}`;
  return `${here}; the server ${when}, and did not make it: something between them did.`;
}

/** Asks for the record, at most until it has the end. @returns {Promise<object|undefined>} */
function recordOf(address, id) {
  return new Promise(resolve => {
    let known;
    const finish = record => {
      clearTimeout(timer);
      link.close();
      resolve(record);
    };
    const timer = setTimeout(() => finish(known), PATIENCE);
    const link = new RecordLink(address, id, {
      answered({ record }) {
        known = record;
        if (record.ended || !record.found) finish(record);
      },
      failed: () => finish(undefined),
    });
  });
}

/** The line below the log; each connection has its own. */
export class EndVerdict {
  #server;
  #selected;
  /** @type {WeakMap<object, string>} by session */
  #sentences = new WeakMap();

  /** @param {{recordAddress: string}} server */
  constructor(server) {
    this.#server = server;
  }

  async ended(session, close) {
    const { recordId } = session;
    const record = recordId && await recordOf(this.#server.recordAddress, recordId);
    if (session.recordId !== recordId || ['Open', 'Connecting'].includes(session.state)) return; // It has gone on meanwhile.
    this.#sentences.set(session, verdictOn(close, record));
    this.show(this.#selected);
  }

  /** It is being opened again. */
  begun(session) {
    this.#sentences.delete(session);
    this.show(this.#selected);
  }

  show(session) {
    this.#selected = session;
    const sentence = this.#sentences.get(session);
    element('end-verdict').hidden = sentence === undefined;
    element('end-verdict-words').textContent = sentence ?? '';
    if (sentence) element('end-check').href = `#check?${new URLSearchParams({ url: session.address })}`;
  }
}
