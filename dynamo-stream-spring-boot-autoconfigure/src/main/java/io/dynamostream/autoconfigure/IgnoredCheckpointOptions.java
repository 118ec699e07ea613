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

package io.dynamostream.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.dynamostream.autoconfigure.DynamoStreamProperties.Checkpoint;
import io.dynamostream.autoconfigure.DynamoStreamProperties.Checkpoint.Store;

/**
 * Options of checkpoints that have no effect beside the store that is used.
 *
 * @param properties what is configured
 * @param ownStore whether the application has a store of its own
 */
record IgnoredCheckpointOptions(Checkpoint properties, boolean ownStore) {

	private static final String PREFIX = "'" + DynamoStreamProperties.PREFIX + ".checkpoint.";

	List<String> warnings() {
		List<String> options = new ArrayList<>();
		addIf(options, this.ownStore && this.properties.getStore() != Store.FILE, "store");
		addIf(options, this.properties.hasDirectory() && !isUsed(Store.FILE), "directory");
		addIf(options, this.properties.hasLeaseDuration() && !isUsed(Store.JDBC) && !isUsed(Store.DYNAMODB),
				"lease-duration");
		addIf(options, this.properties.getJdbc().hasSettings() && !isUsed(Store.JDBC), "jdbc");
		addIf(options, this.properties.getDynamodb().hasSettings() && !isUsed(Store.DYNAMODB), "dynamodb");
		return options.stream().map(this::warning).toList();
	}

	private static void addIf(List<String> options, boolean ignored, String option) {
		if (ignored) {
			options.add(option);
		}
	}

	private boolean isUsed(Store store) {
		return !this.ownStore && this.properties.getStore() == store;
	}

	private String warning(String option) {
		String reason = this.ownStore ? "the application has a ScanCheckpointStore bean of its own. Remove one of them."
				: PREFIX + "store' is %s. Choose the store that it is for, or remove it."
					.formatted(this.properties.getStore().name().toLowerCase(Locale.ROOT));
		return "%s%s' is ignored, since %s".formatted(PREFIX, option, reason);
	}

}
