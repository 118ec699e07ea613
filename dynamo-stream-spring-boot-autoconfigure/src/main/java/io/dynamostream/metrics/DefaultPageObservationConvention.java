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

import io.dynamostream.metrics.PageObservationContext.Outcome;
import io.dynamostream.metrics.ScanObservationDocumentation.HighCardinalityKeyNames;
import io.dynamostream.metrics.ScanObservationDocumentation.LowCardinalityKeyNames;

/**
 * Default {@link PageObservationConvention}. Extend it to add key values.
 *
 * @since 0.1.0
 */
public class DefaultPageObservationConvention implements PageObservationConvention {

	@Override
	public String getName() {
		return "dynamo.stream.page";
	}

	@Override
	public String getContextualName(PageObservationContext context) {
		return "page of " + context.scan().progress().name();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(PageObservationContext context) {
		Outcome outcome = context.outcome();
		KeyValues keyValues = ScanKeyValues.of(context.scan().progress());
		return (outcome != null)
				? keyValues.and(LowCardinalityKeyNames.OUTCOME.withValue(ScanKeyValues.lowerCase(outcome))) : keyValues;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(PageObservationContext context) {
		return KeyValues.of(HighCardinalityKeyNames.EXECUTION.withValue(context.scan().execution().id()),
				HighCardinalityKeyNames.SEGMENT.withValue(String.valueOf(context.segment())),
				HighCardinalityKeyNames.RETRIES.withValue(String.valueOf(context.retries())));
	}

}
