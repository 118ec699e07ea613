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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import tools.jackson.databind.json.JsonMapper;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation of the endpoints shows the JSON that there is.
 */
class EndpointDocumentationTests {

	private static final Pattern JSON = Pattern.compile("```json\n(.*?)\n```", Pattern.DOTALL);

	private final List<String> documented = documented();

	private final DynamoScansEndpoint endpoint = new DynamoScansEndpoint(
			FakeScan.executions(new FakeScan("nightly", "users", State.RUNNING)), (id, access) -> access, List.of(),
			Show.NEVER);

	@Test
	void showsEveryFieldOfProblems() {
		String problem = write(Problem.conflict("It has ended").getBody());
		assertThat(names(this.documented.get(0), "$")).isEqualTo(names(problem, "$"));
	}

	@Test
	void showsEveryFieldOfScans() {
		String scan = write(this.endpoint.scans(null, null, null).scans().get(0));
		for (String path : List.of("$", "$.segments", "$.requests", "$.rates", "$.estimate", "$.lastError")) {
			assertThat(names(this.documented.get(1), path)).as(path).isEqualTo(names(scan, path));
		}
	}

	@Test
	void showsEveryFieldOfDetails() {
		String details = write(this.endpoint.scan("id-of-nightly"));
		for (String path : List.of("$", "$.segments[0]", "$.segments[1]", "$.samples[0]")) {
			assertThat(names(this.documented.get(2), path)).as(path).isEqualTo(names(details, path));
		}
	}

	@Test
	void showsEveryFieldOfCheckpoints() {
		DynamoCheckpointsEndpoint endpoint = new DynamoCheckpointsEndpoint(new FakeCheckpoints(),
				(id, access) -> access, List.of(), Show.NEVER);
		String checkpoint = write(endpoint.checkpoint("nightly"));
		for (String path : List.of("$", "$.checkpoint", "$.checkpoint.segments", "$.checkpoint.fingerprint",
				"$.positions[0]")) {
			assertThat(names(this.documented.get(3), path)).as(path).isEqualTo(names(checkpoint, path));
		}
	}

	private static List<String> documented() {
		try {
			String text = Files.readString(Path.of("../docs/actuator.md"));
			return JSON.matcher(text).results().map((result) -> result.group(1)).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> names(String json, String path) {
		Map<String, Object> object = JsonPath.read(json, path);
		return object.keySet().stream().sorted().toList();
	}

	private static String write(OperationResponseBody body) {
		return JsonMapper.builder()
			.changeDefaultPropertyInclusion((value) -> value.withValueInclusion(Include.NON_NULL))
			.build()
			.writeValueAsString(body);
	}

}
