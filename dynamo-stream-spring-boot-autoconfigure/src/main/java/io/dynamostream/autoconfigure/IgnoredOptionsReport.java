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

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.StringUtils;

import io.dynamostream.ItemTypeResolver;
import io.dynamostream.checkpoint.ScanCheckpointStore;

/**
 * Warns of options that have no effect beside the beans of the application.
 */
final class IgnoredOptionsReport implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(IgnoredOptionsReport.class);

	private final DynamoStreamProperties properties;

	private final ListableBeanFactory beanFactory;

	IgnoredOptionsReport(DynamoStreamProperties properties, ListableBeanFactory beanFactory) {
		this.properties = properties;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		boolean affixed = StringUtils.hasLength(this.properties.getTablePrefix())
				|| StringUtils.hasLength(this.properties.getTableSuffix());
		warnIf((affixed || !this.properties.getTables().isEmpty()) && hasOwnItemTypes(),
				"'dynamo.stream.tables', 'table-prefix' and 'table-suffix' are ignored, since the application has an "
						+ "ItemTypeResolver bean of its own. Let that bean name the tables, or remove it.");
		warnIf(affixed && !hasOwnItemTypes() && springCloudAwsNamesTables(),
				"'dynamo.stream.table-prefix' and 'table-suffix' are ignored, since Spring Cloud AWS names the tables. "
						+ "Use 'spring.cloud.aws.dynamodb.table-prefix' and 'table-suffix'.");
		warnIf(this.properties.getEmbedded().isEnabled() && !hasEmbeddedDynamoDb(),
				"'dynamo.stream.embedded.enabled' is ignored, since the application has a DynamoStreamConnectionDetails "
						+ "bean, which says where the tables are. Remove one of them.");
		warnIf(saysWhereTablesAre(this.properties.getClient()) && hasOtherDetails(),
				"'dynamo.stream.client.endpoint' and 'region' are ignored, since the application has a "
						+ "DynamoStreamConnectionDetails bean, which says where the tables are. Remove one of them.");
		warnIf(hasDelaysWithoutRetries(),
				"'dynamo.stream.delivery-retry' and those of named scans are ignored, since 'max-retries' is nowhere above "
						+ "0, so that no call is repeated. Set 'dynamo.stream.delivery-retry.max-retries'.");
		new IgnoredCheckpointOptions(this.properties.getCheckpoint(), hasOwnCheckpointStore()).warnings()
			.forEach(logger::warn);
	}

	/**
	 * Steps may set other policies, which have delays of their own.
	 */
	private boolean hasDelaysWithoutRetries() {
		List<ScanProperties.DeliveryRetry> retries = new ArrayList<>(List.of(this.properties.getDeliveryRetry()));
		this.properties.getScans().values().forEach((scan) -> retries.add(scan.getDeliveryRetry()));
		return retries.stream().anyMatch(ScanProperties.DeliveryRetry::hasDelays)
				&& retries.stream().allMatch((retry) -> retry.getMaxRetries() == null || retry.getMaxRetries() == 0);
	}

	private static void warnIf(boolean ignored, String message) {
		if (ignored) {
			logger.warn(message);
		}
	}

	private boolean hasOwnItemTypes() {
		return this.beanFactory.getBeanNamesForType(ItemTypeResolver.class).length > 0
				&& this.beanFactory.getBeanNamesForType(ApplicationItemTypes.class).length == 0;
	}

	private boolean hasOwnCheckpointStore() {
		return this.beanFactory.getBeanNamesForType(ScanCheckpointStore.class, true, false).length > 0
				&& !this.beanFactory.containsBean(CheckpointStoreConfiguration.BEAN_NAME);
	}

	private boolean springCloudAwsNamesTables() {
		return this.beanFactory.getBeanProvider(ItemTypeSource.class)
			.stream()
			.anyMatch((source) -> source instanceof SpringCloudAwsItemTypes types && types.namesTables());
	}

	private boolean hasEmbeddedDynamoDb() {
		return this.beanFactory.containsBean("embeddedDynamoDb");
	}

	private static boolean saysWhereTablesAre(DynamoStreamProperties.Client client) {
		return client.getEndpoint() != null || client.getRegion() != null;
	}

	/**
	 * The embedded DynamoDB Local is meant to be used in place of what else is
	 * configured.
	 */
	private boolean hasOtherDetails() {
		return !hasEmbeddedDynamoDb() && this.beanFactory.getBeanProvider(DynamoStreamConnectionDetails.class)
			.stream()
			.anyMatch((details) -> !(details instanceof PropertiesDynamoStreamConnectionDetails));
	}

}
