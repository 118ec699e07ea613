// One scan on the page. Elements are made once and changed in place, so that focus and open details stay.

import { RateChart } from './charts.js';
import { amount, clock, count, duration, millis, percent, plural, size } from './format.js';
import { LimitField } from './limit-field.js';
import { SegmentStrip } from './segments.js';

const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'ABANDONED', 'INTERRUPTED']);

// Segments of a scan beyond which its details are not loaded unasked
const MANY_SEGMENTS = 2000;

const MODES = { STREAM: 'stream', PUBLISHER: 'publisher', CALLBACK: 'callback', LISTENERS: 'listeners' };

export function hasEnded(scan) {
	return ENDED.has(scan.state);
}

export function word(state) {
	return state.charAt(0) + state.slice(1).toLowerCase();
}

function setText(element, text) {
	if (element.textContent !== text) {
		element.textContent = text;
	}
}

function simpleName(type) {
	return type?.split(/[.$]/).at(-1);
}

function estimateText({ source, total, describedAt, rebased }, now) {
	const from = { SIZE: () => `the size, ${size(total)}`, ITEM_COUNT: () => `the item count, ${count(total)}`,
		SEGMENTS: () => 'segments done', LIMIT: () => `the limit, ${count(total)} items` }[source]?.() ?? source;
	const age = describedAt ? `, asked ${duration(now - Date.parse(describedAt))} ago` : '';
	return `Estimate from ${from}${age}${rebased ? ' · estimate re-based: more was found than DynamoDB had said' : ''}`;
}

export class ScanView {

