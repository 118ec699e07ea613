// Reads the endpoint again and again and keeps the page up to date.

import { Endpoint } from './endpoint.js';
import { amount, clock, count } from './format.js';
import { ScanView, hasEnded, word } from './scan-view.js';

const INTERVAL = 2000;
const HIDDEN_INTERVAL = 15000;

// Details that took long, such as those of very many segments, are read so much less often
const REST = 10;

const endpoint = Endpoint.ofPage();
const byId = (id) => document.getElementById(id);
const views = new Map();
let steerable = false;
let lastUpdate;
let timer;
let polling = false;
let pollAgain = false;
let cancelling;
let newestFirst = [];

function setText(element, text) {
	if (element.textContent !== text) {
		element.textContent = text;
	}
}

function announce(text) {
	byId('announcer').textContent = text;
}

function showConnection(connection, text) {
	document.body.dataset.connection = connection;
	byId('connection').dataset.connection = connection;
	setText(byId('connection'), text);
}

function showTrouble(text) {
	byId('trouble').hidden = !text;
	setText(byId('trouble-text'), text ?? '');
}

// Polling

function schedule() {
	clearTimeout(timer);
	timer = setTimeout(poll, document.hidden ? HIDDEN_INTERVAL : INTERVAL);
}

async function poll() {
	if (polling) {
		pollAgain = true;
		return;
	}
	polling = true;
	try {
		await readScans();
		await readDetails();
	}
	finally {
		polling = false;
		schedule();
	}
	if (pollAgain) {
		pollAgain = false;
		poll();
	}
}

async function readScans() {
	const asked = performance.now();
	try {
		const { access, scans } = await endpoint.list();
		lastUpdate = Date.now();
		showConnection('live', 'Live');
		showTrouble();
		show(access, scans, asked);
	}
	catch (error) {
		showFailure(error);
	}
}

function showFailure(error) {
	if (!error.kind) {
		throw error;
	}
	const since = lastUpdate ? ` Last update ${clock(lastUpdate)}.` : '';
	if (error.kind === 'lost') {
		showConnection('lost', `Connection lost, trying again.${since}`);
		return;
	}
	showConnection('lost', `Not up to date.${since}`);
	showTrouble({ denied: `${error.message} Reload the page to sign in.`,
		missing: `There is no endpoint at ${endpoint.url}.` }[error.kind] ?? error.message);
}

async function readDetails() {
	const wanted = [...views.values()].filter(wantsDetails);
	await Promise.all(wanted.map(readDetailsOf));
}

function wantsDetails(view) {
	return view.open && !view.element.hidden && !(performance.now() < view.detailsAt);
}

async function readDetailsOf(view) {
	if (view.reading || view.detailsFinal) {
		return;
	}
	view.reading = true;
	const asked = performance.now();
	try {
		const details = await endpoint.details(view.scan.id);
		view.updateDetails(details);
		view.detailsFinal = hasEnded(details.scan);
	}
	catch (error) {
		if (!error.kind) {
			throw error;
		}
		view.detailsProblem(error.message);
	}
	finally {
		view.reading = false;
	}
	view.detailsAt = performance.now() + Math.max(0, REST * (performance.now() - asked) - INTERVAL);
}

// What is shown

function show(access, scans, asked) {
	steerable = access === 'UNRESTRICTED';
	byId('access').hidden = steerable;
	byId('scans').hidden = false;
	const known = new Set(scans.map((scan) => scan.id));
	[...views.keys()].filter((id) => !known.has(id)).forEach(forget);
	scans.forEach((scan) => showScan(scan, asked));
	newestFirst = scans.map((scan) => views.get(scan.id));
	arrange();
	summarize(scans);
}

function forget(id) {
	views.get(id).element.remove();
	views.delete(id);
	if (cancelling?.scan.id === id) {
		byId('confirm').close();
	}
}

function showScan(scan, asked) {
	let view = views.get(scan.id);
	if (!view) {
		view = new ScanView(byId('scan'), scan, { steer, cancel: confirmCancel, opened });
		views.set(scan.id, view);
	}
	// An answer that is older than what was done meanwhile
	if (asked < view.steeredAt) {
		return;
	}
	update(view, scan);
}

