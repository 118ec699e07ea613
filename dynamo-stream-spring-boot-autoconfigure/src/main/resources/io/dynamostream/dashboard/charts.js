// Small charts of a rate over time, drawn from cumulative samples.

import { amount, clock, duration } from './format.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 600;
const HEIGHT = 100;

// A rate is taken over at least this time, because pages come in bursts
const WINDOW = 2000;

function svg(name, attributes) {
	const element = document.createElementNS(SVG, name);
	Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
	return element;
}

function html(name, className, text = '') {
	const element = document.createElement(name);
	element.className = className;
	element.textContent = text;
	return element;
}

export function rates(samples, valueOf) {
	const points = samples.map((sample) => ({ time: Date.parse(sample.time), value: valueOf(sample) }));
	const result = [];
	let start = 0;
	for (let end = 1; end < points.length; end++) {
		while (start + 1 < end && points[end].time - points[start + 1].time >= WINDOW) {
			start++;
		}
		const elapsed = points[end].time - points[start].time;
		const rate = 1000 * (points[end].value - points[start].value) / elapsed;
		// Of a time without samples, such as a pause, only the mean is known
		if (elapsed > 3 * WINDOW) {
			result.push({ time: points[start].time, rate });
		}
		if (elapsed > 0) {
			result.push({ time: points[end].time, rate });
		}
	}
	return result;
}

// The next round number
function roundUp(value) {
	const power = 10 ** Math.floor(Math.log10(value));
	return power * [1, 1.5, 2, 3, 4, 6, 8, 10].find((step) => step * power >= value);
}

export class RateChart {

	constructor(title, valueOf) {
		this.title = title;
		this.valueOf = valueOf;
		this.points = [];
		this.element = html('figure', 'chart');
		this.caption = html('figcaption', '');
		this.readout = html('span', 'readout');
		this.caption.append(html('span', 'chart-title', title), this.readout);
		this.area = svg('path', { class: 'area' });
		this.line = svg('path', { class: 'line' });
		this.cursor = svg('line', { class: 'cursor', y1: 0, y2: HEIGHT });
		this.plot = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' });
		this.plot.append(svg('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT / 2, y2: HEIGHT / 2 }), this.area,
			this.line, this.cursor);
		this.top = html('span', 'axis-top');
		this.span = html('span', 'axis-left');
		const frame = html('div', 'plot');
		frame.append(this.plot, this.top, html('span', 'axis-zero', '0'), this.span, html('span', 'axis-right', 'latest'));
		this.element.append(this.caption, frame);
		this.plot.addEventListener('pointermove', (event) => this.#point(event));
		this.plot.addEventListener('pointerleave', () => this.#point());
	}

	update(samples) {
		this.points = rates(samples, this.valueOf);
		this.element.classList.toggle('empty', this.points.length < 2);
		if (this.points.length < 2) {
			this.#read('waiting for samples');
			return;
		}
		this.#scale();
		this.#draw();
		this.#point(this.pointer);
	}

	#scale() {
		this.from = this.points[0].time;
		this.to = this.points.at(-1).time;
		this.max = roundUp(Math.max(1, ...this.points.map((point) => point.rate)));
	}

	#x(point) {
		return WIDTH * (point.time - this.from) / (this.to - this.from);
	}

	#y(point) {
		return HEIGHT * (1 - Math.max(0, point.rate) / this.max);
	}

	#draw() {
		const path = this.points.map((point) => `${this.#x(point).toFixed(1)} ${this.#y(point).toFixed(1)}`).join('L');
		this.line.setAttribute('d', `M${path}`);
		this.area.setAttribute('d', `M0 ${HEIGHT}L${path}L${WIDTH} ${HEIGHT}Z`);
		this.top.textContent = amount(this.max);
		this.span.textContent = `${duration(this.to - this.from)} before`;
		const peak = Math.max(...this.points.map((point) => point.rate));
		this.plot.setAttribute('aria-label', `${this.title}: latest ${amount(this.points.at(-1).rate)}, `
			+ `peak ${amount(peak)} in ${duration(this.to - this.from)}`);
	}

	#point(pointer) {
		this.pointer = pointer;
		const latest = this.points.at(-1);
		if (!pointer || !latest) {
			this.cursor.setAttribute('visibility', 'hidden');
			this.#read(latest ? amount(latest.rate) : '');
			return;
		}
		const box = this.plot.getBoundingClientRect();
		const time = this.from + (this.to - this.from) * (pointer.clientX - box.left) / box.width;
		const nearest = this.points.reduce((best, point) =>
			(Math.abs(point.time - time) < Math.abs(best.time - time)) ? point : best);
		this.cursor.setAttribute('visibility', 'visible');
		this.cursor.setAttribute('x1', this.#x(nearest));
		this.cursor.setAttribute('x2', this.#x(nearest));
		this.#read(`${amount(nearest.rate)} at ${clock(nearest.time)}`);
	}

	#read(text) {
		this.readout.textContent = text;
	}

}
