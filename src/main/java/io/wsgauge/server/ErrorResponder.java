package io.wsgauge.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers whatever went wrong as JSON: {@code {"status":404,"error":"Not Found","reason":"…"}}. The
 * reason is the payload of an {@link HttpException}; headers that were set on the response stay.
 */
final class ErrorResponder implements Handler<RoutingContext> {
  private static final Logger LOGGER = LoggerFactory.getLogger(ErrorResponder.class);

  private ErrorResponder() {}

  static void mount(Router router) {
    ErrorResponder responder = new ErrorResponder();
    router.route().failureHandler(responder);
    // the router itself fails these, outside of any route
    router.errorHandler(404, responder).errorHandler(405, responder).errorHandler(400, responder);
  }

  @Override
  public void handle(RoutingContext context) {
    int status = context.statusCode() > 0 ? context.statusCode() : 500;
    HttpServerRequest request = context.request();
    if (status >= 500 && !(context.failure() instanceof HttpException)) {
      LOGGER.error("{} {} failed", request.method(), request.path(), context.failure());
    }
    String reason =
        context.failure() instanceof HttpException e && e.getPayload() != null
            ? e.getPayload()
            : defaultReason(status, request);
    if (status == 405 && !context.response().headers().contains(HttpHeaders.ALLOW)) {
      context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD"); // there is nothing to change
    }
    respond(context.response(), status, reason);
  }

  /** Answers what could not be parsed as a request, and ends the connection. */
  static void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status = 400;
    if (cause instanceof TooLongHttpLineException) {
      status = 414;
    } else if (cause instanceof TooLongHttpHeaderException) {
      status = 431;
    }
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    respond(request.response(), status, cause.getMessage());
  }

  private static void respond(HttpServerResponse response, int status, String reason) {
    if (response.headWritten()) {
      response.reset();
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response
        .end(
            new JsonObject()
                .put("status", status)
                .put("error", response.getStatusMessage())
                .put("reason", reason == null ? response.getStatusMessage() : reason)
                .toBuffer())
        .onFailure(e -> LOGGER.debug("The peer did not take an error response", e));
  }

  private static String defaultReason(int status, HttpServerRequest request) {
    return switch (status) {
      case 404 -> "nothing at " + request.path();
      case 405 -> request.method() + " is not allowed at " + request.path();
      default -> null;
    };
  }
}