function update(view, scan) {
	const before = view.scan?.state;
	view.update(scan, { steerable, now: endpoint.now() });
	if (before && before !== scan.state) {
		announce(`${scan.name}: ${word(scan.state)}`);
	}
	if (view === cancelling && view.ended) {
		byId('confirm').close();
	}
}

function arrange() {
	const text = byId('filter').value.trim().toLowerCase();
	newestFirst.forEach((view) => {
		view.element.hidden = text !== '' && !view.matches(text);
	});
	place('active', newestFirst.filter((view) => !view.ended), text);
	place('ended', newestFirst.filter((view) => view.ended), text);
}

function place(name, placed, text) {
	const list = byId(name);
	let next = list.firstElementChild;
	for (const { element } of placed) {
		if (element === next) {
			next = next.nextElementSibling;
		}
		else {
			move(element, list, next);
		}
	}
	const shown = placed.filter((view) => !view.element.hidden).length;
	setText(byId(`${name}-count`), text ? `${shown} of ${placed.length}` : count(placed.length));
	byId(`${name}-none`).hidden = placed.length > 0;
}

function move(element, list, next) {
	const focused = element.contains(document.activeElement) ? document.activeElement : undefined;
	list.insertBefore(element, next);
	focused?.focus();
}

function summarize(scans) {
	const active = scans.filter((scan) => !hasEnded(scan));
	const sum = (valueOf) => amount(active.reduce((total, scan) => total + valueOf(scan), 0));
	const states = ['RUNNING', 'PAUSED', 'PENDING'].map((state) => [state, active.filter((scan) => scan.state === state).length])
		.filter(([, number]) => number > 0)
		.map(([state, number]) => `${number} ${state.toLowerCase()}`);
	const rates = [`${sum((scan) => scan.rates.itemsPerSecond)} items/s`, `${sum((scan) => scan.rates.capacityPerSecond)} RCU/s`];
	setText(byId('summary'), active.length > 0 ? [...states, ...rates].join(' · ') : '');
	document.title = states.length > 0 ? `${states.join(', ')} · Dynamo Stream` : 'Dynamo Stream';
}

function opened(view) {
	if (view.open) {
		readDetailsOf(view);
	}
}

// Steering

// settled: the names of the fields that need not be shown as edited any longer
async function attempt(view, call, settled = []) {
	if (view.busy) {
		return;
	}
	view.busy = true;
	try {
		const scan = await call(view.scan.id);
		view.steeredAt = performance.now();
		view.steered(settled);
		if (scan) {
			update(view, scan);
		}
	}
	catch (error) {
		if (!error.kind) {
			throw error;
		}
		view.problem(error.message);
	}
	finally {
		view.busy = false;
	}
	poll();
}

function steer(view, command) {
	return attempt(view, (id) => endpoint.steer(id, command), Object.keys(command));
}

function confirmCancel(view) {
	cancelling = view;
	setText(byId('confirm-title'), `Cancel ${view.scan.name}?`);
	setText(byId('confirm-text'), `The scan of ${view.scan.table} ends now and cannot be resumed. `
		+ `${count(view.scan.items)} items have been delivered.`);
	byId('confirm').showModal();
}

function cancelConfirmed() {
	const view = cancelling;
	byId('confirm').close();
	attempt(view, (id) => endpoint.cancel(id));
}

function start() {
	byId('confirm-no').addEventListener('click', () => byId('confirm').close());
	byId('confirm-yes').addEventListener('click', cancelConfirmed);
	byId('confirm').addEventListener('close', () => {
		cancelling = undefined;
	});
	byId('reload').addEventListener('click', () => location.reload());
	byId('filter').addEventListener('input', arrange);
	document.addEventListener('visibilitychange', () => document.hidden ? schedule() : poll());
	poll();
}

if (endpoint) {
	start();
}
else {
	byId('unexposed').hidden = false;
	showConnection('lost', 'No endpoint');
}
