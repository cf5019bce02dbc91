/** What is counted and measured on one connection. */

/** Enough for a steady median, few enough to sort in every frame. */
const KEPT_ROUND_TRIPS = 256;

export class Readings {
  sent = { messages: 0, bytes: 0 };
  received = { messages: 0, bytes: 0 };
  /** Milliseconds, oldest first. */
  roundTrips = [];

  /** @param {number} age seconds since the connection opened */
  addSent(bytes, age) {
    count(this.sent, bytes, age);
  }

  /** @param {number} [roundTrip] none for a message that answers nothing */
  addReceived(bytes, age, roundTrip) {
    count(this.received, bytes, age);
    if (roundTrip === undefined) return;
    this.roundTrips.push(roundTrip);
    if (this.roundTrips.length > KEPT_ROUND_TRIPS) this.roundTrips.shift();
  }

  get lastRoundTrip() {
    return this.roundTrips.at(-1);
  }

  /** Of the kept round trips; undefined before the first. */
  get medianRoundTrip() {
    const sorted = Float64Array.from(this.roundTrips).sort();
    if (sorted.length === 0) return undefined;
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

function count(total, bytes, age) {
  total.lastAge = age;
  total.messages++;
  total.bytes += bytes;
}
