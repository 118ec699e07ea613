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
import java.util.Map;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page that was read: one response of DynamoDB.
 *
 * @param next the cursor of its segment after this page
 * @param items the items, not mapped yet
 * @param work what reading it has cost and brought
 * @param acknowledgment what of it the consumer is done with
 */
record Page(SegmentCursor next, List<Map<String, AttributeValue>> items, Work work, PageAcknowledgment acknowledgment) {

	Page(SegmentCursor next, List<Map<String, AttributeValue>> items, Work work) {
		this(next, items, work, PageAcknowledgment.NONE);
	}

	int segment() {
		return this.next.segment();
	}

	ScanListener.PageRead describe() {
		return new ScanListener.PageRead(this.items.size(), (int) this.work.scannedItems(),
				this.work.consumedCapacity(), this.next.isDone());
	}

	Page first(long maxItems) {
		if (this.items.size() <= maxItems) {
			return this;
		}
		return new Page(this.next, this.items.subList(0, (int) maxItems), this.work);
	}

	Page acknowledgedBy(PageAcknowledgment acknowledgment) {
		return new Page(this.next, this.items, this.work, acknowledgment);
	}

	Page withItems(List<Map<String, AttributeValue>> items) {
		return new Page(this.next, items, this.work, this.acknowledgment);
	}

}
