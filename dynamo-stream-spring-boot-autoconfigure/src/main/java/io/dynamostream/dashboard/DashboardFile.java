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

package io.dynamostream.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.util.DigestUtils;

/**
 * A file of the page, as it is in the jar.
 *
 * @param type what it is
 * @param content its bytes, which must not be changed
 * @param tag changes with the content
 */
record DashboardFile(MediaType type, byte[] content, String tag) {

	static DashboardFile load(String name) {
		try {
			byte[] content = new ClassPathResource(name, DashboardFile.class).getContentAsByteArray();
			return new DashboardFile(typeOf(name), content, '"' + DigestUtils.md5DigestAsHex(content) + '"');
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static MediaType typeOf(String name) {
		MediaType type = MediaTypeFactory.getMediaType(name).orElse(MediaType.TEXT_PLAIN);
		return new MediaType(type, StandardCharsets.UTF_8);
	}

	String text() {
		return new String(this.content, StandardCharsets.UTF_8);
	}

	/**
	 * {@link RuntimeHints} for the files.
	 */
	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			Dashboard.FILES.forEach((name) -> hints.resources().registerPattern("io/dynamostream/dashboard/" + name));
		}

	}

}
