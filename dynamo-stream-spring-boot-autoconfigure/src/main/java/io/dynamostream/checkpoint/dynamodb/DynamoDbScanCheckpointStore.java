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

package io.dynamostream.checkpoint.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import io.dynamostream.checkpoint.DatabaseScanCheckpointStore;
import io.dynamostream.checkpoint.LeaseOptions;
import io.dynamostream.checkpoint.ScanCheckpointException;

/**
 * Keeps checkpoints in a table of DynamoDB that has nothing else in it: one item for each
 * name of a scan, and more for a checkpoint that is too large for one. The table has the
 * partition key {@code scanName}, a string, and no sort key. The client must be allowed
 * {@code dynamodb:GetItem}, {@code PutItem}, {@code UpdateItem}, {@code DeleteItem} and
 * {@code Scan} on it.
 *
 * @since 0.1.0
 */
public final class DynamoDbScanCheckpointStore extends DatabaseScanCheckpointStore {

	/**
	 * What fits into a transaction.
	 */
	private static final int MAX_PARTS = 10;

	private static final String HELD = CheckpointItem.TOKEN + " = :token";

	/**
	 * A lease without expiry is none: what is missing is not greater than anything.
	 */
	private static final String FREE = "(attribute_not_exists(%s) OR NOT %s > :now)".formatted(CheckpointItem.TOKEN,
			CheckpointItem.EXPIRY);

	private static final String WHOLE = "attribute_not_exists(%s)".formatted(CheckpointItem.PARTS);

	private final CheckpointTable table;

	private final boolean createTable;

	private final @Nullable Duration timeToLive;

	private DynamoDbScanCheckpointStore(Builder builder) {
		super(builder.leases);
		this.table = new CheckpointTable(builder.client, builder.tableName, builder.leases.renewalInterval());
		this.createTable = builder.createTable;
		this.timeToLive = builder.timeToLive;
	}

	/**
	 * Return a builder of a store.
	 * @param client the client; it is not closed
	 * @return the builder
	 */
	public static Builder builder(DynamoDbClient client) {
		Assert.notNull(client, "'client' must not be null");
		return new Builder(client);
	}

	@Override
	protected Optional<Entry> read(String key) {
		try {
			return this.table.get(key).flatMap((item) -> entry(key, item));
		}
		catch (ResourceNotFoundException ex) {
			return emptyIfCreatedLater(ex, Optional.empty());
		}
	}

	@Override
	protected List<Entry> readAll() {
		try {
			return this.table.scan().stream().flatMap((item) -> entry(item.key(), item).stream()).toList();
		}
		catch (ResourceNotFoundException ex) {
			return emptyIfCreatedLater(ex, List.of());
		}
	}

	private Optional<Entry> entry(String key, CheckpointItem item) {
		int parts = item.parts();
		if (parts == 0) {
			return Optional.of(item.entry(key, List.of()));
		}
		List<CheckpointItem> items = this.table.getWithParts(key, parts);
		CheckpointItem head = items.get(0);
		if (head.parts() != parts) {
			return read(key);
		}
		return Optional.of(head.entry(key, items.stream().skip(1).map(CheckpointItem::content).toList()));
	}

	private <T> T emptyIfCreatedLater(ResourceNotFoundException missing, T empty) {
		if (!this.createTable) {
			throw missing;
		}
		return empty;
	}

	/**
	 * It takes a while to create the table, and then the lease is taken in another turn,
	 * with another time to expire.
	 */
	@Override
	protected boolean take(String key, Holder holder, Instant now) {
		try {
			return takeLease(key, holder, now);
		}
		catch (ResourceNotFoundException ex) {
			if (!this.createTable) {
				throw ex;
			}
			new TableCreation(this.table.client(), this.table.name()).run();
			return false;
		}
	}

	/**
	 * A checkpoint that is open does not expire.
	 */
	private boolean takeLease(String key, Holder holder, Instant now) {
		Map<String, AttributeValue> values = new HashMap<>(CheckpointItem.lease(holder));
		values.put(":now", CheckpointItem.number(now.toEpochMilli()));
		return this.table.update(key, CheckpointItem.SET_LEASE + " REMOVE " + CheckpointItem.TIME_TO_LIVE,
				FREE + " OR " + HELD, values);
	}

