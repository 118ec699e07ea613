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

package io.dynamostream.checkpoint;

import java.util.function.Supplier;

/**
 * Calls a database although the thread is interrupted. Drivers and clients break off on
 * threads that are, and a scan that is cancelled would save its position no more.
 */
final class UninterruptedCall {

	private UninterruptedCall() {
	}

	/**
	 * Call, and call again if an interrupt has broken the call off.
	 * @param call may be called again after it has failed
	 */
	static <T> T get(Supplier<T> call) {
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return call.get();
				}
				catch (RuntimeException ex) {
					if (!Thread.interrupted()) {
						throw ex;
					}
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
