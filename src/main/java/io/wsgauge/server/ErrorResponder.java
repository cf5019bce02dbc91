package io.wsgauge.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.wsgauge.handshake.PeerFaults;
import io.wsgauge.handshake.RequestException;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Payloads;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers whatever went wrong as JSON: {@code {"status":404,"error":"Not Found","reason":"…"}}. The
 * reason is the payload of an {@link HttpException}; headers that were set on the response stay.
 */
final class ErrorResponder implements Handler<RoutingContext> {
  private static final Logger LOGGER = LoggerFactory.getLogger(ErrorResponder.class);

  private final ServerConfig config;
  private final BooleanSupplier stopping;

  /**
   * @param stopping whether what requests need, such as the page's files, may be gone already
   */
  ErrorResponder(ServerConfig config, BooleanSupplier stopping) {
    this.config = config;
    this.stopping = stopping;
  }

  void mount(Router router) {
    router.route().failureHandler(this);
    // the router itself fails these, outside of any route
    router.errorHandler(404, this).errorHandler(405, this).errorHandler(400, this);
  }

  @Override
  public void handle(RoutingContext context) {
    int status = context.statusCode() > 0 ? context.statusCode() : 500;
    HttpServerRequest request = context.request();
    if (context.failure() != null && isNoFault(context.failure(), context.response())) {
      LOGGER.debug("The peer did not take an answer", context.failure());
      if (context.response().closed()) {
        return;
      }
    } else if (status >= 500 && !(context.failure() instanceof HttpException)) {
      LOGGER.error(
          "{} {} failed",
          Payloads.field(request.method().name()),
          Payloads.field(request.path()),
          context.failure());
    }
    String reason =
        context.failure() instanceof HttpException e && e.getPayload() != null
            ? e.getPayload()
            : defaultReason(status, request);
    respond(context.response(), status, reason);
  }

  /** Answers what could not be read as a request, and ends the connection. */
  void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    if (cause instanceof TooLongHttpLineException) {
      String limit = "server.maxRequestLineSize, " + config.maxRequestLineSize() + " bytes";
      respond(request.response(), 414, "the request line is over " + limit);
    } else if (cause instanceof TooLongHttpHeaderException) {
      String limit = "server.maxHeaderSize, " + config.maxHeaderSize() + " bytes";
      respond(request.response(), 431, "the headers are over " + limit);
    } else if (cause instanceof ReadTimeoutException) {
      String limit = Durations.format(config.requestTimeout()) + " (server.requestTimeout)";
      respond(request.response(), 408, "the request did not come in within " + limit);
    } else if (cause instanceof RequestException broken) {
      respond(request.response(), broken.status(), broken.getMessage());
    } else {
      respond(request.response(), 400, cause.getMessage());
    }
  }

  /**
   * Whether the peer has gone, or the server stops and so takes no more work. A failure without a
   * stack trace is what a future of a connection that has ended says, and never thrown by a fault.
   */
  private boolean isNoFault(Throwable failure, HttpServerResponse response) {
    return PeerFaults.isOfPeer(failure)
        || failure instanceof RejectedExecutionException
        || stopping.getAsBoolean()
        || (response.closed() && failure.getStackTrace().length == 0);
  }

  /** What of the reason is the peer's own is escaped here, as nobody knows where it is shown. */
  private static void respond(HttpServerResponse response, int status, String reason) {
    if (response.headWritten()) {
      response.reset();
      return;
    }
    if (status == 405 && !response.headers().contains(HttpHeaders.ALLOW)) {
      response.putHeader(HttpHeaders.ALLOW, "GET, HEAD"); // there is nothing to change
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
                .put(
                    "reason",
                    Payloads.visible(reason == null ? response.getStatusMessage() : reason))
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
