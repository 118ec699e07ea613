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

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * An endpoint as it is seen over JMX.
 *
 * @param domain domain of its name
 * @param name name of the endpoint
 */
record EndpointMBean(String domain, String name) {

	private static final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	String[] properties() {
		return new String[] { "spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=" + this.name.toLowerCase(Locale.ROOT),
				"management.endpoints.jmx.domain=" + this.domain };
	}

	List<String> operations() throws JMException {
		return Arrays.stream(server.getMBeanInfo(objectName()).getOperations()).map(MBeanFeatureInfo::getName).toList();
	}

	@SuppressWarnings("unchecked")
	<T> T invoke(String operation, Object... arguments) throws JMException {
		return (T) server.invoke(objectName(), operation, arguments, new String[arguments.length]);
	}

	private ObjectName objectName() throws JMException {
		return new ObjectName(this.domain + ":type=Endpoint,name=" + this.name);
	}

}
