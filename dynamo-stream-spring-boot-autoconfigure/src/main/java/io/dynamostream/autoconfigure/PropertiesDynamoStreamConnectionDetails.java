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

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.regions.Region;

/**
 * Adapts {@link DynamoStreamProperties} to {@link DynamoStreamConnectionDetails}.
 */
final class PropertiesDynamoStreamConnectionDetails implements DynamoStreamConnectionDetails {

	/**
	 * A region is a part of a host name. Its list grows, so that no other check is made.
	 */
	private static final Pattern REGION = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

	private final @Nullable URI endpoint;

	private final @Nullable Region region;

	PropertiesDynamoStreamConnectionDetails(DynamoStreamProperties.Client properties) {
		this.endpoint = checked(properties.getEndpoint());
		this.region = region(properties.getRegion());
	}

	private static @Nullable URI checked(@Nullable URI endpoint) {
		if (endpoint != null && (endpoint.getHost() == null || !isHttp(endpoint.getScheme()))) {
			throw new InvalidConfigurationPropertyValueException("dynamo.stream.client.endpoint", endpoint,
					"It must be an absolute http or https URL, such as http://localhost:8000.");
		}
		return endpoint;
	}

	private static boolean isHttp(@Nullable String scheme) {
		return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
	}

	private static @Nullable Region region(@Nullable String region) {
		if (!StringUtils.hasText(region)) {
			return null;
		}
		if (!REGION.matcher(region).matches()) {
			throw new InvalidConfigurationPropertyValueException("dynamo.stream.client.region", region,
					"It must be the name of an AWS region, such as eu-central-1.");
		}
		return Region.of(region);
	}

	@Override
	public @Nullable URI getEndpoint() {
		return this.endpoint;
	}

	@Override
	public @Nullable Region getRegion() {
		return this.region;
	}

}
