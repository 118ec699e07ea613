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

import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The executor of {@link PremiumMailing}. It is no default candidate, so that Spring
 * Boot's own executor stays what everything else uses.
 */
@Configuration(proxyBeanMethods = false)
class PremiumExecutorConfiguration {

	@Bean(defaultCandidate = false)
	ThreadPoolTaskExecutor premiumExecutor(ThreadPoolTaskExecutorBuilder builder) {
		return builder.threadNamePrefix("premium-").corePoolSize(4).build();
	}

}
