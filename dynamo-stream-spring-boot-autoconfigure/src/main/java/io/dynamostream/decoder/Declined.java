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

package io.dynamostream.decoder;

/**
 * Thrown where text is not what is expected there, so that it is left to others: a single
 * exception without a stack, since it may be thrown once for each item.
 */
final class Declined extends RuntimeException {

	static final Declined INSTANCE = new Declined();

	private static final long serialVersionUID = 1L;

	private Declined() {
		super("Not the text that was expected", null, false, false);
	}

}
