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

package io.dynamostream.decoder;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;

/**
 * A property that an attribute is mapped to.
 *
 * @param name name of the property
 * @param getter where its annotations are looked for first
 * @param setter what sets it
 */
record Property(String name, Method getter, Method setter) {

	String attribute() {
		DynamoDbAttribute attribute = find(DynamoDbAttribute.class);
		return (attribute != null) ? attribute.value() : this.name;
	}

	boolean isFlattened() {
		return has(DynamoDbFlatten.class);
	}

	boolean has(Class<? extends Annotation> annotation) {
		return find(annotation) != null;
	}

	private <A extends Annotation> @Nullable A find(Class<A> annotation) {
		A found = this.getter.getAnnotation(annotation);
		return (found != null) ? found : this.setter.getAnnotation(annotation);
	}

	Class<?> type() {
		return this.setter.getParameterTypes()[0];
	}

}
