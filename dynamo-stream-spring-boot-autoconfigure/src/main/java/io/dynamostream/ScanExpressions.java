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

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The filter and projection of a scan with their placeholders, which DynamoDB requires to
 * match exactly: each that is used must be defined, and each that is defined used.
 *
 * @param filter filter expression
 * @param projection projection expression
 * @param names attribute names by placeholder
 * @param values values by placeholder
 */
record ScanExpressions(@Nullable String filter, @Nullable String projection, Map<String, String> names,
		Map<String, AttributeValue> values) {

	private static final Pattern PLACEHOLDER = Pattern.compile("[#:]\\w+");

	ScanExpressions {
		Set<String> used = placeholders(filter, projection);
		names.keySet().forEach((name) -> checkUsed(name, used, ScanOption.EXPRESSION_NAMES));
		values.keySet().forEach((value) -> checkUsed(value, used, ScanOption.EXPRESSION_VALUES));
		checkDefined(ScanOption.FILTER_EXPRESSION, filter, names, values);
		checkDefined(ScanOption.PROJECTION_EXPRESSION, projection, names, values);
	}

	static ScanExpressions of(ScanSettings settings) {
		return new ScanExpressions(settings.get(ScanOption.FILTER_EXPRESSION),
				settings.get(ScanOption.PROJECTION_EXPRESSION), settings.entries(ScanOption.EXPRESSION_NAMES),
				settings.entries(ScanOption.EXPRESSION_VALUES));
	}

	/**
	 * Return the placeholders of overridden settings that the overriding expressions use,
	 * or all if no expression was overridden: a placeholder that belonged to an
	 * overridden expression goes with it.
	 */
	static <V> Map<String, V> inherited(ScanSettings merged, boolean overridden, Map<String, V> placeholders) {
		if (!overridden) {
			return placeholders;
		}
		Map<String, V> inherited = new LinkedHashMap<>(placeholders);
		inherited.keySet()
			.retainAll(placeholders(merged.get(ScanOption.FILTER_EXPRESSION),
					merged.get(ScanOption.PROJECTION_EXPRESSION)));
		return inherited;
	}

	static Set<String> placeholders(@Nullable String... expressions) {
		Set<String> placeholders = new LinkedHashSet<>();
		for (String expression : expressions) {
			if (expression != null) {
				Matcher matcher = PLACEHOLDER.matcher(expression);
				while (matcher.find()) {
					placeholders.add(matcher.group());
				}
			}
		}
		return placeholders;
	}

	/**
	 * Return the projected attribute paths, with names in place of placeholders.
	 */
	List<String> projected() {
		return Stream.of(StringUtils.commaDelimitedListToStringArray(this.projection))
			.map((path) -> PLACEHOLDER.matcher(path.strip())
				.replaceAll((placeholder) -> Matcher
					.quoteReplacement(this.names.getOrDefault(placeholder.group(), placeholder.group()))))
			.toList();
	}

	/**
	 * Return these expressions with attributes added to the projection.
	 */
	ScanExpressions projecting(List<String> attributes) {
		StringBuilder projection = new StringBuilder(String.valueOf(this.projection));
		Map<String, String> names = new LinkedHashMap<>(this.names);
		for (String attribute : attributes) {
			String placeholder = unused(names.keySet());
			names.put(placeholder, attribute);
			projection.append(", ").append(placeholder);
		}
		return new ScanExpressions(this.filter, projection.toString(), names, this.values);
	}

	private static String unused(Set<String> placeholders) {
		int number = placeholders.size();
		while (placeholders.contains("#key" + number)) {
			number++;
		}
		return "#key" + number;
	}

	private static void checkUsed(String placeholder, Set<String> used, ScanOption<?> option) {
		if (!used.contains(placeholder)) {
			throw new RefusedOptionException(option, placeholder,
					("placeholder '%s' is defined but no expression of the scan uses it, which DynamoDB refuses. "
							+ "Remove %s(\"%s\", ...) or use it in the filter%s.")
						.formatted(placeholder, option.name(), placeholder,
								placeholder.startsWith("#") ? " or the projection" : ""));
		}
	}

	private static void checkDefined(ScanOption<String> option, @Nullable String expression, Map<String, String> names,
			Map<String, AttributeValue> values) {
		for (String placeholder : placeholders(expression)) {
			if (!names.containsKey(placeholder) && !values.containsKey(placeholder)) {
				throw new RefusedOptionException(option,
						"%s '%s' uses '%s', which is not defined. Define it with %s(\"%s\", ...).".formatted(
								option.name(), expression, placeholder,
								placeholder.startsWith("#") ? "expressionName" : "expressionValue", placeholder));
			}
		}
	}

}
