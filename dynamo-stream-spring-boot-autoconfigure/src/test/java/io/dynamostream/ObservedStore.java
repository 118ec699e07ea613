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
import java.util.function.Consumer;

import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointStore;

/**
 * A store in front of another one, which sees what is saved and may fail.
 *
 * @param store the other one
 * @param onSave called before each save
 */
record ObservedStore(ScanCheckpointStore store, Consumer<ScanCheckpoint> onSave) implements ScanCheckpointStore {

	@Override
	public Lease open(String name, Owner owner) {
		Lease lease = this.store.open(name, owner);
		return new Lease() {

			@Override
			public Optional<ScanCheckpoint> load() {
				return lease.load();
			}

			@Override
			public void save(ScanCheckpoint checkpoint) {
				ObservedStore.this.onSave.accept(checkpoint);
				lease.save(checkpoint);
			}

			@Override
			public void close() {
				lease.close();
			}

		};
	}

	@Override
	public List<SavedCheckpoint> findAll() {
		return this.store.findAll();
	}

	@Override
	public Optional<SavedCheckpoint> find(String name) {
		return this.store.find(name);
	}

	@Override
	public boolean delete(String name) {
		return this.store.delete(name);
	}

	@Override
	public String toString() {
		return this.store.toString();
	}

}
