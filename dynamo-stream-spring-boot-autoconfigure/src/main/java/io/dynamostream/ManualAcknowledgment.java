/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.dynamostream;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The acknowledgment of what was delivered in one call. The first who says what became of
 * it is heard, once the call has returned: one that throws has the last word. After that
 * nothing of it is held.
 */
final class ManualAcknowledgment implements ScanEvent.Acknowledgment {

	private final AtomicReference<State> state;

	ManualAcknowledgment(Delivery delivery) {
		this.state = new AtomicReference<>(new State(delivery, true, null));
	}

	@Override
	public void acknowledge() {
		hear(Word.DONE);
	}

	@Override
	public void fail(Throwable error) {
		Assert.notNull(error, "'error' must not be null");
		hear(new Word(error));
	}

	private void hear(Word word) {
		State before = this.state.getAndUpdate((state) -> state.after(word));
		Delivery delivery = before.delivery();
		if (delivery != null && !before.calling()) {
			word.tell(delivery);
		}
	}

	/**
	 * Return whether its consumer has said that it failed, though the call has not
	 * returned.
	 */
	boolean hasFailed() {
		return Objects.requireNonNull(this.state.get()).hasFailed();
	}

	/**
	 * Heed what was said during the call, and from now on what is said.
	 */
	void returned() {
		State before = this.state.getAndUpdate(State::afterCall);
		Delivery delivery = before.delivery();
		Word word = before.word();
		if (delivery != null && word != null) {
			word.tell(delivery);
		}
	}

	/**
	 * Heed nothing that is or was said, since the call has thrown.
	 * @param skip skips what was delivered, or throws what ends the scan
	 */
	void thrown(Runnable skip) {
		Delivery delivery = this.state.getAndSet(State.SETTLED).delivery();
		try {
			skip.run();
		}
		catch (Throwable ex) {
			forget(delivery);
			throw ex;
		}
		if (delivery != null) {
			delivery.acknowledgments().skipped(delivery);
		}
	}

	/**
	 * Note that nobody will acknowledge it, since the scan ends.
	 */
	void forget() {
		forget(this.state.getAndSet(State.SETTLED).delivery());
	}

	private static void forget(@Nullable Delivery delivery) {
		if (delivery != null) {
			delivery.acknowledgments().settle(delivery);
		}
	}

	/**
	 * What is known of a delivery.
	 *
	 * @param delivery the delivery, until somebody is heard
	 * @param calling whether the call has neither returned nor thrown
	 * @param word what was said during the call
	 */
	private record State(@Nullable Delivery delivery, boolean calling, @Nullable Word word) {

		private static final State SETTLED = new State(null, false, null);

		boolean hasFailed() {
			return this.word != null && this.word.error() != null;
		}

		State after(Word word) {
			if (!this.calling) {
				return SETTLED;
			}
			return (this.word != null) ? this : new State(this.delivery, true, word);
		}

		State afterCall() {
			if (!this.calling) {
				return this;
			}
			return (this.word != null) ? SETTLED : new State(this.delivery, false, null);
		}

	}

	/**
	 * What is said of a delivery.
	 *
	 * @param error what went wrong, or {@code null} if nothing is left to be done
	 */
	private record Word(@Nullable Throwable error) {

		private static final Word DONE = new Word(null);

		void tell(Delivery delivery) {
			if (this.error != null) {
				delivery.acknowledgments().failed(delivery, this.error);
			}
			else {
				delivery.acknowledgments().acknowledged(delivery);
			}
		}

	}

	/**
	 * What was delivered in one call.
	 *
	 * @param acknowledgments whom to tell what became of it
	 * @param shares how many items are of which page
	 * @param rawItems the items as they were read, if they may be skipped
	 * @param items number of items
	 */
	record Delivery(Acknowledgments acknowledgments, List<DeliveryLane.Share> shares,
			List<FailedItems.RawItem> rawItems, int items) {

	}

}
