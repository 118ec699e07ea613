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

package io.dynamostream.dashboard;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the {@link Dashboard} with Spring MVC.
 *
 * @since 0.1.0
 */
public final class WebMvcDashboard {

	private static final boolean SECURITY_PRESENT = ClassUtils
		.isPresent("org.springframework.security.web.csrf.CsrfToken", WebMvcDashboard.class.getClassLoader());

	private final Dashboard dashboard;

	/**
	 * Create what serves a page.
	 * @param dashboard the page
	 */
	public WebMvcDashboard(Dashboard dashboard) {
		this.dashboard = dashboard;
	}

	/**
	 * Return the routes of the page and of the files that it loads.
	 * @return a router
	 */
	public RouterFunction<ServerResponse> router() {
		String path = this.dashboard.path();
		return RouterFunctions.route()
			.GET(path, this::page)
			.GET(path + "/", this::page)
			.GET(path + "/{file}", this::asset)
			.build();
	}

	private ServerResponse page(ServerRequest request) {
		CsrfHeader csrf = SECURITY_PRESENT ? Csrf.header(request) : null;
		return ServerResponse.ok()
			.headers(Dashboard::secure)
			.contentType(MediaType.valueOf("text/html;charset=UTF-8"))
			.cacheControl(CacheControl.noStore())
			.body(this.dashboard.page(request.requestPath(), csrf));
	}

	private ServerResponse asset(ServerRequest request) {
		DashboardFile file = this.dashboard.asset(request.pathVariable("file"));
		if (file == null) {
			return ServerResponse.notFound().build();
		}
		return ServerResponse.ok()
			.headers(Dashboard::secure)
			.contentType(file.type())
			.cacheControl(CacheControl.noCache())
			.eTag(file.tag())
			.body(file.content());
	}

	/**
	 * What Spring Security has put into the request.
	 */
	private static final class Csrf {

		static @Nullable CsrfHeader header(ServerRequest request) {
			return (request.attribute(CsrfToken.class.getName()).orElse(null) instanceof CsrfToken token)
					? new CsrfHeader(token.getHeaderName(), token.getToken()) : null;
		}

	}

}
