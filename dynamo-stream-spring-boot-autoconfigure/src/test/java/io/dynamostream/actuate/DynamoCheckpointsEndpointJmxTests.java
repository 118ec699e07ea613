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

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import javax.management.JMException;
import javax.management.MBeanException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the {@link DynamoCheckpointsEndpoint} over JMX.
 */
@Timeout(120)
class DynamoCheckpointsEndpointJmxTests {

	private static final EndpointMBean bean = new EndpointMBean("unrestricted", "Dynamocheckpoints");

	@TempDir
	private static Path directory;

	private static ConfigurableApplicationContext context;

	private final ScanCheckpointStore store = context.getBean(ScanCheckpointStore.class);

	@BeforeAll
	static void start() {
		context = EndpointApplication.run(WebApplicationType.NONE, EndpointApplication.class,
				StringUtils.concatenateStringArrays(bean.properties(),
						new String[] { "management.endpoint.dynamocheckpoints.access=unrestricted",
								"dynamo.stream.checkpoint.directory=" + directory }));
	}

	@AfterAll
	static void close() {
		context.close();
	}

	private Lease save(String name) {
		Lease lease = this.store.open(name, Owner.thisProcess(Instant.EPOCH));
		lease.save(new ScanCheckpoint(name, Map.of("segments", "1"), Map.of(), 7, 0, true, Instant.EPOCH));
		return lease;
	}

	@Test
	void listsShowsAndDeletesWhateverTheName() throws JMException {
		save("a/b, c").close();
		Map<String, Object> checkpoints = bean.invoke("checkpoints");
		assertThat(checkpoints).containsEntry("access", "UNRESTRICTED");
		assertThat(checkpoints.get("checkpoints")).asInstanceOf(InstanceOfAssertFactories.LIST).isNotEmpty();
		Map<String, Object> details = bean.invoke("checkpoint", "a/b, c");
		assertThat(details).extractingByKey("checkpoint", InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("name", "a/b, c");
		Map<String, Object> deleted = bean.invoke("delete", "a/b, c");
		assertThat(deleted).containsEntry("name", "a/b, c");
		assertThat(this.store.find("a/b, c")).isEmpty();
		assertThat(bean.<Object>invoke("checkpoint", "a/b, c")).isNull();
		assertThat(bean.<Object>invoke("delete", "a/b, c")).isNull();
	}

	@Test
	void saysWhatIsNotPossible() {
		try (Lease lease = save("open")) {
			assertThatExceptionOfType(MBeanException.class).isThrownBy(() -> bean.invoke("delete", "open"))
				.withMessageContaining("Cancel that scan or close its stream");
		}
		assertThat(this.store.find("open")).isPresent();
	}

}
