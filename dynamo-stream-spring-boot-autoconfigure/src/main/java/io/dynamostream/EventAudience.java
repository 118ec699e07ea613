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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Tells whether anybody listens to an event before it is published. Infrastructure that
 * listens to every event does not count; an {@code @EventListener} method does, however
 * general.
 */
final class EventAudience {

	private static final ResolvableType UNHEARD_OF = ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class,
			UnheardOf.class);

	private final ApplicationEventPublisher publisher;

	EventAudience(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Return whether a listener would hear events of a type. A publisher that is not an
	 * application context has listeners of its own, of which nothing is known.
	 */
	boolean hears(ResolvableType eventType) {
		if (!(this.publisher instanceof ApplicationContext context)) {
			return true;
		}
		ResolvableType published = ApplicationEvent.class.isAssignableFrom(eventType.toClass()) ? eventType
				: ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, eventType);
		return hears(context, published);
	}

	private static boolean hears(@Nullable ApplicationContext context, ResolvableType event) {
		return context != null && (hasListener(context, event) || hasListenerBean(context, event)
				|| hears(context.getParent(), event));
	}

	private static boolean hasListener(ApplicationContext context, ResolvableType event) {
		return context instanceof AbstractApplicationContext withListeners
				&& withListeners.getApplicationListeners().stream().anyMatch((listener) -> hears(listener, event));
	}

	private static boolean hears(ApplicationListener<?> listener, ResolvableType event) {
		GenericApplicationListener generic = (listener instanceof GenericApplicationListener alreadyGeneric)
				? alreadyGeneric : new GenericApplicationListenerAdapter(listener);
		return generic.supportsEventType(event)
				&& (listener instanceof ApplicationListenerMethodAdapter || !generic.supportsEventType(UNHEARD_OF));
	}

	/**
	 * Look for listeners by the type that is declared for their beans, as the multicaster
	 * does: a lambda does not know its own, and not every bean is instantiated before an
	 * event comes.
	 */
	private static boolean hasListenerBean(ApplicationContext context, ResolvableType event) {
		return context instanceof ConfigurableApplicationContext withBeans
				&& Arrays.stream(context.getBeanNamesForType(ApplicationListener.class, true, false))
					.filter(withBeans.getBeanFactory()::containsBeanDefinition)
					.map((name) -> heardBy(withBeans.getBeanFactory().getMergedBeanDefinition(name)))
					.anyMatch((heard) -> heard.isAssignableFrom(event) && !heard.isAssignableFrom(UNHEARD_OF));
	}

	private static ResolvableType heardBy(BeanDefinition listener) {
		return listener.getResolvableType().as(ApplicationListener.class).getGeneric();
	}

	/**
	 * An event that no application has a listener for.
	 */
	private static final class UnheardOf {

	}

}
