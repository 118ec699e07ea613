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

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A store as somebody else may write one, that fails when a test says so.
 */
class InMemoryScanCheckpointStore extends DatabaseScanCheckpointStore {

	private final Records records;

	InMemoryScanCheckpointStore(Records records, LeaseOptions options) {
		super(options);
		this.records = records;
	}

	@Override
	protected Optional<Entry> read(String key) {
		return this.records.access(() -> Optional.ofNullable(this.records.entries.get(key)));
	}

	@Override
	protected List<Entry> readAll() {
		return this.records.access(() -> List.copyOf(this.records.entries.values()));
	}

	@Override
	protected boolean take(String key, Holder holder, Instant now) {
		return this.records.access(() -> {
			Holder other = this.records.holder(key);
			boolean free = other == null || other.isExpired(now) || other.token().equals(holder.token());
			return this.records.putIf(free, new Entry(key, this.records.text(key), holder));
		});
	}

	@Override
	protected boolean extend(String key, Holder holder) {
		return this.records.access(() -> this.records.putIf(this.records.isHeld(key, holder.token()),
				new Entry(key, this.records.text(key), holder)));
	}

	@Override
	protected boolean save(String key, Holder holder, String text, boolean finished) {
		return this.records
			.access(() -> this.records.putIf(this.records.isHeld(key, holder.token()), new Entry(key, text, holder)));
	}

	@Override
	protected void release(String key, Holder holder) {
		this.records.access(() -> {
			String text = this.records.text(key);
			if (this.records.isHeld(key, holder.token()) && text == null) {
				this.records.entries.remove(key);
			}
			return this.records.putIf(this.records.isHeld(key, holder.token()), new Entry(key, text, null));
		});
	}

	@Override
	protected boolean remove(String key, Instant now) {
		return this.records.access(() -> {
			Holder holder = this.records.holder(key);
			return (holder == null || holder.isExpired(now)) && this.records.entries.remove(key) != null;
		});
	}

	@Override
	protected String explain(RuntimeException failure) {
		return failure.getMessage() + ". Repair it.";
	}

	@Override
	public String toString() {
		return "memory";
	}

	/**
	 * What several stores keep together.
	 */
	static final class Records {

		private final Map<String, Entry> entries = new TreeMap<>();

		private int accesses;

		private Runnable onAccess = () -> {
		};

		/**
		 * Set what happens at each access, after it has taken effect.
		 */
		synchronized void onAccess(Runnable onAccess) {
			this.onAccess = onAccess;
		}

		synchronized int accesses() {
			return this.accesses;
		}

		private synchronized <T> T access(Supplier<T> access) {
			this.accesses++;
			T result = access.get();
			this.onAccess.run();
			return result;
		}

		@Nullable Holder holder(String key) {
			Entry entry = this.entries.get(key);
			return (entry != null) ? entry.holder() : null;
		}

		@Nullable String text(String key) {
			Entry entry = this.entries.get(key);
			return (entry != null) ? entry.text() : null;
		}

		void text(String key, String text) {
			this.entries.put(key, new Entry(key, text, holder(key)));
		}

		private boolean isHeld(String key, String token) {
			Holder holder = holder(key);
			return holder != null && holder.token().equals(token);
		}

		private boolean putIf(boolean condition, Entry entry) {
			if (condition) {
				this.entries.put(entry.key(), entry);
			}
			return condition;
		}

	}

}
