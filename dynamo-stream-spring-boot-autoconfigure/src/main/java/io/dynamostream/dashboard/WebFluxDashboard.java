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

import java.util.Optional;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Serves the {@link Dashboard} with Spring WebFlux.
 *
 * @since 0.1.0
 */
public final class WebFluxDashboard {

	private static final boolean SECURITY_PRESENT = ClassUtils
		.isPresent("org.springframework.security.web.server.csrf.CsrfToken", WebFluxDashboard.class.getClassLoader());

	private final Dashboard dashboard;

	/**
	 * Create what serves a page.
	 * @param dashboard the page
	 */
	public WebFluxDashboard(Dashboard dashboard) {
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

	private Mono<ServerResponse> page(ServerRequest request) {
		Mono<CsrfHeader> csrf = SECURITY_PRESENT ? Csrf.header(request) : Mono.empty();
		return csrf.map(Optional::of).defaultIfEmpty(Optional.empty()).flatMap((header) -> page(request, header));
	}

	private Mono<ServerResponse> page(ServerRequest request, Optional<CsrfHeader> csrf) {
		return ServerResponse.ok()
			.headers(Dashboard::secure)
			.contentType(MediaType.valueOf("text/html;charset=UTF-8"))
			.cacheControl(CacheControl.noStore())
			.bodyValue(this.dashboard.page(request.requestPath(), csrf.orElse(null)));
	}

	private Mono<ServerResponse> asset(ServerRequest request) {
		DashboardFile file = this.dashboard.asset(request.pathVariable("file"));
		if (file == null) {
			return ServerResponse.notFound().build();
		}
		return ServerResponse.ok()
			.headers(Dashboard::secure)
			.contentType(file.type())
			.cacheControl(CacheControl.noCache())
			.eTag(file.tag())
			.bodyValue(file.content());
	}

	/**
	 * What Spring Security has put into the exchange.
	 */
	private static final class Csrf {

		static Mono<CsrfHeader> header(ServerRequest request) {
			Mono<CsrfToken> token = request.exchange().getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty());
			return token.map((present) -> new CsrfHeader(present.getHeaderName(), present.getToken()));
		}

	}

}
