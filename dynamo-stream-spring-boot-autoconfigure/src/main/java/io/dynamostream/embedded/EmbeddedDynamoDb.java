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

import java.net.URI;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * A DynamoDB Local that runs in this process, in memory, until it is closed. It listens
 * on a free port of the loopback interface only: the server that comes with DynamoDB
 * Local listens on every interface and reports its start to AWS, so its request handler
 * is run in a server of our own. One database serves all regions and credentials.
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
	 * Start a DynamoDB Local without tables.
	 * @return the running DynamoDB Local, which the caller closes
	 */
	public static EmbeddedDynamoDb start() {
		LocalDynamoDBServerHandler handler = new LocalDynamoDBServerHandler(inMemoryDatabase(), null);
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

	private static LocalDynamoDBRequestHandler inMemoryDatabase() {
		return new LocalDynamoDBRequestHandler(0, true, null, true, false);
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
	 * Stop it and forget its tables.
	 */
	@Override
	public void close() {
		LifeCycle.stop(this.server);
		this.handler.close();
	}

}
