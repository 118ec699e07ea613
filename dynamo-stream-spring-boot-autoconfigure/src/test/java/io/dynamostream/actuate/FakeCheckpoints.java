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

package io.dynamostream.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpoint.AtKey;
import io.dynamostream.checkpoint.ScanCheckpoint.Done;
import io.dynamostream.checkpoint.ScanCheckpointException;
import io.dynamostream.checkpoint.ScanCheckpoints;

/**
 * Checkpoints in memory.
 */
final class FakeCheckpoints implements ScanCheckpoints {

	private static final Instant SAVED_AT = Instant.parse("2026-01-02T03:04:05.678Z");

	private final Map<String, SavedCheckpoint> entries = new TreeMap<>();

	FakeCheckpoints() {
		add(SavedCheckpoint.of(nightly(), "process 42 on host 'here' since 2026-01-02T03:00:00Z"));
		add(SavedCheckpoint.of(new ScanCheckpoint("export", Map.of("segments", "4"), Map.of(), 100, 0, true, SAVED_AT),
				null));
		add(SavedCheckpoint.unreadable("broken", new ScanCheckpointException("It is damaged.", null), null));
	}

	private static ScanCheckpoint nightly() {
		return new ScanCheckpoint("nightly",
				Map.of("table", "id-of-table", "index", "by-tenant", "segments", "8", "filter", "#age >= :min",
						"placeholders", "hash-of-values", "projection", ""),
				Map.of(0, new Done(), 3, new AtKey(Map.of("email", AttributeValue.fromS("a@b.c"))), 1,
						new AtKey(Map.of("email", AttributeValue.fromS("d@e.f"), "order", AttributeValue.fromN("7")))),
				60, 2, false, SAVED_AT);
	}

	private void add(SavedCheckpoint entry) {
		this.entries.put(entry.name(), entry);
	}

	@Override
	public List<SavedCheckpoint> findAll() {
		return List.copyOf(this.entries.values());
	}

	@Override
	public Optional<SavedCheckpoint> find(String name) {
		return Optional.ofNullable(this.entries.get(name));
	}

	@Override
	public boolean delete(String name) {
		return find(name).map(FakeCheckpoints::checkNotOpen)
			.map(SavedCheckpoint::name)
			.map(this.entries::remove)
			.isPresent();
	}

	private static SavedCheckpoint checkNotOpen(SavedCheckpoint entry) {
		if (entry.openedBy() != null) {
			throw new ScanCheckpointException.InUse("It is in use.");
		}
		return entry;
	}

}
