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

package io.dynamostream.sample;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

class IndexPageTests extends AbstractSampleTests {

	private static final Pattern LINKED = Pattern.compile("<code>(GET|POST|DELETE) (/[^<?]+)|<button>(POST) (/[^<?]+)");

	@Autowired
	private RequestMappingHandlerMapping requestMappingHandlerMapping;

	@Test
	void listsEveryExample() {
		assertThat(listed()).isEqualTo(mapped());
	}

	private Set<String> listed() {
		String page = String.join("\n", lines("/"));
		return LINKED.matcher(page).results().map(this::methodAndPath).collect(Collectors.toCollection(TreeSet::new));
	}

	private String methodAndPath(MatchResult link) {
		return (link.group(1) != null) ? link.group(1) + " " + link.group(2) : link.group(3) + " " + link.group(4);
	}

	private Set<String> mapped() {
		return this.requestMappingHandlerMapping.getHandlerMethods()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().getBeanType().getPackage().equals(getClass().getPackage()))
			.map((entry) -> methodAndPath(entry.getKey()))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private String methodAndPath(RequestMappingInfo mapping) {
		RequestMethod method = mapping.getMethodsCondition().getMethods().iterator().next();
		return method + " " + mapping.getPatternValues().iterator().next();
	}

}
