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

import java.time.Clock;
import java.time.Duration;

import io.dynamostream.DynamoStreamTemplate.OnSaveFailure;
import io.dynamostream.checkpoint.ScanCheckpointStore;

/**
 * How resumable scans keep their positions.
 *
 * @param store where they are kept
 * @param interval time that passes at least between two saves of a running scan, 0 to
 * save after every change
 * @param onSaveFailure what becomes of a scan whose position cannot be saved
 * @param clock tells the time
 */
record Checkpoints(ScanCheckpointStore store, Duration interval, OnSaveFailure onSaveFailure, Clock clock) {

}
