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

import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Progress bars, where somebody sits at the terminal.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(TerminalConfiguration.OnTerminal.class)
class TerminalConfiguration {

	@Bean
	TerminalProgress terminalProgress() {
		return new TerminalProgress(() -> new ProgressBarBuilder().setStyle(ProgressBarStyle.ASCII));
	}

	/**
	 * Matches where {@code sample.progress-bar} says so, and without it where the
	 * application has a terminal.
	 */
	static class OnTerminal implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return context.getEnvironment().getProperty("sample.progress-bar", Boolean.class, System.console() != null);
		}

	}

}
