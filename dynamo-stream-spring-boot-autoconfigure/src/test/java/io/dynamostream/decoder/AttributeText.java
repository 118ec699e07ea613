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

import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes attributes as JSON, in one of the many forms that it has: with white space
 * between tokens and escapes in strings.
 */
final class AttributeText {

	private static final String SPACES = " \n\r\t";

	private static final String ESCAPES = "\"\\/\b\f\n\r\t";

	private static final String ESCAPED = "\"\\/bfnrt";

	private final Random random;

	private final boolean spaces;

	private final boolean escapes;

	private final StringBuilder text = new StringBuilder();

	AttributeText(Random random) {
		this.random = random;
		this.spaces = random.nextInt(4) == 0;
		this.escapes = random.nextInt(4) == 0;
	}

	/**
	 * Write attributes, some of them more than once if that is wanted.
	 */
	String write(List<Map.Entry<String, AttributeValue>> attributes) {
		members(attributes.iterator());
		return this.text.toString();
	}

	private void members(Iterator<Map.Entry<String, AttributeValue>> members) {
		token("{");
		while (members.hasNext()) {
			Map.Entry<String, AttributeValue> member = members.next();
			string(member.getKey());
			token(":");
			value(member.getValue());
			separator(members);
		}
		token("}");
	}

	private void separator(Iterator<?> elements) {
		if (elements.hasNext()) {
			token(",");
		}
	}

	private void value(AttributeValue value) {
		token("{");
		string((value.type() != AttributeValue.Type.NUL) ? value.type().name() : "NULL");
		token(":");
		contents(value);
		token("}");
	}

	private void contents(AttributeValue value) {
		switch (value.type()) {
			case S -> string(value.s());
			case N -> string(value.n());
			case B -> string(base64(value.b().asByteArray()));
			case BOOL -> token(value.bool().toString());
			case NUL -> token(value.nul().toString());
			case SS -> array(value.ss(), this::string);
			case NS -> array(value.ns(), this::string);
			case BS -> array(value.bs(), (bytes) -> string(base64(bytes.asByteArray())));
			case L -> array(value.l(), this::value);
			case M -> members(value.m().entrySet().iterator());
			default -> throw new IllegalArgumentException("An attribute value without a type");
		}
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	private <E> void array(List<E> elements, Consumer<E> writer) {
		token("[");
		for (Iterator<E> iterator = elements.iterator(); iterator.hasNext();) {
			writer.accept(iterator.next());
			separator(iterator);
		}
		token("]");
	}

	private void token(String token) {
		space();
		this.text.append(token);
		space();
	}

	private void space() {
		while (this.spaces && this.random.nextInt(3) == 0) {
			this.text.append(SPACES.charAt(this.random.nextInt(SPACES.length())));
		}
	}

	private void string(String string) {
		space();
		this.text.append('"');
		string.codePoints().forEach(this::character);
		this.text.append('"');
		space();
	}

	/**
	 * Write a character. Half a surrogate pair can only be escaped.
	 */
	private void character(int c) {
		boolean escaped = c < ' ' || c == '"' || c == '\\'
				|| (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
		if (!escaped && !(this.escapes && this.random.nextInt(5) == 0)) {
			this.text.appendCodePoint(c);
			return;
		}
		int known = ESCAPES.indexOf(c);
		if (known >= 0 && this.random.nextBoolean()) {
			this.text.append('\\').append(ESCAPED.charAt(known));
			return;
		}
		for (char half : Character.toChars(c)) {
			this.text.append(String.format(this.random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) half));
		}
	}

}
