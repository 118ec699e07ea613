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

package io.dynamostream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * A DynamoDB Local that runs in this process until it is closed. Its tables are in
 * memory, or in a directory from which a later one goes on with them. It listens on a
 * free port of the loopback interface only: the server that comes with DynamoDB Local
 * listens on every interface and reports its start to AWS, so its request handler is run
 * in a server of our own. One database serves all regions and credentials.
 * <p>
 * Safe for use by several threads. DynamoDB Local starts threads that keep the JVM alive,
 * so an application that ends by itself must close its context.
 *
 * @since 0.1.0
 */
public final class EmbeddedDynamoDb implements AutoCloseable {

	/**
	 * Not that of {@code InetAddress}, which is no part of a URL as it is where Java
	 * prefers IPv6.
	 */
	private static final String LOOPBACK = "127.0.0.1";

	private final Server server;

	private final LocalDynamoDBServerHandler handler;

	private final URI endpoint;

	private EmbeddedDynamoDb(Server server, LocalDynamoDBServerHandler handler, URI endpoint) {
		this.server = server;
		this.handler = handler;
		this.endpoint = endpoint;
	}

	/**
	 * Start a DynamoDB Local without tables, which keeps in memory what it is given.
	 * @return the running DynamoDB Local, which the caller closes
	 */
	public static EmbeddedDynamoDb start() {
		return start(new LocalDynamoDBRequestHandler(0, true, null, true, false));
	}

	/**
	 * Start a DynamoDB Local that keeps its tables in a directory, with those that are
	 * there. Writes are slower than in memory, since each is synced to the disk.
	 * @param directory where to keep the tables, for one process at a time; created if it
	 * is not there
	 * @return the running DynamoDB Local, which the caller closes
	 * @throws UncheckedIOException if the directory cannot be created
	 */
	public static EmbeddedDynamoDb start(Path directory) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"The directory '%s' for the tables of DynamoDB Local cannot be created. Let the process write there, or name another one."
						.formatted(directory),
					ex);
		}
		return start(new LocalDynamoDBRequestHandler(0, false, directory.toString(), true, false));
	}

	private static EmbeddedDynamoDb start(LocalDynamoDBRequestHandler database) {
		LocalDynamoDBServerHandler handler = new LocalDynamoDBServerHandler(database, null);
		Server server = new Server(threadPool());
		server.setHandler(handler);
		try {
			return new EmbeddedDynamoDb(server, handler, start(server));
		}
		catch (RuntimeException ex) {
			handler.close();
			throw ex;
		}
	}

	private static URI start(Server server) {
		ServerConnector connector = new ServerConnector(server);
		connector.setHost(LOOPBACK);
		server.addConnector(connector);
		LifeCycle.start(server);
		return URI.create("http://%s:%d".formatted(LOOPBACK, connector.getLocalPort()));
	}

	private static QueuedThreadPool threadPool() {
		QueuedThreadPool threadPool = new QueuedThreadPool();
		threadPool.setName("embedded-dynamodb");
		threadPool.setDaemon(true);
		return threadPool;
	}

	/**
	 * Return where clients reach it.
	 * @return an endpoint on the loopback interface
	 */
	public URI endpoint() {
		return this.endpoint;
	}

	/**
	 * Stop it, and forget its tables if they are in memory.
	 */
	@Override
	public void close() {
		LifeCycle.stop(this.server);
		this.handler.close();
	}

}
