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

package io.dynamostream.actuate;

import java.util.Map;

import javax.management.JMException;
import javax.management.MBeanException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

import io.dynamostream.DynamoStreamOperations;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the {@link DynamoScansEndpoint} over JMX.
 */
@Timeout(120)
class DynamoScansEndpointJmxTests {

	private static final EndpointMBean bean = new EndpointMBean("unrestricted", "Dynamoscans");

	private static ConfigurableApplicationContext context;

	private final ScanExecution execution = scan();

	@BeforeAll
	static void start() {
		context = EndpointApplication.run(WebApplicationType.NONE, EndpointApplication.class,
				StringUtils.addStringToArray(bean.properties(), "management.endpoint.dynamoscans.access=unrestricted"));
	}

	@AfterAll
	static void close() {
		context.close();
	}

	private static ScanExecution scan() {
		EndlessTable table = context.getBean(EndlessTable.class);
		table.consume("steered");
		ScanExecution execution = table.scan(context.getBean(DynamoStreamOperations.class), "steered");
		await().until(() -> execution.progress().pages() > 0);
		return execution;
	}

	@Test
	void watches() throws JMException {
		Map<String, Object> scans = bean.invoke("scans", "running", "steered", null);
		assertThat(scans).containsEntry("access", "UNRESTRICTED");
		assertThat(scans.get("scans")).asInstanceOf(InstanceOfAssertFactories.LIST).isNotEmpty();
		Map<String, Object> details = bean.invoke("scan", this.execution.id());
		assertThat(details).containsEntry("expressionValues", Map.of(":min", "******", ":none", "******"));
		this.execution.cancel();
	}

	@Test
	void steers() throws JMException {
		String id = this.execution.id();
		Map<String, Object> paused = bean.invoke("steer", id, "pause", null);
		assertThat(paused).containsEntry("state", "PAUSED");
		Map<String, Object> changed = bean.invoke("steer", id, null, 3);
		assertThat(changed).containsEntry("id", id);
		assertThat(this.execution.progress().requests().maxConcurrency()).isEqualTo(3);
		Map<String, Object> cancelled = bean.invoke("cancel", id);
		assertThat(cancelled).containsEntry("id", id);
		await().until(() -> this.execution.progress().state() == State.CANCELLED);
	}

	@Test
	void saysWhatIsNotPossible() {
		this.execution.cancel();
		await().until(() -> this.execution.progress().state() == State.CANCELLED);
		assertThatExceptionOfType(MBeanException.class)
			.isThrownBy(() -> bean.invoke("steer", this.execution.id(), "pause", null))
			.withMessageContaining("has ended");
		assertThatExceptionOfType(MBeanException.class)
			.isThrownBy(() -> bean.invoke("steer", this.execution.id(), null, null))
			.withMessageContaining("None of 'action', 'maxConcurrency'");
	}

}
