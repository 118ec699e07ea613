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

import java.time.Duration;
import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanProgress.Mode;
import io.dynamostream.ScanProgress.State;

/**
 * Logs the start and the end of scans.
 */
final class ScanLog implements ScanListener {

	private static final Log logger = LogFactory.getLog(ScanLog.class);

	@Override
	public void started(ScanExecution execution) {
		ScanProgress progress = execution.progress();
		int segments = progress.segments().total();
		logger.info(describe(progress) + ((segments > 0) ? " started with %d segment(s), %d request(s) at once"
			.formatted(segments, progress.requests().maxConcurrency()) : " started, and chooses its segments"));
	}

	@Override
	public void ended(ScanExecution execution, @Nullable Throwable error) {
		ScanProgress progress = execution.progress();
		String message = "%s ended (%s) after %.1f s: %d items delivered, %d scanned, %d pages, %s RCU%s".formatted(
				describe(progress), progress.state(), seconds(progress), progress.items(), progress.scannedItems(),
				progress.pages(), progress.consumedCapacity(), failedItems(progress));
		if (progress.state() == State.FAILED && error != null && !isThrown(progress.mode())) {
			logger.error(message + ". " + error.getMessage());
			logger.debug("Cause of the failure of " + describe(progress), error);
		}
		else if (progress.state() == State.ABANDONED) {
			logger.warn(message + ((progress.mode() == Mode.PUBLISHER) ? ". Cancel subscriptions that are not needed."
					: ". Close streams that are not read to their end."));
		}
		else {
			logger.info(message);
		}
	}

	private static String failedItems(ScanProgress progress) {
		return (progress.failedItems() > 0) ? ", %d items failed".formatted(progress.failedItems()) : "";
	}

	/**
	 * Return whether whoever reads gets the error.
	 */
	private static boolean isThrown(Mode mode) {
		return mode == Mode.STREAM || mode == Mode.PUBLISHER;
	}

	private static String describe(ScanProgress progress) {
		String table = "table '%s'".formatted(progress.tableName());
		return "Scan '%s' of %s".formatted(progress.name(),
				(progress.indexName() != null) ? "index '%s' of %s".formatted(progress.indexName(), table) : table);
	}

	private static double seconds(ScanProgress progress) {
		Instant startedAt = progress.startedAt();
		Instant endedAt = progress.endedAt();
		return (startedAt != null && endedAt != null) ? Duration.between(startedAt, endedAt).toMillis() / 1000.0 : 0;
	}

}
