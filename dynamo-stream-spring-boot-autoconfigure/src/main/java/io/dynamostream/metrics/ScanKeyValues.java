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

import java.util.Locale;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;

import io.dynamostream.ScanProgress;
import io.dynamostream.metrics.ScanObservationDocumentation.LowCardinalityKeyNames;

/**
 * Says which scans belong together. There are as many values as there are tables, indexes
 * and names in the code of the application.
 */
final class ScanKeyValues {

	private ScanKeyValues() {
	}

	static KeyName[] keys() {
		return new KeyName[] { LowCardinalityKeyNames.TABLE, LowCardinalityKeyNames.INDEX, LowCardinalityKeyNames.NAME,
				LowCardinalityKeyNames.MODE };
	}

	static KeyValues of(ScanProgress progress) {
		return KeyValues.of(LowCardinalityKeyNames.TABLE.withValue(progress.tableName()), index(progress),
				LowCardinalityKeyNames.NAME.withValue(progress.name()),
				LowCardinalityKeyNames.MODE.withValue(lowerCase(progress.mode())));
	}

	private static KeyValue index(ScanProgress progress) {
		String index = progress.indexName();
		return (index != null) ? LowCardinalityKeyNames.INDEX.withValue(index)
				: LowCardinalityKeyNames.INDEX.withNoneValue();
	}

	static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
