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
import java.util.Optional;

/**
 * The scans of an application: those that run, in whatever mode, and those that have
 * ended lately. A stream or a subscription is among them from its first request on, what
 * runs in the background from its start. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see DynamoStreamTemplate#executions()
 */
public interface ScanExecutions {

	/**
	 * Return all known executions.
	 * @return those that run and those that have ended lately, newest first
	 */
	List<ScanExecution> findAll();

	/**
	 * Return the execution with an identifier.
	 * @param id the identifier
	 * @return the execution, or empty if none is known
	 */
	Optional<ScanExecution> findById(String id);

	/**
	 * Return the executions with a name.
	 * @param name the name of the scan
	 * @return those that run and those that have ended lately, newest first
	 */
	List<ScanExecution> findByName(String name);

}