	@Override
	protected boolean extend(String key, Holder holder) {
		return this.table.update(key, "SET %s = :expiry".formatted(CheckpointItem.EXPIRY), HELD,
				Map.of(":token", token(holder), ":expiry", CheckpointItem.expiry(holder)));
	}

	@Override
	protected boolean save(String key, Holder holder, String text, boolean finished) {
		CheckpointWrite write = new CheckpointWrite(holder, CompressedText.of(text), finished,
				finished ? expiryOfFinished(holder) : null);
		boolean whole = write.parts().isEmpty();
		if (whole && this.table.update(key, write.update(), HELD + " AND " + WHOLE, write.values())) {
			return true;
		}
		return this.table.get(key)
			.filter((item) -> item.isHeldBy(holder.token()))
			.map((item) -> saveWithParts(key, write, item.parts()))
			.orElse(false);
	}

	private boolean saveWithParts(String key, CheckpointWrite write, int partsBefore) {
		checkSize(key, write);
		Map<String, AttributeValue> values = new HashMap<>(write.values());
		if (partsBefore > 0) {
			values.put(":before", CheckpointItem.number(partsBefore));
		}
		TransactWriteItem head = TransactWriteItem.builder()
			.update((update) -> update.tableName(this.table.name())
				.key(CheckpointItem.key(key))
				.updateExpression(write.update())
				.conditionExpression(HELD + " AND " + hasParts(partsBefore))
				.expressionAttributeValues(values))
			.build();
		return this.table.write(head, key, write.parts(), partsBefore);
	}

	private void checkSize(String key, CheckpointWrite write) {
		if (write.parts().size() > MAX_PARTS) {
			throw new ScanCheckpointException(
					("Checkpoint '%s' in %s is too large: it has %d bytes when compressed, and DynamoDB writes no more than "
							+ "4 MB at once. Read fewer segments at a time, or keep it in files or in a relational database.")
						.formatted(key, this, write.content().bytes().length),
					null);
		}
	}

	private static String hasParts(int parts) {
		return (parts > 0) ? CheckpointItem.PARTS + " = :before" : WHOLE;
	}

	private @Nullable Instant expiryOfFinished(Holder holder) {
		return (this.timeToLive != null) ? holder.expiresAt().plus(this.timeToLive) : null;
	}

	@Override
	protected void release(String key, Holder holder) {
		Map<String, AttributeValue> token = Map.of(":token", token(holder));
		if (!releaseFinished(key, holder) && !this.table.update(key, CheckpointItem.REMOVE_LEASE,
				HELD + " AND attribute_exists(%s)".formatted(CheckpointItem.FINISHED), token)) {
			this.table.delete(key, HELD + " AND attribute_not_exists(%s)".formatted(CheckpointItem.FINISHED), token);
		}
	}

	/**
	 * One that was finished when it was opened, and still is, expires again.
	 */
	private boolean releaseFinished(String key, Holder holder) {
		Instant expiry = expiryOfFinished(holder);
		return expiry != null && this.table.update(key,
				"SET %s = :timeToLive ".formatted(CheckpointItem.TIME_TO_LIVE) + CheckpointItem.REMOVE_LEASE,
				HELD + " AND %s = :finished".formatted(CheckpointItem.FINISHED),
				Map.of(":token", token(holder), ":finished", AttributeValue.fromBool(true), ":timeToLive",
						CheckpointItem.number(expiry.getEpochSecond())));
	}

	@Override
	protected boolean remove(String key, Instant now) {
		int parts = this.table.get(key).map(CheckpointItem::parts).orElse(0);
		Map<String, AttributeValue> values = new HashMap<>(Map.of(":now", CheckpointItem.number(now.toEpochMilli())));
		if (parts == 0) {
			return this.table.delete(key, FREE + " AND " + WHOLE, values);
		}
		values.put(":before", CheckpointItem.number(parts));
		TransactWriteItem head = TransactWriteItem.builder()
			.delete((delete) -> delete.tableName(this.table.name())
				.key(CheckpointItem.key(key))
				.conditionExpression(FREE + " AND " + hasParts(parts))
				.expressionAttributeValues(values))
			.build();
		return this.table.write(head, key, List.of(), parts);
	}

	private static AttributeValue token(Holder holder) {
		return AttributeValue.fromS(holder.token());
	}

