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
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The acknowledgment of what was delivered in one call. The first who says what became of
 * it is heard; after that nothing of it is held.
 */
final class ManualAcknowledgment implements ScanEvent.Acknowledgment {

	private final AtomicReference<@Nullable Delivery> open;

	private volatile boolean failed;

	ManualAcknowledgment(Delivery delivery) {
		this.open = new AtomicReference<>(delivery);
	}

	@Override
	public void acknowledge() {
		Delivery delivery = take();
		if (delivery != null) {
			delivery.acknowledgments().acknowledged(delivery);
		}
	}

	@Override
	public void fail(Throwable error) {
		Assert.notNull(error, "'error' must not be null");
		Delivery delivery = take();
		if (delivery != null) {
			this.failed = true;
			delivery.acknowledgments().failed(delivery, error);
		}
	}

	/**
	 * Return whether its consumer has said that it failed.
	 */
	boolean hasFailed() {
		return this.failed;
	}

	/**
	 * Note that it was skipped.
	 */
	void skip() {
		Delivery delivery = take();
		if (delivery != null) {
			delivery.acknowledgments().skipped(delivery);
		}
	}

	/**
	 * Note that nobody will acknowledge it, since the scan ends.
	 */
	void forget() {
		Delivery delivery = take();
		if (delivery != null) {
			delivery.acknowledgments().settle(delivery);
		}
	}

	private @Nullable Delivery take() {
		return this.open.getAndSet(null);
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
