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

package io.dynamostream.actuate;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.dynamostream.ScanProgress;

/**
 * Description of a scan: its {@link ScanProgress} in JSON.
 *
 * @param id identifier of the execution
 * @param name name of the scan
 * @param table name of the table
 * @param index name of the secondary index
 * @param itemType class name of the items
 * @param mode how the scan delivers
 * @param state where the execution is in its life
 * @param startedAt when the scan began to read
 * @param endedAt when the scan ended
 * @param segments number of segments by state
 * @param requests requests and pages in hand
 * @param pages number of pages read
 * @param items number of items delivered
 * @param scannedItems number of items evaluated
 * @param failedItems number of items that could not be mapped, or whose consumer failed
 * @param unacknowledgedItems number of items that wait for a manual acknowledgment
 * @param consumedCapacity read capacity units consumed
 * @param rates how fast the scan is
 * @param estimate what the fraction is measured against
 * @param fractionDone how much of the scan is done, from 0 to 1
 * @param timeLeft how long the scan will take
 * @param lastError the error seen last
 * @since 0.1.0
 */
public record ScanDescriptor(String id, String name, String table, @Nullable String index, String itemType,
		ScanProgress.Mode mode, ScanProgress.State state, @Nullable Instant startedAt, @Nullable Instant endedAt,
		ScanProgress.Segments segments, ScanProgress.Requests requests, long pages, long items, long scannedItems,
		long failedItems, long unacknowledgedItems, double consumedCapacity, ScanProgress.Rates rates,
		ScanProgress.@Nullable Estimate estimate, @Nullable Double fractionDone, @Nullable Duration timeLeft,
		ScanProgress.@Nullable LastError lastError) implements OperationResponseBody {

	static ScanDescriptor of(ScanProgress progress) {
		return new ScanDescriptor(progress.id(), progress.name(), progress.tableName(), progress.indexName(),
				progress.itemType().getName(), progress.mode(), progress.state(), progress.startedAt(),
				progress.endedAt(), progress.segments(), progress.requests(), progress.pages(), progress.items(),
				progress.scannedItems(), progress.failedItems(), progress.unacknowledgedItems(),
				progress.consumedCapacity(), progress.rates(), progress.estimate(), progress.fractionDone(),
				progress.timeLeft(), progress.lastError());
	}

}
