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

package io.dynamostream.standin;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Which requests fail, and how.
 */
final class FaultScript {

	private final List<Scene> scenes = new CopyOnWriteArrayList<>();

	void add(Predicate<StandInRequest> condition, int times, StandInFault fault) {
		this.scenes.add(new Scene(condition, new AtomicInteger(times), fault));
	}

	void clear() {
		this.scenes.clear();
	}

	@Nullable StandInFault faultOf(StandInRequest request) {
		return this.scenes.stream()
			.filter((scene) -> scene.takesPlaceAt(request))
			.findFirst()
			.map(Scene::fault)
			.orElse(null);
	}

	private record Scene(Predicate<StandInRequest> condition, AtomicInteger times, StandInFault fault) {

		boolean takesPlaceAt(StandInRequest request) {
			return this.condition.test(request) && this.times.getAndUpdate((times) -> Math.max(0, times - 1)) > 0;
		}

	}

}
