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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Users some of whom cannot be mapped, since their age is a text, and what a recorder is
 * told of them.
 */
final class PoisonedUsers implements Consumer<ScanEvent.ItemFailed<User>> {

	static final String SECRET = "secret-age";

	private final int count;

	private final IntPredicate poisoned;

	private final List<ScanEvent.ItemFailed<User>> recorded = new ArrayList<>();

	private PoisonedUsers(int count, IntPredicate poisoned) {
		this.count = count;
		this.poisoned = poisoned;
	}

	static PoisonedUsers of(int count, IntPredicate poisoned) {
		return new PoisonedUsers(count, poisoned);
	}

	FakeTable table() {
		return FakeTable.of(IntStream.range(0, this.count).mapToObj(this::user).toList());
	}

	private Map<String, AttributeValue> user(int number) {
		Map<String, AttributeValue> user = FakeTable.user(number);
		if (this.poisoned.test(number)) {
			user.put("age", AttributeValue.fromS(SECRET));
		}
		return new HashMap<>(user);
	}

	List<String> healthyIds() {
		return ids(this.poisoned.negate());
	}

	List<String> poisonedIds() {
		return ids(this.poisoned);
	}

	private List<String> ids(IntPredicate chosen) {
		return IntStream.range(0, this.count).filter(chosen).mapToObj((number) -> "user-" + number).toList();
	}

	static List<String> ids(Collection<User> users) {
		return users.stream().map(User::getId).collect(Collectors.toList());
	}

	@Override
	public void accept(ScanEvent.ItemFailed<User> failed) {
		synchronized (this.recorded) {
			this.recorded.add(failed);
		}
	}

	List<ScanEvent.ItemFailed<User>> recorded() {
		synchronized (this.recorded) {
			return List.copyOf(this.recorded);
		}
	}

	List<String> recordedIds() {
		return recorded().stream().map((failed) -> failed.key().get("id").s()).toList();
	}

	Set<Integer> recordedSegments() {
		return recorded().stream().map(ScanEvent.ItemFailed::segment).collect(Collectors.toSet());
	}

}
