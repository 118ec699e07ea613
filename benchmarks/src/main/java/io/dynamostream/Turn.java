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

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What it took to read a table once. It is passed between processes as a line of text.
 *
 * @param items number of items, or of pages if these are not decoded
 * @param cpu CPU time of the process in nanoseconds
 * @param wall time in nanoseconds
 * @param toFirst nanoseconds to the first item
 * @param allocated bytes allocated
 * @param peak most bytes of the heap in use
 * @param held most bytes of the heap in use after a collection
 * @param standInCpu CPU time of the stand-in in nanoseconds
 */
record Turn(long items, long cpu, long wall, long toFirst, long allocated, long peak, long held, long standInCpu) {

	static Turn parse(String line) {
		long[] values = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
		return new Turn(values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]);
	}

	Turn withStandInCpu(long standInCpu) {
		return new Turn(this.items, this.cpu, this.wall, this.toFirst, this.allocated, this.peak, this.held,
				standInCpu);
	}

	@Override
	public String toString() {
		return LongStream
			.of(this.items, this.cpu, this.wall, this.toFirst, this.allocated, this.peak, this.held, this.standInCpu)
			.mapToObj(String::valueOf)
			.collect(Collectors.joining(" "));
	}

}
