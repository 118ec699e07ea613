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

import io.micrometer.common.KeyValues;

import io.dynamostream.ScanProgress;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.metrics.ScanObservationDocumentation.HighCardinalityKeyNames;
import io.dynamostream.metrics.ScanObservationDocumentation.LowCardinalityKeyNames;

/**
 * Default {@link ScanObservationConvention}. Extend it to add key values.
 *
 * @since 0.1.0
 */
public class DefaultScanObservationConvention implements ScanObservationConvention {

	@Override
	public String getName() {
		return "dynamo.stream.scan";
	}

	@Override
	public String getContextualName(ScanObservationContext context) {
		return "scan " + context.progress().name();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ScanObservationContext context) {
		ScanProgress progress = context.progress();
		State state = progress.state();
		KeyValues keyValues = ScanKeyValues.of(progress);
		return state.hasEnded()
				? keyValues.and(LowCardinalityKeyNames.OUTCOME.withValue(ScanKeyValues.lowerCase(state))) : keyValues;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ScanObservationContext context) {
		return KeyValues.of(HighCardinalityKeyNames.EXECUTION.withValue(context.execution().id()));
	}

}
