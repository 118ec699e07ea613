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

package io.dynamostream;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapper;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapperConfig;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapperConfig.PaginationLoadingStrategy;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBScanExpression;

/**
 * Reads a table of users with the mapper of the SDK of before.
 */
final class MapperScans {

	private final DynamoDBMapper mapper;

	private final int segments;

	MapperScans(ScannedItems target) {
		AwsClientBuilder.EndpointConfiguration endpoint = new AwsClientBuilder.EndpointConfiguration(
				target.endpoint().toString(), "us-east-1");
		this.mapper = new DynamoDBMapper(AmazonDynamoDBClientBuilder.standard()
			.withEndpointConfiguration(endpoint)
			.withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("dummy", "dummy")))
			.build());
		this.segments = target.segments();
	}

	void sequential(Sink sink) {
		DynamoDBMapperConfig onePageAtATime = DynamoDBMapperConfig.builder()
			.withPaginationLoadingStrategy(PaginationLoadingStrategy.ITERATION_ONLY)
			.build();
		this.mapper.scan(MapperUser.class, new DynamoDBScanExpression(), onePageAtATime).forEach(sink::accept);
	}

	void parallel(Sink sink) {
		this.mapper.parallelScan(MapperUser.class, new DynamoDBScanExpression(), this.segments).forEach(sink::accept);
	}

}
