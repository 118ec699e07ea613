// Numbers, times and durations as people read them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const bytes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const dateAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export function count(value) {
	return whole.format(value ?? 0);
}

export function amount(value) {
	const number = value ?? 0;
	return (number >= 100 || Number.isInteger(number)) ? whole.format(number) : tenths.format(number);
}

// Never shows 100 % before the end
export function percent(fraction) {
	return `${tenths.format(Math.floor(fraction * 1000) / 10)} %`;
}

export function size(value) {
	let unit = 0;
	let rest = value;
	while (rest >= 1000 && unit < bytes.length - 1) {
		rest /= 1000;
		unit++;
	}
	return new Intl.NumberFormat('en', { style: 'unit', unit: bytes[unit], maximumSignificantDigits: 3 }).format(rest);
}

// Milliseconds of a duration in ISO 8601, such as PT1H3M2.5S
export function millis(iso) {
	const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso);
	if (!parts) {
		return undefined;
	}
	const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
	return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

export function duration(ms) {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	const days = Math.floor(hours / 24);
	if (days > 0) {
		return `${days} d ${hours % 24} h`;
	}
	if (hours > 0) {
		return `${hours} h ${minutes % 60} min`;
	}
	if (minutes > 0) {
		return `${minutes} min ${seconds % 60} s`;
	}
	return `${seconds} s`;
}

export function clock(instant) {
	const date = new Date(instant);
	const today = date.toDateString() === new Date().toDateString();
	return (today ? time : dateAndTime).format(date);
}

export function plural(number, noun) {
	return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}
