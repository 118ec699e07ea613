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

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints that readers and operators may read, and only operators may write to, with a
 * token.
 */
@Configuration(proxyBeanMethods = false)
class EndpointSecurity {

	private static final String[] ENDPOINTS = { "dynamoscans", "dynamocheckpoints" };

	@Bean
	SecurityFilterChain securedEndpoints(HttpSecurity http) {
		return http.securityMatcher(EndpointRequest.to(ENDPOINTS))
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers(EndpointRequest.to(ENDPOINTS).withHttpMethod(HttpMethod.GET))
						.hasAnyRole("READER", "OPERATOR")
						.anyRequest()
						.hasRole("OPERATOR"))
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.spa())
			.build();
	}

	@Bean
	InMemoryUserDetailsManager users() {
		return new InMemoryUserDetailsManager(user("reader"), user("operator"));
	}

	private static UserDetails user(String name) {
		return User.withUsername(name).password("{noop}" + name).roles(name.toUpperCase()).build();
	}

	/**
	 * Return the user with the token that reading a path has given.
	 */
	static HttpApi withToken(HttpApi user, String path) {
		String cookie = user.get(path).header("Set-Cookie").replaceFirst(";.*", "");
		assertThat(cookie).startsWith("XSRF-TOKEN=");
		return user.with("Cookie", cookie).with("X-XSRF-TOKEN", cookie.substring(cookie.indexOf('=') + 1));
	}

}
