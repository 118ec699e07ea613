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

import io.dynamostream.autoconfigure.DynamoStreamProperties.Checkpoint.Store;

/**
 * Matches if a store of checkpoints is chosen, in any case in which the binder takes its
 * name.
 */
abstract class CheckpointStoreCondition extends SpringBootCondition {

	static final String PROPERTY = DynamoStreamProperties.PREFIX + ".checkpoint.store";

	private final Store store;

	private CheckpointStoreCondition(Store store) {
		this.store = store;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Store chosen = Binder.get(context.getEnvironment()).bind(PROPERTY, Store.class).orElse(Store.FILE);
		return new ConditionOutcome(chosen == this.store, ConditionMessage.of("'%s' is %s", PROPERTY, chosen));
	}

	/**
	 * Matches unless another store is chosen.
	 */
	static final class File extends CheckpointStoreCondition {

		File() {
			super(Store.FILE);
		}

	}

	/**
	 * Matches if a relational database is chosen.
	 */
	static final class Jdbc extends CheckpointStoreCondition {

		Jdbc() {
			super(Store.JDBC);
		}

	}

	/**
	 * Matches if a table of DynamoDB is chosen.
	 */
	static final class DynamoDb extends CheckpointStoreCondition {

		DynamoDb() {
			super(Store.DYNAMODB);
		}

	}

}
