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

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if a property is bound to {@code true}, in any of the words that the binder
 * takes for it. {@code @ConditionalOnBooleanProperty} knows no other than "true", so that
 * a DynamoDB Local that is switched "on" would not be used, and tables of AWS would.
 */
abstract class SwitchCondition extends SpringBootCondition {

	private final String property;

	private final boolean byDefault;

	private SwitchCondition(String property, boolean byDefault) {
		this.property = property;
		this.byDefault = byDefault;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean on = Binder.get(context.getEnvironment()).bind(this.property, Boolean.class).orElse(this.byDefault);
		return new ConditionOutcome(on, ConditionMessage.of("'%s' is %s", this.property, on));
	}

	/**
	 * Matches unless Dynamo Stream is switched off.
	 */
	static final class Enabled extends SwitchCondition {

		Enabled() {
			super(DynamoStreamProperties.PREFIX + ".enabled", true);
		}

	}

	/**
	 * Matches if the embedded DynamoDB Local is switched on.
	 */
	static final class Embedded extends SwitchCondition {

		Embedded() {
			super(DynamoStreamProperties.PREFIX + ".embedded.enabled", false);
		}

	}

}
