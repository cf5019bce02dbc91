package io.wsgauge.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What the routes of the features have in common. */
public final class Routes {
  public static final String JSON = "application/json";

  private Routes() {}

  /** A route for GET, and for HEAD, the answer to which has no body (RFC 9110, section 9.3.2). */
  public static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** Answers with JSON that holds for this request alone. Event loop only. */
  public static void json(RoutingContext context, JsonObject json) {
    notStored(context.response(), JSON).end(json.toBuffer()).onFailure(context::fail);
  }

  /** Gives the response its type, and forbids to store it. Event loop only. */
  public static HttpServerResponse notStored(HttpServerResponse response, String contentType) {
    return response
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
