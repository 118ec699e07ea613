// A strip with one cell for each segment, or for several where there are many.

import { count, plural } from './format.js';

const CELLS = 96;

function label({ first, last, done, reading, items }) {
	const read = items === undefined ? '' : `, ${plural(items, 'item')}`;
	if (first === last) {
		const state = done ? 'done' : reading ? 'reading' : 'waiting';
		return `Segment ${first}: ${state}${read}`;
	}
	return `Segments ${count(first)} to ${count(last)}: ${count(done)} done, ${count(reading)} reading${read}`;
}

// Segments that are not among those given have not been begun
function buckets(segments, total) {
	const number = Math.min(CELLS, total);
	const all = Array.from({ length: number }, (_, index) => {
		const first = Math.ceil(index * total / number);
		const last = Math.ceil((index + 1) * total / number) - 1;
		return { first, last, size: last - first + 1, done: 0, reading: 0, items: 0 };
	});
	for (const segment of segments) {
		const bucket = all[Math.floor(segment.number * number / total)];
		bucket.done += segment.done ? 1 : 0;
		bucket.reading += !segment.done && segment.pages > 0 ? 1 : 0;
		bucket.items += segment.items;
	}
	return all;
}

export class SegmentStrip {

	constructor(element) {
		this.element = element;
	}

	// Where the endpoint does not tell of each segment, because there are too many, one cell tells of all
	update(segments, counts) {
		const told = segments.length >= counts.done + counts.reading;
		const all = told ? buckets(segments, counts.total)
			: [{ first: 0, last: counts.total - 1, size: counts.total, ...counts }];
		while (this.element.childElementCount > all.length) {
			this.element.lastElementChild.remove();
		}
		while (this.element.childElementCount < all.length) {
			this.element.append(document.createElement('span'));
		}
		all.forEach((bucket, index) => this.#draw(this.element.children[index], bucket));
	}

	#draw(cell, bucket) {
		const done = 100 * bucket.done / bucket.size;
		cell.style.setProperty('--done', `${done}%`);
		cell.style.setProperty('--read', `${done + 100 * bucket.reading / bucket.size}%`);
		cell.title = label(bucket);
	}

}
