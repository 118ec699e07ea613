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

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.dynamostream.ScanExecution;

/**
 * Watches, pauses, resumes and cancels scans. In an application of yours this belongs
 * behind its login.
 */
@RestController
@RequestMapping("/executions")
class ExecutionController {

	private final Executions executions;

	ExecutionController(Executions executions) {
		this.executions = executions;
	}

	@GetMapping
	List<Executions.View> all() {
		return this.executions.all().stream().map(Executions.Run::view).toList();
	}

	@GetMapping("/{id}")
	Executions.View show(@PathVariable String id) {
		return run(id).view();
	}

	@PostMapping("/{id}/pause")
	Executions.View pause(@PathVariable String id) {
		execution(id).pause();
		return show(id);
	}

	@PostMapping("/{id}/resume")
	Executions.View resume(@PathVariable String id) {
		execution(id).resume();
		return show(id);
	}

	@DeleteMapping("/{id}")
	Executions.View cancel(@PathVariable String id) {
		execution(id).cancel();
		return show(id);
	}

	private ScanExecution execution(String id) {
		return run(id).execution();
	}

	private Executions.Run run(String id) {
		return this.executions.find(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"No execution '%s' is known. GET /executions lists those that are.".formatted(id)));
	}

	@ExceptionHandler
	ProblemDetail hasEnded(IllegalStateException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, ex.getMessage());
	}

}
