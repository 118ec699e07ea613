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

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import io.dynamostream.DynamoStreamTemplate;

/**
 * The table as a CSV file, written while it is read: neither the table nor the file is
 * ever held in memory, and a client that reads slowly slows the scan. One that goes away
 * ends it, because the failing write leaves the try block, which closes the stream. A
 * scan that fails breaks the response off, so that half a file is not taken for a whole
 * one.
 */
@RestController
class CsvExport {

	private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder()
		.setHeader("id", "email", "name", "tenantId", "status", "age", "premium", "created")
		.get();

	private final DynamoStreamTemplate template;

	CsvExport(DynamoStreamTemplate template) {
		this.template = template;
	}

	@GetMapping("/users.csv")
	ResponseEntity<StreamingResponseBody> export() {
		return ResponseEntity.ok()
			.header(HttpHeaders.CONTENT_TYPE, "text/csv;charset=UTF-8")
			.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"users.csv\"")
			.body(this::write);
	}

	private void write(OutputStream output) throws IOException {
		BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
		try (Stream<User> users = this.template.scan(User.class).named("csv-export").stream()) {
			CSVPrinter csv = FORMAT.print(writer);
			for (Iterator<User> iterator = users.iterator(); iterator.hasNext();) {
				print(iterator.next(), csv);
			}
			csv.flush();
		}
	}

	private void print(User user, CSVPrinter csv) throws IOException {
		csv.printRecord(user.getId(), user.getEmail(), user.getName(), user.getTenantId(), user.getStatus(),
				user.getAge(), user.getPremium(), user.getCreated());
	}

}
