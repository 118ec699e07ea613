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

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanProgress;

/**
 * The scans that were started over HTTP, the last hundred of them, so that they can be
 * watched and controlled by {@link ExecutionController}.
 */
@Component
class Executions {

	private static final int REMEMBERED = 100;

	private final Map<String, Run> runs = Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Run> eldest) {
			return size() > REMEMBERED;
		}

	});

	ResponseEntity<View> accepted(ScanExecution execution) {
		return accepted(execution, () -> null);
	}

	/**
	 * Remember a scan that has just been started and answer where to find it.
	 * @param execution the scan
	 * @param result asked, whenever somebody looks, for what the example has to show
	 * @return a response with status 202
	 */
	ResponseEntity<View> accepted(ScanExecution execution, Supplier<@Nullable Object> result) {
		Run run = new Run(execution, result);
		this.runs.put(execution.id(), run);
		return ResponseEntity.accepted()
			.location(
					ServletUriComponentsBuilder.fromCurrentContextPath().path("/executions/{id}").build(execution.id()))
			.body(run.view());
	}

	Optional<Run> find(String id) {
		return Optional.ofNullable(this.runs.get(id));
	}

	Collection<Run> all() {
		synchronized (this.runs) {
			return List.copyOf(this.runs.values());
		}
	}

	record Run(ScanExecution execution, Supplier<@Nullable Object> result) {

		View view() {
			String error = this.execution.completion()
				.handle((progress, ex) -> (ex != null) ? ex.getMessage() : null)
				.getNow(null);
			return new View(this.execution.progress(), this.result.get(), error);
		}

	}

	record View(ScanProgress progress, @Nullable Object result, @Nullable String error) {

	}

}
