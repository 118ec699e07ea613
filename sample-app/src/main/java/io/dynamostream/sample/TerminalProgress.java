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

package io.dynamostream.sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.ScanProgress;

/**
 * Draws a progress bar for each running scan, in place. A listener of scans is told of
 * every page, whatever the mode.
 */
class TerminalProgress implements ScanListener {

	private static final int PERCENT = 100;

	private final Supplier<ProgressBarBuilder> builders;

	private final Map<String, ProgressBar> bars = new ConcurrentHashMap<>();

	TerminalProgress(Supplier<ProgressBarBuilder> builders) {
		this.builders = builders;
	}

	@Override
	public void started(ScanExecution execution) {
		this.bars.put(execution.id(),
				this.builders.get().setTaskName(execution.name()).setInitialMax(PERCENT).setUnit(" %", 1).build());
	}

	@Override
	public PageRequest requesting(ScanExecution execution, int segment) {
		return new PageRequest() {

			@Override
			public void answered(PageRead page) {
				draw(execution);
			}

		};
	}

	@Override
	public void ended(ScanExecution execution, @Nullable Throwable error) {
		draw(execution);
		ProgressBar bar = this.bars.remove(execution.id());
		if (bar != null) {
			bar.close();
		}
	}

	private void draw(ScanExecution execution) {
		ProgressBar bar = this.bars.get(execution.id());
		if (bar != null) {
			ScanProgress progress = execution.progress();
			Double fraction = progress.fractionDone();
			bar.stepTo((fraction != null) ? (long) (fraction * PERCENT) : 0);
			bar.setExtraMessage("%d items, %s".formatted(progress.items(), progress.state()));
		}
	}

}
