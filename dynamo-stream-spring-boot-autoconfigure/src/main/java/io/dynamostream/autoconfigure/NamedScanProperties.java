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

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanSettings.Restart;

/**
 * Options of the scans of one name.
 *
 * @since 0.1.0
 */
public class NamedScanProperties extends ScanProperties {

	/**
	 * Name or ARN of the table to read.
	 */
	private @Nullable String tableName;

	/**
	 * Name of the secondary index to read.
	 */
	private @Nullable String indexName;

	/**
	 * Whether to save how far the scan has come and to go on from there the next time.
	 */
	private @Nullable Boolean resumable;

	/**
	 * When a resumable scan begins anew.
	 */
	private @Nullable Restart restart;

	/**
	 * Whether listeners or subscribers acknowledge items themselves.
	 */
	private @Nullable Boolean manualAcknowledgment;

	public @Nullable String getTableName() {
		return this.tableName;
	}

	public void setTableName(@Nullable String tableName) {
		this.tableName = tableName;
	}

	public @Nullable String getIndexName() {
		return this.indexName;
	}

	public void setIndexName(@Nullable String indexName) {
		this.indexName = indexName;
	}

	public @Nullable Boolean getResumable() {
		return this.resumable;
	}

	public void setResumable(@Nullable Boolean resumable) {
		this.resumable = resumable;
	}

	public @Nullable Restart getRestart() {
		return this.restart;
	}

	public void setRestart(@Nullable Restart restart) {
		this.restart = restart;
	}

	public @Nullable Boolean getManualAcknowledgment() {
		return this.manualAcknowledgment;
	}

	public void setManualAcknowledgment(@Nullable Boolean manualAcknowledgment) {
		this.manualAcknowledgment = manualAcknowledgment;
	}

}