	#parts = {};
	#facts = new Map();
	#charts = [new RateChart('Items/s', (sample) => sample.items),
		new RateChart('RCU/s', (sample) => sample.consumedCapacity)];
	#limits;
	#busy = false;

	// actions: steer(view, command), cancel(view), opened(view)
	constructor(template, scan, actions) {
		this.actions = actions;
		this.element = template.content.cloneNode(true).firstElementChild;
		this.element.querySelectorAll('[data-part]').forEach((part) => {
			this.#parts[part.dataset.part] = part;
		});
		this.strip = new SegmentStrip(this.#parts.strip);
		this.#parts.charts.append(...this.#charts.map((chart) => chart.element));
		this.#parts.details.open = !hasEnded(scan) && scan.segments.total <= MANY_SEGMENTS;
		this.#listen();
	}

	#listen() {
		const { toggle, cancel, details } = this.#parts;
		toggle.addEventListener('click', () =>
			this.actions.steer(this, { action: this.scan.state === 'PAUSED' ? 'resume' : 'pause' }));
		cancel.addEventListener('click', () => this.actions.cancel(this));
		this.#limits = {
			maxConcurrency: new LimitField(this.#parts.concurrency, this.#parts.requests, (maxConcurrency) =>
				this.actions.steer(this, { maxConcurrency })),
			readCapacity: new LimitField(this.#parts['capacity-limit'], this.#parts.capacity, (readCapacity) =>
				this.actions.steer(this, { readCapacity: readCapacity || 'none' }))
		};
		details.addEventListener('toggle', () => this.actions.opened(this));
	}

	get open() {
		return this.#parts.details.open;
	}

	get ended() {
		return hasEnded(this.scan);
	}

	get busy() {
		return this.#busy;
	}

	set busy(busy) {
		this.#busy = busy;
		this.element.setAttribute('aria-busy', busy);
	}

	matches(text) {
		return [this.scan.name, this.scan.table, this.scan.index, this.scan.state]
			.some((value) => value?.toLowerCase().includes(text));
	}

	update(scan, { steerable, now }) {
		this.scan = scan;
		this.element.firstElementChild.dataset.state = scan.state;
		this.element.firstElementChild.classList.toggle('ended', this.ended);
		this.#updateHead(scan, now);
		this.#updateProgress(scan, now);
		this.#updateFacts(scan);
		this.#updateError(scan.lastError);
		this.#updateActions(scan, steerable);
	}

	#updateHead({ state, name, table, index, mode, startedAt, endedAt }, now) {
		setText(this.#parts.state, word(state));
		setText(this.#parts.name, name);
		setText(this.#parts.target, index ? `${table} / ${index}` : table);
		setText(this.#parts.mode, MODES[mode] ?? mode);
		if (startedAt) {
			const took = (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt);
			setText(this.#parts.started, clock(startedAt));
			this.#parts.started.dateTime = startedAt;
			setText(this.#parts.duration, `· ${endedAt ? 'took' : 'for'} ${duration(took)}`);
		}
	}

	#updateProgress(scan, now) {
		const { progress, bar, fill, percent: text, left, note } = this.#parts;
		const known = typeof scan.fractionDone === 'number';
		progress.hidden = scan.state === 'COMPLETED' || (this.ended && !known);
		bar.classList.toggle('unknown', !known);
		bar.setAttribute('aria-label', `Progress of ${scan.name}`);
		if (known) {
			bar.setAttribute('aria-valuenow', Math.floor(scan.fractionDone * 100));
			fill.style.width = `${100 * scan.fractionDone}%`;
		}
		else {
			bar.removeAttribute('aria-valuenow');
			fill.style.width = '';
		}
		setText(text, known ? percent(scan.fractionDone) : 'size unknown');
		setText(left, this.#timeLeft(scan));
		setText(note, scan.estimate && !this.ended ? estimateText(scan.estimate, now) : '');
	}

	#timeLeft({ state, timeLeft }) {
		if (state === 'RUNNING' && timeLeft) {
			return `about ${duration(millis(timeLeft))} left`;
		}
		return state === 'PAUSED' ? 'paused' : '';
	}

	#updateFacts(scan) {
		const { segments, requests, rates } = scan;
		const mean = this.ended ? ', mean' : '';
		this.#fact('items-rate', `Items/s${mean}`, amount(this.ended ? rates.meanItemsPerSecond : rates.itemsPerSecond));
		this.#fact('capacity-rate', `RCU/s${mean}`, amount(this.ended ? rates.meanCapacityPerSecond : rates.capacityPerSecond));
		this.#fact('items', 'Items', count(scan.items));
		this.#fact('scanned', 'Scanned', count(scan.scannedItems));
		this.#fact('capacity', 'RCU used', amount(scan.consumedCapacity));
		this.#fact('segments', 'Segments', `${count(segments.done)} / ${count(segments.total)}`);
		this.#fact('requests', 'In flight', this.ended ? undefined : `${requests.inFlight} / ${requests.maxConcurrency}`);
		this.#fact('limit', 'RCU/s limit', typeof requests.readCapacity === 'number' ? amount(requests.readCapacity) : undefined);
		this.#fact('throttles', 'Throttles', requests.throttles > 0 ? count(requests.throttles) : undefined, 'warn');
		this.#fact('retries', 'Retries', requests.retries > 0 ? count(requests.retries) : undefined);
		this.#fact('unacknowledged', 'Unacknowledged', scan.unacknowledgedItems > 0 ? count(scan.unacknowledgedItems) : undefined);
		this.#fact('failed', 'Failed items', scan.failedItems > 0 ? count(scan.failedItems) : undefined, 'bad');
	}

	#fact(key, label, value, className = '') {
		if (!this.#facts.has(key)) {
			const row = document.createElement('div');
			row.className = className;
			row.dataset.fact = key;
			row.append(document.createElement('dt'), document.createElement('dd'));
			this.#parts.facts.append(row);
			this.#facts.set(key, row);
		}
		const row = this.#facts.get(key);
		row.hidden = value === undefined;
		setText(row.firstElementChild, label);
		setText(row.lastElementChild, value ?? '');
	}

	#updateError(error) {
		this.#parts.error.hidden = !error;
		if (error) {
			const segment = (typeof error.segment === 'number') ? ` in segment ${count(error.segment)}` : '';
			setText(this.#parts['error-type'], `${simpleName(error.type)}${segment}`);
			this.#parts['error-type'].title = error.type;
			setText(this.#parts['error-text'], error.message ?? '');
		}
	}

	#updateActions({ state, name, requests }, steerable) {
		const { actions, toggle, cancel, summary } = this.#parts;
		const show = steerable && !this.ended;
		if (!show && actions.contains(document.activeElement)) {
			summary.focus();
		}
		actions.hidden = !show;
		const verb = (state === 'PAUSED') ? 'Resume' : 'Pause';
		setText(toggle, verb);
		toggle.setAttribute('aria-label', `${verb} ${name}`);
		cancel.setAttribute('aria-label', `Cancel ${name}…`);
		this.#limits.maxConcurrency.update(requests.maxConcurrency);
		this.#limits.readCapacity.update(requests.readCapacity);
	}

	steered(settled) {
		settled.forEach((name) => this.#limits[name]?.accepted());
		this.problem();
	}

	problem(text) {
		this.#parts.problem.hidden = !text;
		setText(this.#parts.problem, text ?? '');
	}

	updateDetails({ scan, segments, samples, options, expressionNames, expressionValues }) {
		this.#parts.more.hidden = false;
		this.#parts.waiting.hidden = true;
		this.strip.update(segments, scan.segments);
		const { done, reading, pending } = scan.segments;
		const legend = `${plural(done + reading + pending, 'segment')}: ${count(done)} done, ${count(reading)} reading, ${count(pending)} waiting`;
		this.#parts.strip.setAttribute('aria-label', legend);
		setText(this.#parts.legend, legend);
		this.#charts.forEach((chart) => chart.update(samples));
		this.#updateOptions([['Identifier', scan.id], ['Item type', scan.itemType], ['Ended', scan.endedAt && clock(scan.endedAt)],
			['Pages read', count(scan.pages)], ['Pages buffered', count(scan.requests.bufferedPages)],
			...Object.entries(options ?? {}), ...Object.entries(expressionNames ?? {}), ...Object.entries(expressionValues ?? {})]);
	}

	detailsProblem(text) {
		if (this.#parts.more.hidden) {
			setText(this.#parts.waiting, text);
		}
	}

	#updateOptions(options) {
		const rows = options.filter(([, value]) => value !== undefined && value !== null);
		const list = this.#parts.options;
		while (list.childElementCount > rows.length) {
			list.lastElementChild.remove();
		}
		rows.forEach(([name, value], index) => {
			if (!list.children[index]) {
				const row = document.createElement('div');
				row.append(document.createElement('dt'), document.createElement('dd'));
				list.append(row);
			}
			setText(list.children[index].firstElementChild, name);
			setText(list.children[index].lastElementChild, (typeof value === 'object') ? JSON.stringify(value) : String(value));
		});
	}

}
