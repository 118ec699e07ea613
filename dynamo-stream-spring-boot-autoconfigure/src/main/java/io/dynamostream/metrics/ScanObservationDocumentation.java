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

package io.dynamostream.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of {@link ScanObservations}.
 *
 * @since 0.1.0
 */
public enum ScanObservationDocumentation implements ObservationDocumentation {

	/**
	 * A scan, from its first request to its end.
	 */
	SCAN {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultScanObservationConvention.class;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { HighCardinalityKeyNames.EXECUTION };
		}

	},

	/**
	 * A request for one page of a scan, with its retries.
	 */
	PAGE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultPageObservationConvention.class;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

	};

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinalityKeyNames.values();
	}

	/**
	 * Keys whose values are bounded. They become the tags of meters.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * Name or ARN of the table.
		 */
		TABLE {

			@Override
			public String asString() {
				return "table";
			}

		},

		/**
		 * Name of the secondary index, or {@code none}.
		 */
		INDEX {

			@Override
			public String asString() {
				return "index";
			}

		},

		/**
		 * Name of the scan, which is that of the table if the scan has none.
		 */
		NAME {

			@Override
			public String asString() {
				return "name";
			}

		},

		/**
		 * How the scan delivers: {@code stream}, {@code publisher}, {@code callback} or
		 * {@code listeners}.
		 */
		MODE {

			@Override
			public String asString() {
				return "mode";
			}

		},

		/**
		 * How it ended. A scan: {@code completed}, {@code failed}, {@code cancelled},
		 * {@code abandoned} or {@code interrupted}. A request: {@code answered},
		 * {@code failed} or {@code aborted}. Absent before the end.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

			@Override
			public boolean isRequired() {
				return false;
			}

		}

	}

	/**
	 * Keys whose values are not bounded. They are shown in traces alone.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * Identifier of the execution.
		 */
		EXECUTION {

			@Override
			public String asString() {
				return "execution";
			}

		},

		/**
		 * Number of the segment, from 0.
		 */
		SEGMENT {

			@Override
			public String asString() {
				return "segment";
			}

		},

		/**
		 * How many times the request was sent again.
		 */
		RETRIES {

			@Override
			public String asString() {
				return "retries";
			}

		}

	}

}
