/** The server's end of a connection: what it has seen, beside what the page has, live while it is looked at. */

import { formatDuration, formatTime } from '../../shared/format.js';
import { oncePerFrame } from '../frames.js';
import { ClockDifference } from './clock.js';
import { compare } from './compare.js';
import { changes } from './changes.js';
import { LaneView } from './lane-view.js';
import { RecordLink } from './record-link.js';

const MOST_EVENTS = 200;

/** What is known of one connection. */
class Observation {
  events = [];
  record;
  problem = '';
  link;
  clock = new ClockDifference();
}

function unlink(observation) {
  observation.link?.close();
  observation.link = undefined;
}

export class Lane {
  #server;
  #view = new LaneView();
  #session;
  #shown = false;
  /** @type {Map<string, Observation>} by the id of the connection; the latest 16 */
  #known = new Map();
  #paint = oncePerFrame(() => this.#show());

  /** @param {{recordAddress: string}} server */
  constructor(server) {
    this.#server = server;
  }

  /** @param {boolean} shown while it is not, nothing is asked */
  setShown(shown) {
    this.#shown = shown;
    if (!shown) this.#known.forEach(unlink);
    this.#follow();
    this.#paint();
  }

  select(session) {
    this.#session = session;
    this.#follow();
    this.#paint();
  }

  /** It is being opened again, under the same id where a person has chosen that. */
  begun({ recordId }) {
    if (this.#known.has(recordId)) unlink(this.#known.get(recordId));
    this.#known.delete(recordId);
  }

  /** Something has happened on the connection of a tab: a message is shown once the server has told of it as well. */
  heard(session, what) {
    if (session !== this.#session) return;
    this.#follow();
    if (what === 'state') this.#paint();
  }

  #follow() {
    const { recordId, state } = this.#session ?? {};
    if (!recordId || !this.#shown || state === 'Connecting') return;
    let observation = this.#known.get(recordId);
    if (!observation) {
      if (state !== 'Open') return;
      this.#forgetOld();
      observation = new Observation();
      this.#known.set(recordId, observation);
    }
    if (observation.record?.ended || observation.problem) return;
    if (observation.link) observation.link.touch();
    else this.#ask(observation, recordId, this.#session);
  }

  #forgetOld() {
    const [oldest] = this.#known.keys();
    if (this.#known.size < 16) return;
    this.#known.get(oldest).link?.close();
    this.#known.delete(oldest);
  }

  #ask(observation, id, session) {
    observation.link = new RecordLink(this.#server.recordAddress, id, {
      answered: ({ record, askedAt, answeredAt }) => {
        if (!record.found) {
          observation.problem = String(record.reason);
        } else {
          this.#learn(observation, record, askedAt, answeredAt);
          // What came after the question is in the next answer.
          if (session.recordId === id) observation.page = seenBy(session);
        }
        this.#paint();
      },
      failed: words => {
        observation.problem = words;
        this.#paint();
      },
    });
  }

  #learn(observation, record, askedAt, answeredAt) {
    if (!record.ended && askedAt !== undefined) {
      const epoch = performance.timeOrigin;
      observation.clock.add(Date.parse(record.opened) + 1000 * record.age, epoch + askedAt, epoch + answeredAt);
    }
    const { offset = 0 } = observation.clock.estimate ?? {};
    for (const event of changes(observation.record, record)) {
      observation.events.push({ ...event, time: formatTime(Date.parse(record.opened) + 1000 * event.age - offset) });
    }
    observation.events.splice(0, observation.events.length - MOST_EVENTS);
    observation.record = record;
  }

  #show() {
    if (!this.#shown || !this.#session) return;
    const observation = this.#known.get(this.#session.recordId);
    if (!this.#session.recordId) {
      this.#view.showNone();
    } else if (!observation?.record) {
      this.#view.showProblem(observation?.problem || 'Nothing is known yet of this connection.');
    } else {
      const page = (!observation.record.ended && observation.page) || seenBy(this.#session);
      this.#view.show(page, observation.record, compare(page, observation.record), observation.events, wordsOf(observation.clock.estimate));
    }
  }
}

/** @returns {import('./compare.js').Page} what this end has seen of the latest connection */
function seenBy({ readings: { sent, received }, connection, state }) {
  return {
    sent: { ...sent },
    received: { ...received },
    age: (connection?.age ?? 0) / 1000,
    closed: state !== 'Open' && state !== 'Closing',
  };
}

function wordsOf(estimate) {
  if (!estimate) return '';
  const { offset, error } = estimate;
  const margin = `± ${formatDuration(error)}`;
  if (Math.abs(offset) <= error) return `Both clocks agree, ${margin}.`;
  return `The server’s clock is ${formatDuration(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}, ${margin}; its times are shown by this clock.`;
}
