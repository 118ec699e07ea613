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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps one checkpoint, without the time that a disk takes.
 */
final class MemoryStore implements ScanCheckpointStore {

	private final AtomicReference<@Nullable ScanCheckpoint> checkpoint = new AtomicReference<>();

	private final AtomicBoolean leased = new AtomicBoolean();

	private final Consumer<ScanCheckpoint> onSave;

	/**
	 * Create a store.
	 * @param onSave called before each save
	 */
	MemoryStore(Consumer<ScanCheckpoint> onSave) {
		this.onSave = onSave;
	}

	@Override
	public Lease open(String name, Owner owner) {
		assertThat(this.leased.getAndSet(true)).as("whether another scan has the checkpoint").isFalse();
		return new Lease() {

			@Override
			public Optional<ScanCheckpoint> load() {
				return saved();
			}

			@Override
			public void save(ScanCheckpoint checkpoint) {
				MemoryStore.this.onSave.accept(checkpoint);
				MemoryStore.this.checkpoint.set(checkpoint);
			}

			@Override
			public void close() {
				MemoryStore.this.leased.set(false);
			}

		};
	}

	ScanCheckpoint checkpoint() {
		ScanCheckpoint checkpoint = this.checkpoint.get();
		assertThat(checkpoint).isNotNull();
		return checkpoint;
	}

	Optional<ScanCheckpoint> saved() {
		return Optional.ofNullable(this.checkpoint.get());
	}

	@Override
	public List<SavedCheckpoint> findAll() {
		return saved().map((checkpoint) -> SavedCheckpoint.of(checkpoint, null)).stream().toList();
	}

	@Override
	public Optional<SavedCheckpoint> find(String name) {
		return findAll().stream().filter((saved) -> saved.name().equals(name)).findFirst();
	}

	@Override
	public boolean delete(String name) {
		return this.checkpoint.getAndSet(null) != null;
	}

	@Override
	public String toString() {
		return "memory";
	}

}
