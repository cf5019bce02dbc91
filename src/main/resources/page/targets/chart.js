/** Charts of round trips. Only those in view are there, however many targets there are. */

import uPlot from '../uplot/dist/uPlot.esm.js';
import { tripOf } from './model.js';
import { formatSeconds } from '../shared/format.js';

/** CSS pixels; on top there is room for what the highest value may be, where that is shown. */
const PADDING = [plot => (plot.height < 30 ? 2 : 14), 3, 2, 3];
/** Charts that are kept for the next place: of those that come into view while others leave it. */
const MOST_FREE = 8;
/** Of the height: marks of failures are to be seen, and not to be all that is seen. */
const MARK = 0.6;

/** One chart. It is made once, and then moved from a target that leaves the view to one that comes into it. */
class Chart {
  #target;
  #colors;
  #plot;

  /** @param {{stroke: string, fill: string}} colors of the line and of the marks, read anew at each drawing */
  constructor(colors) {
    this.#colors = colors;
    this.#plot = new uPlot({
      width: 0,
      height: 0,
      padding: PADDING,
      legend: { show: false },
      cursor: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: {
        x: { time: false, range: (_, from, to) => (from === to ? [from - 1, to + 1] : [from, to]) },
        y: { range: (_, from, to) => [0, ceiling(to)] },
      },
      series: [{}, {
        stroke: () => colors.stroke,
        width: 1.5,
        spanGaps: false,
        points: { size: 3, fill: () => colors.stroke, filter: (_, index, shown) => (shown ? null : this.#lonely()) },
      }],
      hooks: { draw: [plot => this.#drawFailures(plot)] },
    });
  }

  /** @param {{width: number, height: number}} size of the place, in CSS pixels */
  place(host, target, size) {
    this.#target = target;
    this.#plot.setSize(size);
    this.draw();
    host.append(this.#plot.root);
  }

  resize({ width, height }) {
    if (width !== this.#plot.width || height !== this.#plot.height) this.#plot.setSize({ width, height });
  }

  draw() {
    const { results } = this.#target;
    let latest = 0; // The server's clock may be set back, a chart's cannot.
    const times = results.map(({ time }) => (latest = Math.max(latest, Date.parse(time) / 1000)));
    this.#plot.setData([times, results.map(run => tripOf(run) ?? null)]);
  }

  leave() {
    this.#plot.root.remove();
  }

  destroy() {
    this.#plot.destroy();
  }

  /** Points that no line leads to. */
  #lonely() {
    const { results } = this.#target;
    const drawn = index => results[index] !== undefined && tripOf(results[index]) !== undefined;
    return results.flatMap((_, index) => (drawn(index) && !drawn(index - 1) && !drawn(index + 1) ? [index] : []));
  }

  #drawFailures(plot) {
    if (!this.#target) return; // It has no place yet.
    const { left, top, width, height } = plot.bbox;
    const thickness = Math.max(1, Math.min(3 * devicePixelRatio, width / 120));
    plot.ctx.fillStyle = this.#colors.fill;
    for (const [index, { success }] of this.#target.results.entries()) {
      if (success) continue;
      const x = plot.valToPos(plot.data[0][index], 'x', true);
      const start = Math.min(Math.max(x - thickness / 2, left), left + width - thickness);
      plot.ctx.fillRect(start, top + (1 - MARK) * height, thickness, MARK * height);
    }
  }
}

/** The next of 1, 2, 5, 10 … above: a scale that jumps with each run could not be read. */
export function ceiling(seconds) {
  if (!(seconds > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(seconds));
  return [1, 2, 5, 10].map(step => step * decade).find(top => top >= seconds * 0.999);
}

/** For those who cannot see it. */
export function describeChart(results) {
  const trips = results.map(tripOf).filter(trip => trip !== undefined);
  const failures = results.filter(({ success }) => !success).length;
  const range = trips.length === 0 ? ''
    : `, from ${formatSeconds(Math.min(...trips))} to ${formatSeconds(Math.max(...trips))}`;
  return `${results.length} ${results.length === 1 ? 'run' : 'runs'}, ${failures} failed${range}`;
}

export class Charts {
  /** @type {Map<Element, import('./model.js').Target>} */
  #targets = new Map();
  /** @type {Map<Element, Chart>} of those in view */
  #placed = new Map();
  /** @type {Chart[]} without a place */
  #free = [];
  #colors = {};
  #inView = new IntersectionObserver(entries => entries.forEach(entry => this.#enterOrLeave(entry)));
  /** Tells the size of a place, at first and when it changes, without a layout for the question. */
  #sizes = new ResizeObserver(entries => entries.forEach(entry => this.#fit(entry)));

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#recolor());
    document.documentElement.addEventListener('themechange', () => this.#recolor());
  }

  add(host, target) {
    this.#targets.set(host, target);
    this.#inView.observe(host);
  }

  remove(host) {
    this.#inView.unobserve(host);
    this.#takeFrom(host);
    this.#targets.delete(host);
  }

  update(host) {
    this.#placed.get(host)?.draw();
  }

  #enterOrLeave({ target: host, isIntersecting }) {
    if (isIntersecting) this.#sizes.observe(host);
    else this.#takeFrom(host);
  }

  #fit({ target: host, contentRect }) {
    const target = this.#targets.get(host);
    if (!target || contentRect.width === 0) return;
    const placed = this.#placed.get(host);
    if (placed) {
      placed.resize(contentRect);
      return;
    }
    if (!this.#colors.stroke) this.#readColors(host);
    const chart = this.#free.pop() ?? new Chart(this.#colors);
    chart.place(host, target, { width: contentRect.width, height: contentRect.height });
    this.#placed.set(host, chart);
  }

  #takeFrom(host) {
    this.#sizes.unobserve(host);
    const chart = this.#placed.get(host);
    if (!chart) return;
    this.#placed.delete(host);
    chart.leave();
    if (this.#free.length < MOST_FREE) this.#free.push(chart);
    else chart.destroy();
  }

  /** A canvas takes no variables: the place has the two colours as those that a drawing would have. */
  #readColors(host) {
    const { stroke, fill } = getComputedStyle(host);
    Object.assign(this.#colors, { stroke, fill });
  }

  #recolor() {
    const [host] = this.#placed.keys();
    if (host) this.#readColors(host);
    else this.#colors.stroke = undefined;
    for (const chart of this.#placed.values()) chart.draw();
  }
}
