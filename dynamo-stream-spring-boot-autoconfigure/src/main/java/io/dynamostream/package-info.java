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

/**
 * Streams whole DynamoDB tables: the public API and, package-private beside it, the
 * engine. <pre>
 * DynamoStreamTemplate
 *   ScanSpec ──► ScanPlan ──► SegmentCursors ──► PageSource ──► PageSpliterator       (Stream)
 *   (immutable)  (pure)       (who reads next)   (bounded)  ──► ScanPublisher         (Publisher)
 *                                │      ▲           │       ──► BackgroundScan        (forEach, listeners)
 *                                ▼      │           ▼
 *                               PageReader      ProgressTracker ──► ScanProgress
 *                            (DynamoDbClient.scan)
 * </pre>
 * <p>
 * The page is the unit in the middle: requests, capacity and read-ahead act per page.
 * Items are mapped one at a time, by {@code ItemMapper}, when they are delivered.
 * <p>
 * Of a resumable scan an {@code ExecutionCheckpoint} says where the {@code PageSource}
 * begins, and follows what its consumers acknowledge of each page. With manual
 * acknowledgment they do so through {@code Acknowledgments}, whenever they like.
 */
@NullMarked
package io.dynamostream;

import org.jspecify.annotations.NullMarked;
