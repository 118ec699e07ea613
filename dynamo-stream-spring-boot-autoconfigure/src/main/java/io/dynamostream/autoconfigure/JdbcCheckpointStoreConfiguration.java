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

import javax.sql.DataSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.StringUtils;

import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.jdbc.JdbcScanCheckpointStore;

/**
 * The store of checkpoints in a relational database, if it is chosen.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(CheckpointStoreCondition.Jdbc.class)
class JdbcCheckpointStoreConfiguration {

	private static final String SPRING_BOOT_JDBC = "org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer";

	private static final String PREFIX = DynamoStreamProperties.PREFIX + ".checkpoint.jdbc.";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = SPRING_BOOT_JDBC)
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class PresentConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@Conditional(OnSchemaInitializationCondition.class)
		CheckpointSchemaInitializer dynamoStreamCheckpointSchemaInitializer(ListableBeanFactory beanFactory,
				DynamoStreamProperties properties) {
			return new CheckpointSchemaInitializer(dataSource(beanFactory), properties.getCheckpoint().getJdbc());
		}

		@Bean(name = CheckpointStoreConfiguration.BEAN_NAME)
		@DependsOnDatabaseInitialization
		JdbcScanCheckpointStore dynamoStreamCheckpointStore(ListableBeanFactory beanFactory,
				DynamoStreamProperties properties) {
			JdbcScanCheckpointStore.Builder builder = JdbcScanCheckpointStore.builder(dataSource(beanFactory))
				.leases(CheckpointStoreConfiguration.leases(properties));
			return CheckedProperty
				.map(PREFIX + "table-name", properties.getCheckpoint().getJdbc().getTableName(), builder::tableName)
				.build();
		}

		private static DataSource dataSource(ListableBeanFactory beanFactory) {
			DataSource dataSource = beanFactory.getBeanProvider(DataSource.class).getIfUnique();
			if (dataSource == null) {
				throw notUnique(beanFactory.getBeanNamesForType(DataSource.class));
			}
			return dataSource;
		}

		private static MisconfigurationException notUnique(String[] names) {
			String property = CheckpointStoreCondition.PROPERTY;
			if (names.length == 0) {
				return new MisconfigurationException(
						"'%s' is jdbc, but the application has no DataSource bean.".formatted(property),
						"Configure one with 'spring.datasource.url' and a driver, or choose another store.");
			}
			return new MisconfigurationException(
					"'%s' is jdbc, but which of the DataSource beans to use is not known: %s.".formatted(property,
							StringUtils.arrayToDelimitedString(names, ", ")),
					"Make one of them @Primary, or define a ScanCheckpointStore bean with "
							+ "JdbcScanCheckpointStore.builder(dataSource).");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(SPRING_BOOT_JDBC)
	static class MissingConfiguration {

		@Bean(name = CheckpointStoreConfiguration.BEAN_NAME)
		@Lazy(false)
		ScanCheckpointStore dynamoStreamCheckpointStore() {
			throw new MisconfigurationException(
					"'%s' is jdbc, but Spring Boot's support for JDBC is not on the class path."
						.formatted(CheckpointStoreCondition.PROPERTY),
					"Add the dependency 'org.springframework.boot:spring-boot-starter-jdbc', or choose another store.");
		}

	}

	/**
	 * Matches unless the schema is never to be initialized.
	 */
	static class OnSchemaInitializationCondition extends OnDatabaseInitializationCondition {

		OnSchemaInitializationCondition() {
			super("Checkpoints", PREFIX + "initialize-schema");
		}

	}

}
