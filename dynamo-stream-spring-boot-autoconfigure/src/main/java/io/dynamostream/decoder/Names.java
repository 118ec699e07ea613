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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Names of attributes, found by their bytes. Safe for use by several threads.
 */
final class Names {

	private static final byte[] NONE = {};

	private static final long MIXER = 0x9E3779B97F4A7C15L;

	private final List<String> names;

	private final byte[][] texts;

	/**
	 * Indexes of the names plus one, where the hash of their text puts them or behind.
	 */
	private final int[] slots;

	private final int shift;

	/**
	 * Index of the name that has followed each one, behind that of the first name, and -1
	 * where none has yet. Items of a table mostly have their attributes in one order.
	 */
	private final int[] following;

	/**
	 * How each name is written, and nothing for those that are written in several ways.
	 */
	private final byte[][] members;

	Names(Collection<String> names) {
		this.names = List.copyOf(names);
		this.texts = this.names.stream().map((name) -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
		int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * this.texts.length + 1);
		this.slots = new int[1 << bits];
		this.shift = Long.SIZE - bits;
		for (int index = 0; index < this.texts.length; index++) {
			add(index, this.texts[index]);
		}
		this.following = new int[this.texts.length + 1];
		Arrays.fill(this.following, -1);
		this.members = this.names.stream().map(Names::member).toArray(byte[][]::new);
	}

	private static byte[] member(String name) {
		byte[] member = ("\"" + name + "\":").getBytes(StandardCharsets.UTF_8);
		return (Quotes.endOfPlainText(member, 1, member.length) == member.length - 2) ? member : NONE;
	}

	private void add(int index, byte[] text) {
		int slot = slot(text, 0, text.length);
		while (this.slots[slot] != 0) {
			slot = (slot + 1) & (this.slots.length - 1);
		}
		this.slots[slot] = index + 1;
	}

	/**
	 * Return the index of the name that is likely to follow another one, or -1 if none
	 * is.
	 * @param previous index of the other one, or -1 if there has been none
	 */
	int following(int previous) {
		return this.following[previous + 1];
	}

	/**
	 * Note that a name has followed another one, unless another has before.
	 */
	void follows(int index, int previous) {
		if (this.following[previous + 1] < 0 && this.members[index].length > 0) {
			this.following[previous + 1] = index;
		}
	}

	/**
	 * Return how a name is written that is likely to follow: with its quotes and colon.
	 */
	byte[] member(int index) {
		return this.members[index];
	}

	/**
	 * Return the index of a name, or -1 if it is not one of these.
	 */
	int indexOf(String name) {
		return this.names.indexOf(name);
	}

	/**
	 * Return the index of the name that is a part of a text, or -1 if it is not one of
	 * these.
	 */
	int indexOf(byte[] text, int start, int end) {
		int slot = slot(text, start, end);
		for (int index = this.slots[slot] - 1; index >= 0; index = this.slots[slot] - 1) {
			byte[] name = this.texts[index];
			if (Arrays.equals(name, 0, name.length, text, start, end)) {
				return index;
			}
			slot = (slot + 1) & (this.slots.length - 1);
		}
		return -1;
	}

	/**
	 * Names differ in their beginning, their length or their end.
	 */
	private int slot(byte[] text, int start, int end) {
		int length = end - start;
		long hash = length;
		if (length >= Long.BYTES) {
			hash += Quotes.eightBytes(text, start) * 31 + Quotes.eightBytes(text, end - Long.BYTES);
		}
		else {
			for (int i = start; i < end; i++) {
				hash = hash << Byte.SIZE | text[i];
			}
		}
		return (int) ((hash * MIXER) >>> this.shift);
	}

}
