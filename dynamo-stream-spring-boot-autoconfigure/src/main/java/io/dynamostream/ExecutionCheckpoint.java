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

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import io.dynamostream.DynamoStreamTemplate.OnSaveFailure;
import io.dynamostream.ScanSettings.Restart;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointException;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.decoder.EncodedItem;

/**
 * The durable position of one execution of a resumable scan. It moves only when the
 * consumer is done with an item, so that every item is delivered at least once. Opened
 * before the first page is read, saved by whoever delivers, never twice at once, and
 * closed with a last save at the end of the scan. Safe for use by several threads.
 */
final class ExecutionCheckpoint {

	private static final Log logger = LogFactory.getLog(ExecutionCheckpoint.class);

	private final ScanPlan<?> plan;

	private final Checkpoints checkpoints;

	private final Supplier<TableDescription> table;

	private final ProgressTracker progress;

	private final UnacknowledgedItems unacknowledged;

	private final Pace pace;

	/**
	 * Held while saving.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final Set<String> warned = new HashSet<>();

	private List<String> keysToRemove = List.of();

	private volatile @Nullable SegmentPositions positions;

	private Map<String, String> fingerprint = Map.of();

	private volatile ScanCheckpointStore.@Nullable Lease lease;

	private boolean closed;

	private volatile boolean paused;

	/**
	 * Create the position of an execution.
	 * @param table asks DynamoDB for the table
	 */
	ExecutionCheckpoint(ScanPlan<?> plan, Checkpoints checkpoints, Supplier<TableDescription> table,
			ProgressTracker progress) {
		this.plan = plan;
		this.checkpoints = checkpoints;
		this.table = table;
		this.progress = progress;
		this.unacknowledged = progress.unacknowledged();
		this.pace = new Pace(checkpoints.interval(), checkpoints.clock());
	}

