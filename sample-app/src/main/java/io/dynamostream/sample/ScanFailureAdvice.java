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

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.dynamostream.DynamoStreamException;

/**
 * Answers for scans that fail while a request waits for them. The message names the fact,
 * the place and the remedy, and never an item, so it can be shown.
 */
@RestControllerAdvice
class ScanFailureAdvice {

	@ExceptionHandler
	ProblemDetail failed(DynamoStreamException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, ex.getMessage());
		problem.setProperty("table", ex.tableName());
		ex.segment().ifPresent((segment) -> problem.setProperty("segment", segment));
		return problem;
	}

}
