// The Actuator endpoint, and what can go wrong with it.

const TIMEOUT = 15000;

export class EndpointError extends Error {

	// kind: 'lost' (no answer), 'denied' (not signed in, not allowed), 'missing' (no endpoint or no scan), 'refused'
	constructor(kind, message) {
		super(message);
		this.kind = kind;
	}

}

function meta(name) {
	return document.querySelector(`meta[name="${name}"]`)?.content;
}

function cookie(name) {
	const pair = document.cookie.split('; ').find((candidate) => candidate.startsWith(`${name}=`));
	return pair && decodeURIComponent(pair.slice(name.length + 1));
}

// The headers that may satisfy CSRF protection: what the page was given, then the cookie that Spring Security keeps
// for scripts. Which of them is valid depends on how the application has configured it.
function csrfHeaders() {
	const headers = [];
	if (meta('csrf-header')) {
		headers.push({ [meta('csrf-header')]: meta('csrf-token') });
	}
	const token = cookie('XSRF-TOKEN');
	if (token) {
		headers.push({ 'X-XSRF-TOKEN': token });
	}
	return headers.length > 0 ? headers : [{}];
}

export class Endpoint {

	static ofPage() {
		const url = meta('endpoint');
		return url ? new Endpoint(url) : undefined;
	}

	constructor(url) {
		this.url = url;
		this.clockSkew = 0;
	}

	list() {
		return this.#read(this.url);
	}

	details(id) {
		return this.#read(this.#urlOf(id));
	}

	async steer(id, command) {
		const response = await this.#write('POST', id, JSON.stringify(command));
		return response.json();
	}

	async cancel(id) {
		await this.#write('DELETE', id);
	}

	// The server's time, which may differ from that of this device
	now() {
		return Date.now() + this.clockSkew;
	}

	#urlOf(id) {
		return `${this.url}/${encodeURIComponent(id)}`;
	}

	async #read(url) {
		const response = await this.#send(url, { method: 'GET' });
		await this.#check(response);
		try {
			return await response.json();
		}
		catch {
			throw new EndpointError('lost', 'The answer of the server was cut off.');
		}
	}

	async #write(method, id, body) {
		let response;
		for (const headers of csrfHeaders()) {
			response = await this.#send(this.#urlOf(id), { method, body, headers });
			if (response.status !== 403) {
				break;
			}
		}
		await this.#check(response);
		return response;
	}

	async #send(url, { method, body, headers = {} }) {
		const type = body ? { 'Content-Type': 'application/json' } : {};
		try {
			const response = await fetch(url, { method, body, cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT),
				headers: { 'Accept': 'application/json', 'X-Requested-With': 'XMLHttpRequest', ...type, ...headers } });
			this.#setClock(response.headers.get('Date'));
			return response;
		}
		catch {
			throw new EndpointError('lost', 'The server does not answer.');
		}
	}

	#setClock(date) {
		const skew = Date.parse(date) - Date.now();
		this.clockSkew = Math.abs(skew) > 3000 ? skew : 0;
	}

	async #check(response) {
		const json = /[/+]json/.test(response.headers.get('Content-Type') ?? '');
		const { status } = response;
		if (status === 204 || (response.ok && json)) {
			return;
		}
		const problem = json ? await response.json().catch(() => ({})) : {};
		if (status === 401 || status === 403 || response.redirected || response.ok) {
			throw new EndpointError('denied', status === 403
				? 'You are not allowed to do this, or your session has ended.'
				: 'You are not signed in.');
		}
		if (status === 404) {
			throw new EndpointError('missing', problem.detail ?? 'It is not known any longer.');
		}
		if (status === 405) {
			throw new EndpointError('refused', 'The endpoint is read-only.');
		}
		if (status === 502 || status === 503 || status === 504) {
			throw new EndpointError('lost', 'The server is not available.');
		}
		throw new EndpointError('refused', problem.detail ?? problem.title ?? `The server answered with status ${status}.`);
	}

}
