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

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Mappings from what happens in a scan to events of the application's own types. What has
 * no mapping is published as its {@link ScanEvent}. Immutable: every method returns new
 * mappings. <pre class="code">
 * ScanEventMappings.of(User.class)
 * 	.itemAsItself()
 * 	.completed(UsersRead.class, (progress) -&gt; new UsersRead(progress.items()));
 * </pre>
 * <p>
 * The event types given are those that listeners name, so that a scan that no listener
 * would hear can be refused. A mapping of items or batches that throws, or that returns
 * {@code null}, fails the scan as a listener that throws does; where one of the end does
 * so, the error is logged and the {@link ScanEvent} is published.
 *
 * @param <T> the item type
 * @since 0.1.0
 */
public final class ScanEventMappings<T> {

	private final Class<T> itemType;

	private final @Nullable Mapping<ScanEvent.Item<T>> item;

	private final @Nullable Mapping<ScanEvent.Batch<T>> batch;

	private final @Nullable Mapping<ScanProgress> completed;

	private final @Nullable Mapping<Throwable> failed;

	private ScanEventMappings(Class<T> itemType, @Nullable Mapping<ScanEvent.Item<T>> item,
			@Nullable Mapping<ScanEvent.Batch<T>> batch, @Nullable Mapping<ScanProgress> completed,
			@Nullable Mapping<Throwable> failed) {
		this.itemType = itemType;
		this.item = item;
		this.batch = batch;
		this.completed = completed;
		this.failed = failed;
	}

	/**
	 * Create mappings that map nothing.
	 * @param <T> the item type
	 * @param itemType class of the items
	 * @return mappings to which event types can be added
	 */
	public static <T> ScanEventMappings<T> of(Class<T> itemType) {
		Assert.notNull(itemType, "'itemType' must not be null");
		return new ScanEventMappings<>(itemType, null, null, null, null);
	}

	/**
	 * Publish an event of this type for each item, in place of {@link ScanEvent.Item}.
	 * @param <E> the event type
	 * @param eventType class of the events
	 * @param mapping from an item to an event
	 * @return new mappings
	 */
	public <E> ScanEventMappings<T> item(Class<E> eventType, Function<? super T, ? extends E> mapping) {
		Assert.notNull(mapping, "'mapping' must not be null");
		return withItem(mapping(eventType, (ScanEvent.Item<T> event) -> mapping.apply(event.item()), false));
	}

	/**
	 * Publish an event of this type for each item, in place of {@link ScanEvent.Item} and
	 * made of it, so that it can take the {@link ScanEvent.Acknowledgment} along.
	 * @param <E> the event type
	 * @param eventType class of the events
	 * @param mapping from what would be published to an event
	 * @return new mappings
	 */
	public <E> ScanEventMappings<T> itemEvent(Class<E> eventType,
			Function<? super ScanEvent.Item<T>, ? extends E> mapping) {
		return withItem(mapping(eventType, mapping, true));
	}

	private ScanEventMappings<T> withItem(Mapping<ScanEvent.Item<T>> mapping) {
		return new ScanEventMappings<>(this.itemType, mapping, this.batch, this.completed, this.failed);
	}

	/**
	 * Publish each item itself, in place of {@link ScanEvent.Item}, for listeners such as
	 * {@code @EventListener void on(User user)}.
	 * @return new mappings
	 */
	public ScanEventMappings<T> itemAsItself() {
		return item(this.itemType, Function.identity());
	}

	/**
	 * Publish an event of this type for each batch, in place of {@link ScanEvent.Batch}.
	 * @param <E> the event type
	 * @param eventType class of the events
	 * @param mapping from the items of a batch, in an unmodifiable list, to an event
	 * @return new mappings
	 */
	public <E> ScanEventMappings<T> batch(Class<E> eventType, Function<? super List<T>, ? extends E> mapping) {
		Assert.notNull(mapping, "'mapping' must not be null");
		return withBatch(mapping(eventType, (ScanEvent.Batch<T> event) -> mapping.apply(event.items()), false));
	}

	/**
	 * Publish an event of this type for each batch, in place of {@link ScanEvent.Batch}
	 * and made of it, so that it can take the {@link ScanEvent.Acknowledgment} along.
	 * @param <E> the event type
	 * @param eventType class of the events
	 * @param mapping from what would be published to an event
	 * @return new mappings
	 */
	public <E> ScanEventMappings<T> batchEvent(Class<E> eventType,
			Function<? super ScanEvent.Batch<T>, ? extends E> mapping) {
		return withBatch(mapping(eventType, mapping, true));
	}

	private ScanEventMappings<T> withBatch(Mapping<ScanEvent.Batch<T>> mapping) {
		return new ScanEventMappings<>(this.itemType, this.item, mapping, this.completed, this.failed);
	}

	/**
	 * Publish an event of this type when every item has been delivered, in place of
	 * {@link ScanEvent.Completed}.
	 * @param <E> the event type
	 * @param eventType class of the events
	 * @param mapping from the final progress to an event
	 * @return new mappings
	 */
	public <E> ScanEventMappings<T> completed(Class<E> eventType, Function<? super ScanProgress, ? extends E> mapping) {
		return new ScanEventMappings<>(this.itemType, this.item, this.batch, mapping(eventType, mapping, false),
				this.failed);
	}

	/**
	 * Publish an event of this type when the scan has failed, in place of
	 * {@link ScanEvent.Failed}.
	 * @param <E> the event type
	 * @param eventType class of the events
	 * @param mapping from the error to an event
	 * @return new mappings
	 */
	public <E> ScanEventMappings<T> failed(Class<E> eventType, Function<? super Throwable, ? extends E> mapping) {
		return new ScanEventMappings<>(this.itemType, this.item, this.batch, this.completed,
				mapping(eventType, mapping, false));
	}

	@Nullable Mapping<ScanEvent.Item<T>> item() {
		return this.item;
	}

	@Nullable Mapping<ScanEvent.Batch<T>> batch() {
		return this.batch;
	}

	@Nullable Mapping<ScanProgress> completed() {
		return this.completed;
	}

	@Nullable Mapping<Throwable> failed() {
		return this.failed;
	}

	private static <S, E> Mapping<S> mapping(Class<E> eventType, Function<? super S, ? extends E> function,
			boolean ofEvent) {
		Assert.notNull(eventType, "'eventType' must not be null");
		Assert.notNull(function, "'mapping' must not be null");
		return new Mapping<>(eventType, function, ofEvent);
	}

	/**
	 * A function and the type of the events it makes.
	 *
	 * @param <S> what is mapped
	 * @param eventType class of the events
	 * @param function makes an event
	 * @param ofEvent whether it makes it of another event, with its acknowledgment
	 */
	record Mapping<S>(Class<?> eventType, Function<? super S, ? extends @Nullable Object> function, boolean ofEvent) {

		Object apply(S source) {
			Object event = this.function.apply(source);
			return Objects.requireNonNull(event,
					() -> "The mapping to %s returned null. Return an event for every call."
						.formatted(this.eventType.getName()));
		}

	}

}
