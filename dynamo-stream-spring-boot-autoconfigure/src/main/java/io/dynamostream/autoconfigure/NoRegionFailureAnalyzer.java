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

import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Analyzes the failure to make a client because there is no AWS region.
 */
class NoRegionFailureAnalyzer extends AbstractFailureAnalyzer<SdkClientException> {

	private final BeanFactory beanFactory;

	NoRegionFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SdkClientException cause) {
		if (!String.valueOf(cause.getMessage()).contains("Unable to load region") || !isOfDynamoDb(rootFailure)) {
			return null;
		}
		return new FailureAnalysis("No AWS region is configured, so no client for DynamoDB could be created.",
				"Set 'dynamo.stream.client.region', the environment variable AWS_REGION or the region of your AWS "
						+ "profile ('spring.cloud.aws.region.static' for the clients of Spring Cloud AWS). DynamoDB Local "
						+ "takes any region.",
				cause);
	}

	/**
	 * Other clients of AWS fail in the same way, and other properties set their region.
	 */
	private boolean isOfDynamoDb(Throwable rootFailure) {
		return Stream.iterate(rootFailure, Objects::nonNull, Throwable::getCause)
			.anyMatch((failure) -> failure instanceof BeanCreationException ex && isClient(ex.getBeanName()));
	}

	private boolean isClient(@Nullable String beanName) {
		return beanName != null && this.beanFactory.containsBean(beanName)
				&& this.beanFactory.isTypeMatch(beanName, DynamoDbClient.class);
	}

}
