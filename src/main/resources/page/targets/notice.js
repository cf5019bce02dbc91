/** Says how far what the view shows can be trusted. */

import { formatMoment } from './words.js';

const element = id => document.getElementById(id);

export class TargetsNotice {
  #lostAt;
  #failure;
  #readAt;
  #missing;

  get hasRead() {
    return this.#readAt !== undefined;
  }

  live() {
    this.#lostAt = undefined;
    this.#failure = undefined;
    this.#show();
  }

  lost() {
    this.#lostAt ??= new Date().toISOString();
    this.#show();
  }

  /** @param {string} time of the answer; @returns {boolean} whether the attempt before had failed */
  read(time) {
    const hadFailed = this.#failure !== undefined;
    this.#readAt = time;
    this.#failure = undefined;
    this.#show();
    return hadFailed;
  }

  unreadable(reason) {
    this.#failure = reason;
    this.#show();
  }

  /** @param {string|undefined} name of the target that the page's address asks for; undefined where there is no such wish */
  missing(name) {
    if (name === this.#missing) return;
    this.#missing = name;
    this.#show();
  }

  #show() {
    const lines = [];
    if (this.#lostAt) lines.push(`The live updates are lost since ${formatMoment(this.#lostAt)}; trying again.`);
    if (this.#failure) lines.push(`The list of targets could not be read: ${this.#failure}.`);
    if (lines.length > 0 && this.hasRead) lines.push(`What is shown was complete at ${formatMoment(this.#readAt)}.`);
    if (this.#missing !== undefined) lines.push(`There is no target “${this.#missing}”.`);
    element('targets-notice').textContent = lines.join(' ');
    element('targets-read').textContent = this.hasRead ? `Percentiles and ended connections of ${formatMoment(this.#readAt)}` : '';
  }
}
