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

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * What was measured in several turns.
 *
 * @param median the median
 * @param least the least
 * @param most the most
 */
record Spread(double median, double least, double most) {

	static Spread of(DoubleStream values) {
		double[] sorted = values.sorted().toArray();
		return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
	}

	String format(String format) {
		return String.format(Locale.ROOT, "%1$s; %2$s to %2$s".formatted(format, format), this.median, this.least,
				this.most);
	}

}
