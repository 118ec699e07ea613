// A field with a limit that can be changed. What a user types stays until it is set or Escape is pressed.

export class LimitField {

	#input;
	#limit = '';
	#edited = false;

	constructor(form, input, set) {
		this.#input = input;
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			set(input.value.trim());
		});
		input.addEventListener('input', () => {
			this.#edited = true;
		});
		input.addEventListener('keydown', (event) => {
			if (event.key === 'Escape') {
				this.reset();
			}
		});
	}

	update(limit) {
		this.#limit = limit ?? '';
		if (!this.#edited && document.activeElement !== this.#input) {
			this.#input.value = this.#limit;
		}
	}

	accepted() {
		this.#edited = false;
	}

	reset() {
		this.#edited = false;
		this.#input.value = this.#limit;
	}

}
