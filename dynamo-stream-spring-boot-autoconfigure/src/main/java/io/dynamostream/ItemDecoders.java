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

import java.util.Map;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.ConcurrentReferenceHashMap;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamTemplate.Decoder;
import io.dynamostream.decoder.ItemDecoder;

/**
 * The decoders of the item types that have been scanned. Safe for use by several threads.
 */
final class ItemDecoders {

	private static final Log logger = LogFactory.getLog(ItemDecoders.class);

	/**
	 * The only client of the SDK, which is not public.
	 */
	private static final String SDK_CLIENT = "software.amazon.awssdk.services.dynamodb.DefaultDynamoDbClient";

	private final boolean direct;

	private final Map<TableSchema<?>, Optional<ItemDecoder<?>>> decoders = new ConcurrentReferenceHashMap<>();

	ItemDecoders(Decoder decoder, DynamoDbClient client) {
		this.direct = decoder == Decoder.DIRECT && isOfTheSdk(client);
	}

	/**
	 * Return whether a client is that of the SDK. Any other may change what the SDK has
	 * decoded, or send requests of its own.
	 */
	private static boolean isOfTheSdk(DynamoDbClient client) {
		boolean ofTheSdk = client.getClass().getName().equals(SDK_CLIENT);
		if (!ofTheSdk) {
			logger.debug("The SDK decodes items, since the client is a " + client.getClass().getName());
		}
		return ofTheSdk;
	}

	@SuppressWarnings("unchecked")
	<T> ItemDecoding<T> of(TableSchema<T> schema) {
		if (!this.direct) {
			return ItemDecoding.bySdk();
		}
		Optional<ItemDecoder<?>> decoder = this.decoders.computeIfAbsent(schema,
				(added) -> Optional.ofNullable(ItemDecoder.of(added)));
		return new ItemDecoding<>(true, (ItemDecoder<T>) decoder.orElse(null));
	}

}
