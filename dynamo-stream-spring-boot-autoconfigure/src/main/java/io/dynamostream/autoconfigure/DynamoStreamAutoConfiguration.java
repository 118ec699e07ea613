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
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.function.Function;

import io.awspring.cloud.dynamodb.DynamoDbTableNameResolver;
import io.awspring.cloud.dynamodb.DynamoDbTableSchemaResolver;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.util.Assert;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamOperations;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ItemTypeResolver;
import io.dynamostream.ScanExecutions;
import io.dynamostream.ScanListener;
import io.dynamostream.budget.ScanBudgets;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.deadletter.DeadLetterFile;

/**
 * Auto-configuration for {@link DynamoStreamTemplate}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { DynamoStreamClientAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
@ConditionalOnClass({ DynamoDbClient.class, DynamoDbEnhancedClient.class })
@Conditional(SwitchCondition.Enabled.class)
@EnableConfigurationProperties(DynamoStreamProperties.class)
@Import({ DynamoStreamTaskExecutorConfiguration.class, CheckpointStoreConfiguration.class })
@ImportRuntimeHints(ScanEventHints.class)
public final class DynamoStreamAutoConfiguration {

	private static final String DEAD_LETTER_FILE = DynamoStreamProperties.PREFIX + ".dead-letter.file";

	private final DynamoStreamProperties properties;

	DynamoStreamAutoConfiguration(DynamoStreamProperties properties) {
		this.properties = properties;
	}

	@Bean
	@ConditionalOnMissingBean(DynamoStreamOperations.class)
	DynamoStreamTemplate dynamoStreamTemplate(DynamoDbClient client, ItemTypeResolver itemTypes,
			@Qualifier(DynamoStreamTaskExecutorConfiguration.BEAN_NAME) AsyncTaskExecutor taskExecutor,
			ApplicationContext applicationContext, ObjectProvider<ScanListener> listeners,
			ObjectProvider<ScanBudgets> budgets, ObjectProvider<TaskDecorator> taskDecorator,
			ObjectProvider<DeadLetterFile> deadLetterFile, ScanCheckpointStore checkpointStore) {
		DynamoStreamTemplate.Builder builder = DynamoStreamTemplate.builder(client)
			.itemTypes(itemTypes)
			.taskExecutor(taskExecutor)
			.eventPublisher(applicationContext)
			.decoder(this.properties.getDecoder())
			.checkpointStore(checkpointStore)
			.onCheckpointSaveFailure(this.properties.getCheckpoint().getOnSaveFailure())
			.settings(ScanSettingsMapper.settings(this.properties))
			.namedSettings(ScanSettingsMapper.namedSettings(this.properties));
		listeners.orderedStream().forEach(builder::listener);
		budgets.ifAvailable(builder::budgets);
		taskDecorator.ifUnique(builder::taskDecorator);
		deadLetterFile.ifUnique(builder::failedItemRecorder);
		set("history-size", this.properties.getHistorySize(), builder::historySize);
		set("progress.event-interval", this.properties.getProgress().getEventInterval(),
				builder::progressEventInterval);
		set("checkpoint.interval", this.properties.getCheckpoint().getInterval(), builder::checkpointInterval);
		return builder.build();
	}

	private static <V> void set(String name, V value, Function<V, DynamoStreamTemplate.Builder> setter) {
		CheckedProperty.map(DynamoStreamProperties.PREFIX + "." + name, value, setter);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(DEAD_LETTER_FILE)
	DeadLetterFile dynamoStreamDeadLetterFile() {
		File file = this.properties.getDeadLetter().getFile();
		Assert.state(file != null, () -> "'%s' must name a file".formatted(DEAD_LETTER_FILE));
		return CheckedProperty.map(DEAD_LETTER_FILE, file, DynamoStreamAutoConfiguration::open);
	}

	private static DeadLetterFile open(File file) {
		try {
			return new DeadLetterFile(file.toPath(), Clock.systemUTC());
		}
		catch (UncheckedIOException ex) {
			throw new IllegalArgumentException("It must be a file that can be written", ex);
		}
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(DynamoStreamTemplate.class)
	ScanExecutions dynamoStreamExecutions(DynamoStreamTemplate template) {
		return template.executions();
	}

	@Bean
	@ConditionalOnMissingBean(ItemTypeResolver.class)
	ApplicationItemTypes dynamoStreamItemTypes(BeanFactory beanFactory, ObjectProvider<ItemTypeSource> sources) {
		return new ApplicationItemTypes(this.properties, beanFactory, sources);
	}

	@Bean
	IgnoredOptionsReport dynamoStreamIgnoredOptionsReport(ListableBeanFactory beanFactory) {
		return new IgnoredOptionsReport(this.properties, beanFactory);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DynamoDbTableSchemaResolver.class)
	static class SpringCloudAwsConfiguration {

		@Bean
		SpringCloudAwsItemTypes springCloudAwsItemTypes(ObjectProvider<DynamoDbTableSchemaResolver> schemaResolver,
				ObjectProvider<DynamoDbTableNameResolver> nameResolver) {
			return new SpringCloudAwsItemTypes(schemaResolver, nameResolver);
		}

	}

}
