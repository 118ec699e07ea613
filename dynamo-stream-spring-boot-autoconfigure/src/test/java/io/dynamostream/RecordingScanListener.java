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
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what a scan tells.
 */
final class RecordingScanListener implements ScanListener {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	List<String> calls() {
		return this.calls;
	}

	@Override
	public void started(ScanExecution execution) {
		this.calls.add("started");
	}

	@Override
	public PageRequest requesting(ScanExecution execution, int segment) {
		this.calls.add("requesting " + segment);
		return new PageRequest() {

			@Override
			public void retrying(Throwable error, boolean throttled) {
				RecordingScanListener.this.calls
					.add("retrying %s %s".formatted(error.getClass().getSimpleName(), throttled));
			}

			@Override
			public void answered(PageRead page) {
				RecordingScanListener.this.calls
					.add("answered %d %d %s".formatted(page.items(), page.scannedItems(), page.last()));
			}

			@Override
			public void failed(Throwable error) {
				RecordingScanListener.this.calls.add("failed " + error.getClass().getSimpleName());
			}

		};
	}

	@Override
	public void ended(ScanExecution execution, @Nullable Throwable error) {
		this.calls.add("ended %s".formatted(execution.progress().state())
				+ ((error != null) ? " " + error.getClass().getSimpleName() : ""));
	}

}
