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

package io.dynamostream.autoconfigure;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import io.dynamostream.DynamoStreamTemplate.Decoder;
import io.dynamostream.DynamoStreamTemplate.OnSaveFailure;

/**
 * {@link ConfigurationProperties Properties} of Dynamo Stream. The options of scans at
 * this level are for all scans; those under {@code scans} are for the scans of one name.
 *
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = DynamoStreamProperties.PREFIX, ignoreUnknownFields = false)
public class DynamoStreamProperties extends ScanProperties {

	static final String PREFIX = "dynamo.stream";

	/**
	 * Whether to enable Dynamo Stream.
	 */
	private boolean enabled = true;

	/**
	 * Text to put before table names that are derived from class names. Ignored where
	 * Spring Cloud AWS derives them.
	 */
	private String tablePrefix = "";

	/**
	 * Text to put behind table names that are derived from class names. Ignored where
	 * Spring Cloud AWS derives them.
	 */
	private String tableSuffix = "";

	/**
	 * Names or ARNs of tables, by the fully qualified or simple name of the item class.
	 */
	private final Map<String, String> tables = new LinkedHashMap<>();

	/**
	 * Options of named scans, by name.
	 */
	private final Map<String, NamedScanProperties> scans = new LinkedHashMap<>();

	/**
	 * Number of ended scans that are remembered.
	 */
	private int historySize = 100;

	/**
	 * What decodes the items of pages. The direct decoder reads the bytes that DynamoDB
	 * sends once, and makes of them what the schema would.
	 */
	private Decoder decoder = Decoder.DIRECT;

	private final Client client = new Client();

	private final Embedded embedded = new Embedded();

	private final Progress progress = new Progress();

	private final Dashboard dashboard = new Dashboard();

	private final DeadLetter deadLetter = new DeadLetter();

	private final Checkpoint checkpoint = new Checkpoint();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getTablePrefix() {
		return this.tablePrefix;
	}

	public void setTablePrefix(String tablePrefix) {
		this.tablePrefix = tablePrefix;
	}

	public String getTableSuffix() {
		return this.tableSuffix;
	}

	public void setTableSuffix(String tableSuffix) {
		this.tableSuffix = tableSuffix;
	}

	public Map<String, String> getTables() {
		return this.tables;
	}

	public Map<String, NamedScanProperties> getScans() {
		return this.scans;
	}

	public int getHistorySize() {
		return this.historySize;
	}

	public void setHistorySize(int historySize) {
		this.historySize = historySize;
	}

	public Decoder getDecoder() {
		return this.decoder;
	}

	public void setDecoder(Decoder decoder) {
		this.decoder = decoder;
	}

	public Client getClient() {
		return this.client;
	}

	public Embedded getEmbedded() {
		return this.embedded;
	}

	public Progress getProgress() {
		return this.progress;
	}

	public Dashboard getDashboard() {
		return this.dashboard;
	}

	public Checkpoint getCheckpoint() {
		return this.checkpoint;
	}

	public DeadLetter getDeadLetter() {
		return this.deadLetter;
	}

	/**
	 * Properties of where failed items go that are skipped.
	 */
	public static class DeadLetter {

		/**
		 * File to which failed items are appended if the scan that skips them has no
		 * recorder of its own. It is created if it does not exist.
		 */
		private @Nullable File file;

		public @Nullable File getFile() {
			return this.file;
		}

		public void setFile(@Nullable File file) {
			this.file = file;
		}

	}

	/**
	 * Properties of the client that is made where the application has none.
	 */
	public static class Client {

		/**
		 * URL at which DynamoDB is reached. Derived from the region if not set.
		 */
		private @Nullable URI endpoint;

		/**
		 * AWS region of the tables. Determined by the default region chain of the AWS SDK
		 * if not set.
		 */
		private @Nullable String region;

		/**
		 * Maximum number of HTTP connections. Limits how many requests of all scans can
		 * be in flight at a time. The largest "max-concurrency" if not set and that is
		 * larger than the default.
		 */
		private @Nullable Integer maxConnections;

		public @Nullable URI getEndpoint() {
			return this.endpoint;
		}

		public void setEndpoint(@Nullable URI endpoint) {
			this.endpoint = endpoint;
		}

		public @Nullable String getRegion() {
			return this.region;
		}

		public void setRegion(@Nullable String region) {
			this.region = region;
		}

		public @Nullable Integer getMaxConnections() {
			return this.maxConnections;
		}

		public void setMaxConnections(@Nullable Integer maxConnections) {
			this.maxConnections = maxConnections;
		}

		boolean hasSettings() {
			return this.endpoint != null || this.region != null || this.maxConnections != null;
		}

	}

	/**
	 * Properties of the embedded DynamoDB Local.
	 */
	public static class Embedded {

		/**
		 * Whether to start a DynamoDB Local inside the application and to use it in place
		 * of AWS. For development and tests.
		 */
		private boolean enabled;

		/**
		 * Directory in which the embedded DynamoDB Local keeps its tables, so that they
		 * are there when the application is started again. By default they are in memory.
		 */
		private @Nullable Path directory;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Path getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable Path directory) {
			this.directory = directory;
		}

	}

	/**
	 * Properties of how the progress of scans is told.
	 */
	public static class Progress {

		/**
		 * Time that passes at least between two progress events of a scan. Without events
		 * if 0.
		 */
		private Duration eventInterval = Duration.ofSeconds(1);

		/**
		 * Time between two lines of the log that tell how far a running scan is. No such
		 * lines if 0.
		 */
		private Duration logInterval = Duration.ofSeconds(10);

		public Duration getEventInterval() {
			return this.eventInterval;
		}

		public void setEventInterval(Duration eventInterval) {
			this.eventInterval = eventInterval;
		}

		public Duration getLogInterval() {
			return this.logInterval;
		}

		public void setLogInterval(Duration logInterval) {
			this.logInterval = logInterval;
		}

	}

	/**
	 * Properties of the page on which scans are watched and steered.
	 */
	public static class Dashboard {

		/**
		 * Whether to serve the dashboard beside the Actuator endpoints.
		 */
		private boolean enabled;

		/**
		 * Path of the dashboard.
		 */
		private String path = "/dynamo-stream";

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getPath() {
			return this.path;
		}

		public void setPath(String path) {
			this.path = path;
		}

	}

	/**
	 * Properties of how the positions of resumable scans are kept.
	 */
	public static class Checkpoint {

		private static final Path DEFAULT_DIRECTORY = Path.of("dynamo-stream-checkpoints");

		/**
		 * Where positions are kept. Ignored where there is a ScanCheckpointStore bean.
		 */
		private Store store = Store.FILE;

		/**
		 * Directory of the files in which positions are kept. Created when a resumable
		 * scan is started. Ignored by other stores.
		 */
		private Path directory = DEFAULT_DIRECTORY;

		/**
		 * Time that passes at least between two saves of the position of a running scan.
		 * After every acknowledgment if 0.
		 */
		private Duration interval = Duration.ofSeconds(1);

		/**
		 * What becomes of a scan whose position cannot be saved.
		 */
		private OnSaveFailure onSaveFailure = OnSaveFailure.FAIL;

		/**
		 * Time after which another process can go on from a position in a database if the
		 * one that had opened it has died. It is renewed three times as often while a
		 * process lives.
		 */
		private Duration leaseDuration = Duration.ofSeconds(30);

		private final Jdbc jdbc = new Jdbc();

		private final DynamoDb dynamodb = new DynamoDb();

		public Store getStore() {
			return this.store;
		}

		public void setStore(Store store) {
			this.store = store;
		}

		public Path getDirectory() {
			return this.directory;
		}

		public void setDirectory(Path directory) {
			this.directory = directory;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public OnSaveFailure getOnSaveFailure() {
			return this.onSaveFailure;
		}

		public void setOnSaveFailure(OnSaveFailure onSaveFailure) {
			this.onSaveFailure = onSaveFailure;
		}

		public Duration getLeaseDuration() {
			return this.leaseDuration;
		}

		public void setLeaseDuration(Duration leaseDuration) {
			this.leaseDuration = leaseDuration;
		}

		public Jdbc getJdbc() {
			return this.jdbc;
		}

		public DynamoDb getDynamodb() {
			return this.dynamodb;
		}

		boolean hasDirectory() {
			return !this.directory.equals(DEFAULT_DIRECTORY);
		}

		boolean hasLeaseDuration() {
			return !this.leaseDuration.equals(new Checkpoint().leaseDuration);
		}

		/**
		 * Stores of positions.
		 */
		public enum Store {

			/**
			 * Files in a directory.
			 */
			FILE,

			/**
			 * A table of a relational database.
			 */
			JDBC,

			/**
			 * A table of DynamoDB.
			 */
			DYNAMODB

		}

		/**
		 * Properties of positions in a relational database.
		 */
		public static class Jdbc {

			static final String DEFAULT_SCHEMA = "classpath:io/dynamostream/checkpoint/jdbc/schema-@@platform@@.sql";

			static final String DEFAULT_TABLE_NAME = "DYNAMO_STREAM_CHECKPOINT";

			/**
			 * When to create the table.
			 */
			private SchemaInitialization initializeSchema = SchemaInitialization.EMBEDDED;

			/**
			 * Location of the script that creates the table, with a placeholder for the
			 * platform.
			 */
			private String schema = DEFAULT_SCHEMA;

			/**
			 * Platform whose script is used. Detected if not set.
			 */
			private @Nullable String platform;

			/**
			 * Name of the table, with or without that of its schema.
			 */
			private String tableName = DEFAULT_TABLE_NAME;

			public SchemaInitialization getInitializeSchema() {
				return this.initializeSchema;
			}

			public void setInitializeSchema(SchemaInitialization initializeSchema) {
				this.initializeSchema = initializeSchema;
			}

			public String getSchema() {
				return this.schema;
			}

			public void setSchema(String schema) {
				this.schema = schema;
			}

			public @Nullable String getPlatform() {
				return this.platform;
			}

			public void setPlatform(@Nullable String platform) {
				this.platform = platform;
			}

			public String getTableName() {
				return this.tableName;
			}

			public void setTableName(String tableName) {
				this.tableName = tableName;
			}

			boolean hasSettings() {
				return this.initializeSchema != SchemaInitialization.EMBEDDED || this.platform != null
						|| !this.schema.equals(DEFAULT_SCHEMA) || !this.tableName.equals(DEFAULT_TABLE_NAME);
			}

			/**
			 * When a table is created.
			 */
			public enum SchemaInitialization {

				/**
				 * At the start, if it does not exist.
				 */
				ALWAYS,

				/**
				 * At the start, if the database is an embedded one.
				 */
				EMBEDDED,

				/**
				 * Not by Dynamo Stream.
				 */
				NEVER

			}

		}

		/**
		 * Properties of positions in a table of DynamoDB.
		 */
		public static class DynamoDb {

			private static final String DEFAULT_TABLE_NAME = "dynamo-stream-checkpoints";

			/**
			 * Name or ARN of the table.
			 */
			private String tableName = DEFAULT_TABLE_NAME;

			/**
			 * Whether to create the table, with billing by request, if a resumable scan
			 * is started and it does not exist.
			 */
			private boolean createTable;

			/**
			 * Time after which DynamoDB may remove the positions of scans that have come
			 * to their end. Has an effect only if the time to live of the table is
			 * enabled for the attribute 'expiresAt', as it is in a table that was created
			 * by the store. Never if not set.
			 */
			private @Nullable Duration timeToLive;

			public String getTableName() {
				return this.tableName;
			}

			public void setTableName(String tableName) {
				this.tableName = tableName;
			}

			public boolean isCreateTable() {
				return this.createTable;
			}

			public void setCreateTable(boolean createTable) {
				this.createTable = createTable;
			}

			public @Nullable Duration getTimeToLive() {
				return this.timeToLive;
			}

			public void setTimeToLive(@Nullable Duration timeToLive) {
				this.timeToLive = timeToLive;
			}

			boolean hasSettings() {
				return this.createTable || this.timeToLive != null || !this.tableName.equals(DEFAULT_TABLE_NAME);
			}

		}

	}

}
