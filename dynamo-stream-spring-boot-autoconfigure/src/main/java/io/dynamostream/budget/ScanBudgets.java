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

package io.dynamostream.budget;

/**
 * Opens the {@link ScanBudget}s of scans whose read capacity or items per second are
 * limited. Define a bean of this type to let instances of an application share budgets:
 * scans whose budgets have the same name share what the budget allows, so give such scans
 * names of their own. The limit opened or changed last counts for all of them.
 * <pre class="code">
 * &#64;Bean
 * ScanBudgets scanBudgets(ProxyManager&lt;String&gt; buckets) {
 * 	return new BucketScanBudgets((name, configuration) -&gt; buckets.builder().build(name, () -&gt; configuration));
 * }
 * </pre>
 *
 * @since 0.1.0
 * @see BucketScanBudgets
 */
@FunctionalInterface
public interface ScanBudgets {

	/**
	 * Open a budget. Called when a scan is about to send its first request under a limit.
	 * @param name name of the scan and of what is limited, such as
	 * {@code nightly/read-capacity}
	 * @param perSecond what may be consumed per second, more than 0
	 * @return the budget
	 */
	ScanBudget open(String name, double perSecond);

}
