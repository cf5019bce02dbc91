package io.wsgauge.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.handshake.HttpPipeline;
import io.wsgauge.handshake.Rule;

/** What the routes of the features have in common. */
public final class Routes {
  public static final String JSON = "application/json";

  private Routes() {}

  /** A route for GET, and for HEAD, the answer to which has no body (RFC 9110, section 9.3.2). */
  public static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /**
   * A route that changes something, after a guard that lets on no page of another site. A body has
   * to be JSON, which no such page can send without being allowed to beforehand, and nobody is
   * (CORS); DELETE it cannot send at all. Browsers say it themselves as well, by Sec-Fetch-Site.
   */
  public static Route change(Router router, HttpMethod method, String path) {
    router.route(method, path).handler(Routes::refuseOtherSites);
    return router.route(method, path); // another, or no handler of bodies could follow
  }

  private static void refuseOtherSites(RoutingContext context) {
    String site = context.request().getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw new Problem(Rule.CROSS_SITE, "asked for by a page of another site: " + site);
    }
    String type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
    boolean json = type.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
    if (context.request().method().equals(HttpMethod.POST) && !json) {
      throw new Problem(Rule.CONTENT_TYPE, "Content-Type must be " + JSON);
    }
    context.next();
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

  /**
   * An answer that many may wait for, in the context of who asks, which need not be that of who
   * makes it: one is given it after the other, and others are looked at in between. Thread-safe.
   */
  public static <T> Future<T> inTurn(Context context, Future<T> answer) {
    Promise<T> done = Promise.promise();
    answer.onComplete(result -> HttpPipeline.inTurn(context, () -> done.handle(result)));
    return done.future();
  }

  /**
   * A guard of files of the jar, which are gone once the process has begun to end: of one that it
   * does not find then, Vert.x answers nothing.
   */
  public static void refuseAtEnd(RoutingContext context) {
    if (JvmEnd.hasBegun()) {
      throw new Problem(Rule.STOPPING, "the server is stopping");
    }
    context.next();
  }
}