	@Override
	protected String explain(RuntimeException failure) {
		if (failure instanceof ResourceNotFoundException) {
			return ("the table is missing. Set 'dynamo.stream.checkpoint.dynamodb.create-table' to true, or create it with "
					+ "the partition key '%s' of type S and no sort key.")
				.formatted(CheckpointItem.KEY);
		}
		String summary = summary(failure);
		if (summary.startsWith("AccessDenied")) {
			return ("the client is not allowed to use it (%s). Allow dynamodb:GetItem, dynamodb:PutItem, "
					+ "dynamodb:UpdateItem, dynamodb:DeleteItem and dynamodb:Scan on it.")
				.formatted(summary);
		}
		if (summary.startsWith("ValidationException")) {
			return "the table is not as expected (%s). It needs the partition key '%s' of type S and no sort key."
				.formatted(summary, CheckpointItem.KEY);
		}
		return "DynamoDB has failed (%s). See that the client can reach it, and that the table has capacity."
			.formatted(summary);
	}

	/**
	 * Return what has failed, without the message, which may quote a value.
	 */
	static String summary(RuntimeException failure) {
		if (failure instanceof AwsServiceException ex && ex.awsErrorDetails() != null) {
			return "%s, status %d".formatted(ex.awsErrorDetails().errorCode(), ex.statusCode());
		}
		return failure.getClass().getSimpleName();
	}

	@Override
	public String toString() {
		return "DynamoDB table '%s'".formatted(this.table.name());
	}

	/**
	 * Builder of a {@link DynamoDbScanCheckpointStore}.
	 */
	public static final class Builder {

		private static final Duration SHORTEST_TIME_TO_LIVE = Duration.ofHours(1);

		private static final Duration LONGEST_TIME_TO_LIVE = Duration.ofDays(36500);

		private final DynamoDbClient client;

		private String tableName = "dynamo-stream-checkpoints";

		private LeaseOptions leases = LeaseOptions.defaults();

		private boolean createTable;

		private @Nullable Duration timeToLive;

		private Builder(DynamoDbClient client) {
			this.client = client;
		}

		/**
		 * Set the name of the table, {@code dynamo-stream-checkpoints} by default.
		 * @param tableName the name, or the ARN of a table of another account
		 * @return this builder
		 * @throws IllegalArgumentException if it is blank
		 */
		public Builder tableName(String tableName) {
			Assert.hasText(tableName, "'tableName' must not be blank");
			this.tableName = tableName;
			return this;
		}

		/**
		 * Set how leases are kept, {@link LeaseOptions#defaults()} by default.
		 * @param leases the options
		 * @return this builder
		 */
		public Builder leases(LeaseOptions leases) {
			Assert.notNull(leases, "'leases' must not be null");
			this.leases = leases;
			return this;
		}

		/**
		 * Set whether to create the table, with billing by request, if a checkpoint is
		 * opened and it does not exist; {@code false} by default. Whoever opens it waits
		 * until the table can be used.
		 * @param createTable whether to create it
		 * @return this builder
		 */
		public Builder createTable(boolean createTable) {
			this.createTable = createTable;
			return this;
		}

		/**
		 * Set after how long DynamoDB may remove the checkpoint of a scan that has come
		 * to its end, and that is not open; never by default. A scan with
		 * {@code restart(NEVER)} can begin anew from then on. The time to live of the
		 * table must be enabled for the attribute {@code expiresAt}, as it is in a table
		 * that was created by this store.
		 * @param timeToLive from 1 hour to 36500 days
		 * @return this builder
		 * @throws IllegalArgumentException if it is out of range
		 */
		public Builder timeToLive(Duration timeToLive) {
			Assert.isTrue(
					timeToLive.compareTo(SHORTEST_TIME_TO_LIVE) >= 0 && timeToLive.compareTo(LONGEST_TIME_TO_LIVE) <= 0,
					() -> "'timeToLive' must be between 1 hour and 36500 days, but is " + timeToLive);
			this.timeToLive = timeToLive;
			return this;
		}

		/**
		 * Build the store. Close it when it is no longer used.
		 * @return the store
		 */
		public DynamoDbScanCheckpointStore build() {
			return new DynamoDbScanCheckpointStore(this);
		}

	}

}
