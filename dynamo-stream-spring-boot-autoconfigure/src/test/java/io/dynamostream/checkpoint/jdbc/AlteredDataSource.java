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

package io.dynamostream.checkpoint.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * A database in memory that answers some calls to its driver otherwise.
 *
 * @since 0.1.0
 */
public final class AlteredDataSource extends DelegatingDataSource {

	private final Alteration alteration;

	/**
	 * Create a database.
	 * @param alteration what is answered otherwise
	 */
	public AlteredDataSource(Alteration alteration) {
		super(new SimpleDriverDataSource(new org.h2.Driver(),
				"jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID())));
		this.alteration = alteration;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return alter(Connection.class, super.getConnection());
	}

	private <T> T alter(Class<T> type, T target) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> alter(call(target, method, arguments))));
	}

	private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			Object answer = this.alteration.answer(method.getName(), (arguments != null) ? arguments[0] : null);
			return (answer != null) ? answer : method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private @Nullable Object alter(@Nullable Object result) {
		if (result instanceof PreparedStatement statement) {
			return alter(PreparedStatement.class, statement);
		}
		return (result instanceof DatabaseMetaData metaData) ? alter(DatabaseMetaData.class, metaData) : result;
	}

	/**
	 * What is answered otherwise.
	 */
	public interface Alteration {

		/**
		 * Answer a call.
		 * @param method name of the method
		 * @param argument its first argument, or {@code null} if it has none
		 * @return the answer, or {@code null} for that of the driver
		 * @throws SQLException in its place
		 */
		@Nullable Object answer(String method, @Nullable Object argument) throws SQLException;

	}

}
