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

import java.util.function.BooleanSupplier;

/**
 * Says how many requests the consumer's demand allows. Called under the lock of the
 * {@link PageSource}, so it must be quick and must not call back.
 */
interface ReadAhead {

	/**
	 * Note that the consumer has used up what it had and wants more.
	 * @param pagesTaken number of pages it has taken so far
	 */
	void ask(long pagesTaken);

	/**
	 * Note that a page was read.
	 * @param items number of items in the page
	 */
	default void read(int items) {
	}

	/**
	 * Return how many requests may be in flight now.
	 * @param pagesHeld number of pages that are buffered or in the hands of the consumer
	 */
	int requests(int pagesHeld);

	/**
	 * Return whether requests are counted by the items they may return, so that each must
	 * have a limit.
	 */
	default boolean countsItems() {
		return false;
	}

	/**
	 * Return read-ahead for a consumer that asks for a page when it has used up the one
	 * before.
	 * @param frugally says when the first page is asked for whether it is read alone and
	 * no other before the consumer asks again
	 */
	static ReadAhead onceAsked(BooleanSupplier frugally) {
		return new OnceAsked(frugally);
	}

	/**
	 * Reads nothing before the consumer asks, and as much as there is room for after
	 * that.
	 */
	final class OnceAsked implements ReadAhead {

		private final BooleanSupplier frugally;

		private boolean asked;

		/**
		 * Whether there was a page with items, after which nothing is read before the
		 * consumer asks again.
		 */
		private boolean served;

		private boolean flowing;

		private OnceAsked(BooleanSupplier frugally) {
			this.frugally = frugally;
		}

		@Override
		public void ask(long pagesTaken) {
			this.asked = true;
			this.flowing = this.flowing || pagesTaken > 0;
		}

		@Override
		public void read(int items) {
			this.served = this.served || items > 0;
			this.flowing = this.flowing || (this.asked && items == 0);
		}

		@Override
		public int requests(int pagesHeld) {
			if (this.flowing || (this.asked && !this.frugally.getAsBoolean())) {
				return Integer.MAX_VALUE;
			}
			return (this.asked && !this.served) ? 1 : 0;
		}

	}

}
