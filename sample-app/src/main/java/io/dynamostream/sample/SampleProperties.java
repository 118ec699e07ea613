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

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the sample does when it starts. A real table is neither filled nor read unasked.
 *
 * @param seed whether to create the tables and fill that of the users
 * @param users how many users to create
 * @param report whether to read the table once in each mode
 */
@ConfigurationProperties("sample")
record SampleProperties(boolean seed, int users, boolean report) {

}
