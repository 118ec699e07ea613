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

import java.time.Duration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.logging.ScanProgressLog;

/**
 * Auto-configuration for {@link ScanProgressLog}.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(DynamoDbClient.class)
@Conditional(SwitchCondition.Enabled.class)
@ConditionalOnMissingBean(ScanProgressLog.class)
@EnableConfigurationProperties(DynamoStreamProperties.class)
public final class ScanProgressLogAutoConfiguration {

	@Bean
	ProgressLogScheduler dynamoStreamProgressLogScheduler() {
		return new ProgressLogScheduler();
	}

	@Bean
	ScanProgressLog dynamoStreamProgressLog(ProgressLogScheduler scheduler, DynamoStreamProperties properties) {
		Duration interval = properties.getProgress().getLogInterval();
		try {
			return new ScanProgressLog(scheduler.get(), interval);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("dynamo.stream.progress.log-interval", interval,
					ex.getMessage(), ex);
		}
	}

}
