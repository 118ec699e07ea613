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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.ResolvableType;

import io.dynamostream.ScanProgress.State;

/**
 * Publishes what a scan delivers as events: as {@link ScanEvent}s, or as what the
 * mappings make of it.
 *
 * @param <T> the item type
 */
final class ScanEvents<T> implements ItemConsumer<T> {

	private static final Log logger = LogFactory.getLog(ScanEvents.class);

	private final ScanPlan<T> plan;

	private final ScanEventMappings<T> mappings;

	private final ApplicationEventPublisher publisher;

	private final Pace progressPace;

	private final Class<T> itemType;

	ScanEvents(ScanPlan<T> plan, ScanEventMappings<T> mappings, ApplicationEventPublisher publisher,
			Pace progressPace) {
		this.plan = plan;
		this.mappings = mappings;
		this.publisher = publisher;
		this.progressPace = progressPace;
		this.itemType = plan.target().itemType();
	}

	/**
	 * Refuse a scan that no listener would hear.
	 * @throws IllegalStateException if there is no listener for its items
	 */
	void checkHeard() {
		EventAudience audience = new EventAudience(this.publisher);
		if (!audience.hears(deliveredType())) {
			throw new IllegalStateException(
					("%s was not started, because no listener would hear it: there is no @EventListener for %s. "
							+ "Declare a bean with one%s.")
						.formatted(this.plan.describe(), deliveredType(), alternative(audience)));
		}
	}

	/**
	 * Refuse a scan with manual acknowledgment whose listeners could not acknowledge.
	 * @throws IllegalArgumentException if the mapping of its items drops the event
	 */
	void checkAcknowledged() {
		ScanEventMappings.Mapping<?> mapping = isBatched() ? this.mappings.batch() : this.mappings.item();
		if (this.plan.isAcknowledgedManually() && mapping != null && !mapping.ofEvent()) {
			throw this.plan.refused(ScanOption.MANUAL_ACKNOWLEDGMENT,
					("listeners of %s could not acknowledge, because their events are made of items alone. Map events "
							+ "with %s, or leave out manualAcknowledgment().")
						.formatted(mapping.eventType().getName(), isBatched() ? "batchEvent(...)" : "itemEvent(...)"));
		}
	}

	private ResolvableType deliveredType() {
		return isBatched() ? batchType() : itemType();
	}

	private String alternative(EventAudience audience) {
		if (isBatched() && audience.hears(itemType())) {
			return ", or use batchSize(1), as there is one for " + itemType();
		}
		if (!isBatched() && audience.hears(batchType())) {
			return ", or use batchSize(2) or more, as there is one for " + batchType();
		}
		return "";
	}

	private ResolvableType itemType() {
		return deliveredType(this.mappings.item(), ScanEvent.Item.class);
	}

	private ResolvableType batchType() {
		return deliveredType(this.mappings.batch(), ScanEvent.Batch.class);
	}

	private ResolvableType deliveredType(ScanEventMappings.@Nullable Mapping<?> mapping, Class<?> scanEvent) {
		return (mapping != null) ? ResolvableType.forClass(mapping.eventType())
				: ResolvableType.forClassWithGenerics(scanEvent, this.itemType);
	}

	private boolean isBatched() {
		return batchSize() > 1;
	}

	@Override
	public int batchSize() {
		return this.plan.batchSize();
	}

	@Override
	public void started(ScanExecution execution) {
		this.publisher.publishEvent(new ScanEvent.Started<>(execution.id(), execution.name(), this.itemType));
	}

	@Override
	public void accept(ScanExecution execution, List<T> items, ScanEvent.Acknowledgment acknowledgment) {
		this.publisher.publishEvent(isBatched() ? batchEvent(execution, items, acknowledgment)
				: itemEvent(execution, items.get(0), acknowledgment));
	}

	private Object itemEvent(ScanExecution execution, T item, ScanEvent.Acknowledgment acknowledgment) {
		ScanEvent.Item<T> event = new ScanEvent.Item<>(execution.id(), execution.name(), this.itemType, item,
				acknowledgment);
		ScanEventMappings.Mapping<ScanEvent.Item<T>> mapping = this.mappings.item();
		return (mapping != null) ? mapping.apply(event) : event;
	}

	private Object batchEvent(ScanExecution execution, List<T> items, ScanEvent.Acknowledgment acknowledgment) {
		ScanEvent.Batch<T> event = new ScanEvent.Batch<>(execution.id(), execution.name(), this.itemType, items,
				acknowledgment);
		ScanEventMappings.Mapping<ScanEvent.Batch<T>> mapping = this.mappings.batch();
		return (mapping != null) ? mapping.apply(event) : event;
	}

	@Override
	public void delivered(ScanExecution execution) {
		if (this.progressPace.isDue()) {
			try {
				this.publisher.publishEvent(new ScanEvent.Progress<>(execution.id(), execution.name(), this.itemType,
						execution.progress()));
			}
			catch (RuntimeException | Error ex) {
				logger.warn("%s goes on, but a listener of its progress failed".formatted(this.plan.describe()), ex);
			}
		}
	}

	@Override
	public void failed(ScanEvent.ItemFailed<T> item) {
		try {
			this.publisher.publishEvent(item);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("%s goes on, but a listener of its failed items failed with %s"
				.formatted(this.plan.describe(item.segment()), ex.getClass().getName()));
			logger.debug("Cause of the failure of a listener of failed items", ex);
		}
	}

	@Override
	public void ended(ScanProgress progress, @Nullable Throwable error) {
		this.publisher.publishEvent(endEvent(progress, error));
	}

	/**
	 * Map an end, of which there is to be exactly one event whatever the mapping does.
	 */
	private <V> Object mapEnd(ScanEventMappings.@Nullable Mapping<V> mapping, V value, ScanEvent<T> otherwise) {
		try {
			return (mapping != null) ? mapping.apply(value) : otherwise;
		}
		catch (RuntimeException | Error ex) {
			logger.warn(
					"%s had ended (%s) when the mapping of its end failed, so %s is published instead".formatted(
							this.plan.describe(), otherwise.getClass().getSimpleName(), otherwise.getClass().getName()),
					ex);
			return otherwise;
		}
	}

	private Object endEvent(ScanProgress progress, @Nullable Throwable error) {
		if (progress.state() == State.COMPLETED) {
			return completedEvent(progress);
		}
		return (progress.state() == State.FAILED && error != null) ? failedEvent(progress, error)
				: new ScanEvent.Cancelled<>(progress.id(), progress.name(), this.itemType, progress);
	}

	private Object completedEvent(ScanProgress progress) {
		return mapEnd(this.mappings.completed(), progress,
				new ScanEvent.Completed<>(progress.id(), progress.name(), this.itemType, progress));
	}

	private Object failedEvent(ScanProgress progress, Throwable error) {
		return mapEnd(this.mappings.failed(), error,
				new ScanEvent.Failed<>(progress.id(), progress.name(), this.itemType, progress, error));
	}

}
