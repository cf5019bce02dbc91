/** What is known of the targets: what the server told when it was last asked, and its stream since. Shows nothing. */

/** As many as the server itself tells of each target. */
export const KEPT_RESULTS = 60;

/** The worst first. */
export const STATES = ['down', 'failing', 'unstable', 'unknown', 'up'];

/** The hash of the page's address at which a target is in view. */
export const addressOf = name => `#targets/${encodeURIComponent(name)}`;

/** The target that such a hash names; undefined for any other. */
export function targetIn(hash) {
  const encoded = /^#targets\/(.+)/.exec(hash)?.[1];
  try {
    return encoded && decodeURIComponent(encoded);
  } catch {
    return undefined; // It is not encoded as it should be.
  }
}

/** One target; the properties are those of the server's JSON. */
export class Target {
  /** Since the server was last asked; its answer may not know of these yet. */
  #news = [];
  /** In brief, the newest last; whole once `hasHistory`. */
  results = [];
  hasHistory = false;

  /** @param {object} told of this target in the answer of `api/targets`, without its results */
  constructor(told) {
    this.#take(told);
  }

  expectAnswer() {
    this.#news = [];
  }

  update(told) {
    const news = this.#news;
    this.#take(told);
    for (const { kind, event } of news) this.tell(kind, event);
  }

  #take(told) {
    const { connection } = this;
    Object.assign(this, told);
    /** `keep` or `fresh`; what the server calls connection, while here that is what became known of the last one. */
    this.mode = told.connection;
    this.connection = told.lastConnection ?? connection;
    this.searched = [told.name, told.url, ...Object.entries(told.labels).map(pair => pair.join('='))].join('\n').toLowerCase();
  }

  /** @param {object[]} results as the server has them; what the stream has told of since stays */
  remember(results) {
    const newest = results.at(-1)?.time ?? '';
    this.results = [...results, ...this.results.filter(({ time }) => time > newest)].slice(-KEPT_RESULTS);
    this.hasHistory = true;
  }

  /** @param {'result'|'state'|'findings'} kind */
  tell(kind, event) {
    this.#news.push({ kind, event });
    if (this.#news.length > KEPT_RESULTS) this.#news.shift(); // The answer is long overdue.
    if (kind === 'result') this.#add(event);
    else if (kind === 'findings') this.check = { time: event.time, findings: event.findings };
    else Object.assign(this, { state: event.state, since: event.time, unstable: event.unstable });
  }

  #add(result) {
    const { sequence, time, success, duration, roundTrip, failure, phases } = result;
    if (this.results.some(known => known.sequence === sequence && known.time === time)) return;
    this.results.push({ sequence, time, success, duration, roundTrip, reason: failure?.reason, phases });
    if (this.results.length > KEPT_RESULTS) this.results.shift();
    this.last = result;
    if (result.connection) this.connection = result.connection;
    if (success) this.lastSuccess = time;
    else this.lastFailure = result;
    if (result.state !== this.state) Object.assign(this, { state: result.state, since: time });
  }
}

/** Seconds that a run tells about the path: of the question asked, or of the connection where nothing is asked. */
export const tripOf = ({ success, roundTrip, duration }) => roundTrip ?? (success ? duration : undefined);

export class Targets {
  /** @type {Map<string, Target>} in the order of the configuration */
  #byName = new Map();

  /** @returns {Target[]} as configured */
  get all() {
    return [...this.#byName.values()];
  }

  /** To be called when the server is asked, so that what the stream tells until its answer is there is not lost. */
  expectAnswer() {
    for (const target of this.#byName.values()) target.expectAnswer();
  }

  /** To be called when results may have been missed. */
  forgetHistories() {
    for (const target of this.#byName.values()) target.hasHistory = false;
  }

  /** @param {object[]} told `targets` of the answer */
  update(told) {
    const before = this.#byName;
    this.#byName = new Map(told.map(each => {
      const target = before.get(each.name);
      target?.update(each);
      return [each.name, target ?? new Target(each)];
    }));
  }

  /** @returns {Target|undefined} the one concerned, or undefined for one that the server has not been asked about yet */
  tell(kind, event) {
    const target = this.#byName.get(event.target);
    target?.tell(kind, event);
    return target;
  }
}