	/**
	 * Find out where to begin, and keep others from it.
	 * @throws DynamoStreamException if the scan cannot go on from there
	 */
	Start open() {
		ScannedTable table = ScannedTable.of(this.plan, this.table, this.checkpoints.clock());
		this.lock.lock();
		try {
			if (this.closed) {
				throw this.plan.failure("has ended before it began to read.", null);
			}
			return start(open(table), table);
		}
		catch (ScanCheckpointException | IllegalArgumentException ex) {
			throw this.plan.failure("cannot be resumed. " + ex.getMessage(), ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Optional<ScanCheckpoint> open(ScannedTable table) {
		ScanCheckpointStore.Lease lease = this.checkpoints.store()
			.open(this.plan.name(), ScanCheckpointStore.Owner.thisProcess(this.checkpoints.clock().instant()));
		try {
			Optional<ScanCheckpoint> saved = lease.load().filter(this::goesOnFrom);
			begin(saved.orElse(null), table.size());
			ScanFingerprint fingerprint = ScanFingerprint.of(this.plan, table);
			saved.ifPresent((checkpoint) -> check(checkpoint, fingerprint));
			this.lease = lease;
			this.fingerprint = fingerprint.facts();
			return saved;
		}
		catch (RuntimeException | Error ex) {
			lease.close();
			throw ex;
		}
	}

	/**
	 * Choose the number of segments if nobody has said it. That of a checkpoint counts,
	 * since its positions are in those segments, however much the table has grown.
	 */
	private void begin(@Nullable ScanCheckpoint saved, @Nullable TableSize size) {
		SegmentNumber segments = this.plan.segmentNumber();
		Integer before = (saved != null) ? ScanFingerprint.segments(saved.fingerprint()) : null;
		if (segments.isAutomatic() && before != null) {
			AutomaticSegments.keep(this.plan, before);
		}
		else if (segments.isAutomatic()) {
			AutomaticSegments.choose(this.plan, new TableSizes.Answer(size, TableSize.NO_INDEX));
		}
		this.progress.begins(size);
	}

	private boolean goesOnFrom(ScanCheckpoint saved) {
		Restart restart = this.plan.restart();
		if (saved.finished() && restart == Restart.NEVER) {
			throw this.plan
				.failure(("has finished at %s with %d items, and is not to begin anew. Delete checkpoint '%s' in "
						+ "%s, or use restart(WHEN_FINISHED) or restart(ALWAYS).")
					.formatted(saved.savedAt(), saved.items(), saved.name(), this.checkpoints.store()), null);
		}
		return !saved.finished() && restart != Restart.ALWAYS;
	}

	private void check(ScanCheckpoint saved, ScanFingerprint fingerprint) {
		String difference = fingerprint.difference(saved.fingerprint());
		if (!difference.isEmpty()) {
			throw this.plan.failure(
					"cannot be resumed. Checkpoint '%s' was saved %s, delete the checkpoint in %s, or use restart(ALWAYS) once."
						.formatted(saved.name(), difference, this.checkpoints.store()),
					null);
		}
	}

	private Start start(Optional<ScanCheckpoint> saved, ScannedTable table) {
		Map<Integer, ScanCheckpoint.Position> positions = saved.map(ScanCheckpoint::positions).orElse(Map.of());
		long items = saved.map(ScanCheckpoint::items).orElse(0L);
		long failedItems = saved.map(ScanCheckpoint::failedItems).orElse(0L);
		this.positions = new SegmentPositions(table.keyNames(), positions, items, failedItems);
		Map<Integer, SegmentCursor.Position> cursors = new HashMap<>();
		positions.forEach((segment, position) -> cursors.put(segment, cursor(position)));
		this.progress.goesOn((int) positions.values().stream().filter(ScanCheckpoint.Done.class::isInstance).count(),
				items, failedItems);
		saved.ifPresent((checkpoint) -> logger.info("%s goes on after %d items, as saved at %s"
			.formatted(this.plan.describe(), items, checkpoint.savedAt())));
		return new Start(cursors, this.plan.isLimited() ? Math.max(0, this.plan.limit() - items) : Long.MAX_VALUE,
				expressions(table.keyNames()));
	}

	private static SegmentCursor.Position cursor(ScanCheckpoint.Position position) {
		return (position instanceof ScanCheckpoint.AtKey at) ? new SegmentCursor.AtKey(at.key())
				: new SegmentCursor.Done();
	}

	/**
	 * Return the expressions of the scan, with key attributes that the projection lacks.
	 */
	private ScanExpressions expressions(List<String> keyNames) {
		ScanExpressions expressions = this.plan.expressions();
		if (expressions.projection() == null) {
			return expressions;
		}
		List<String> missing = new ArrayList<>(keyNames);
		missing.removeAll(expressions.projected());
		this.keysToRemove = missing;
		return missing.isEmpty() ? expressions : expressions.projecting(missing);
	}

	/**
	 * Take in a page, in the order in which the pages of its segment are read.
	 * @param page the page, with the items that the scan wants
	 * @param whole whether these are all items of the page
	 * @return the page, to be acknowledged
	 */
	Page read(Page page, boolean whole) {
		SegmentPositions positions = this.positions;
		if (positions == null) {
			return page;
		}
		Page counted = positions.read(page, whole);
		return this.keysToRemove.isEmpty() ? counted
				: counted.withItems(new WithoutAttributes(page.items(), this.keysToRemove));
	}

	/**
	 * Return whether nothing that was taken in is left to acknowledge.
	 */
	boolean isAcknowledged() {
		SegmentPositions positions = this.positions;
		return positions == null || positions.areAcknowledged();
	}

	/**
	 * Return how many items that somebody got the positions have passed since this was
	 * asked last.
	 * @param segment the segment of which some have been acknowledged since then
	 */
	int takePassed(int segment) {
		SegmentPositions positions = this.positions;
		return (positions != null) ? positions.takePassed(segment) : 0;
	}

	/**
	 * Note that a position may have changed, and save it if it is time. That is now if
	 * the lease is lost, since the save then fails and so does the scan.
	 * @throws DynamoStreamException if it cannot be saved and the scan is to fail then
	 */
	void changed() {
		boolean always = this.checkpoints.interval().isZero() || isLost()
				|| (this.paused && this.unacknowledged.areSettled());
		if (always || (this.pace.isDue() && !this.lock.isLocked())) {
			save();
		}
	}

	private boolean isLost() {
		ScanCheckpointStore.Lease lease = this.lease;
		return lease != null && lease.isLost();
	}

	/**
	 * Note that nothing that was delivered is left to acknowledge. A scan that is paused
	 * saves that, since nothing more may come for long.
	 * @throws DynamoStreamException if it cannot be saved and the scan is to fail then
	 */
	void settled() {
		if (this.paused) {
			save();
		}
	}

	/**
	 * Note that the scan is paused or goes on. While it is paused every change is saved,
	 * or those that acknowledge the last items that wait for that.
	 * @throws DynamoStreamException if it cannot be saved and the scan is to fail then
	 */
	void paused(boolean paused) {
		this.paused = paused;
		if (paused) {
			save();
		}
	}

	private void save() {
		this.lock.lock();
		try {
			ScanCheckpointStore.Lease lease = this.lease;
			if (lease != null && !this.closed) {
				save(lease, false);
			}
		}
		catch (RuntimeException | Error ex) {
			saveFailed(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void save(ScanCheckpointStore.Lease lease, boolean finished) {
		SegmentPositions positions = this.positions;
		if (positions != null) {
			SegmentPositions.Snapshot snapshot = positions.snapshot();
			lease
				.save(new ScanCheckpoint(this.plan.name(), this.fingerprint, finished ? Map.of() : snapshot.positions(),
						snapshot.items(), snapshot.failedItems(), finished, this.checkpoints.clock().instant()));
		}
	}

	private void saveFailed(Throwable ex) {
		DynamoStreamException failure = notSaved(ex);
		if (fails(ex)) {
			throw failure;
		}
		if (this.warned.add(String.valueOf(ex.getMessage()))) {
			warn(failure.getMessage() + " It goes on and tries again.", ex);
		}
	}

	/**
	 * The cause is for those who look for it: what other stores say is not known.
	 */
	private static void warn(String message, Throwable cause) {
		logger.warn(message);
		logger.debug("Cause of that", cause);
	}

	/**
	 * Return whether the scan fails. A lease that is lost does not come back.
	 */
	private boolean fails(Throwable ex) {
		return this.checkpoints.onSaveFailure() == OnSaveFailure.FAIL
				|| ex instanceof ScanCheckpointException.LeaseLost;
	}

	private DynamoStreamException notSaved(Throwable ex) {
		return this.plan.failure("could not save its checkpoint in %s. %s".formatted(this.checkpoints.store(),
				(ex instanceof ScanCheckpointException) ? ex.getMessage() : ex + "."), ex);
	}

	/**
	 * Save for the last time, and let others open the checkpoint.
	 * @param finished whether the scan has come to its end
	 * @return why the scan fails, because it could not be saved, or {@code null}
	 */
	@Nullable DynamoStreamException close(boolean finished) {
		this.lock.lock();
		try (ScanCheckpointStore.Lease lease = this.lease) {
			if (lease != null && !this.closed) {
				save(lease, finished);
			}
			return null;
		}
		catch (RuntimeException | Error ex) {
			DynamoStreamException failure = notSaved(ex);
			warn(failure.getMessage() + " What was delivered since its last save will be delivered again.", ex);
			return fails(ex) ? failure : null;
		}
		finally {
			this.closed = true;
			this.lease = null;
			this.lock.unlock();
		}
	}

	/**
	 * Where a scan begins.
	 *
	 * @param positions positions of the segments that have been started
	 * @param wanted number of items that it still wants
	 * @param expressions filter and projection of its requests
	 */
	record Start(Map<Integer, SegmentCursor.Position> positions, long wanted, ScanExpressions expressions) {

		/**
		 * Return the start of a scan that goes on from nowhere.
		 */
		static Start anew(ScanPlan<?> plan) {
			return new Start(Map.of(), plan.limit(), plan.expressions());
		}

	}

	/**
	 * Items without attributes that nobody asked for.
	 */
	private static final class WithoutAttributes extends AbstractList<Map<String, AttributeValue>> {

		private final List<Map<String, AttributeValue>> items;

		private final List<String> names;

		WithoutAttributes(List<Map<String, AttributeValue>> items, List<String> names) {
			this.items = items;
			this.names = names;
		}

		@Override
		public Map<String, AttributeValue> get(int index) {
			Map<String, AttributeValue> item = this.items.get(index);
			if (item instanceof EncodedItem encoded) {
				return encoded.without(this.names);
			}
			Map<String, AttributeValue> rest = new HashMap<>(item);
			rest.keySet().removeAll(this.names);
			return rest;
		}

		@Override
		public int size() {
			return this.items.size();
		}

	}

}
