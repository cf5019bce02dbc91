package io.wsgauge.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.handshake.PeerFaults;
import io.wsgauge.handshake.RequestException;
import io.wsgauge.handshake.Rule;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Payloads;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers whatever went wrong as a {@link Problem}. Headers that were set on the response stay. */
final class ErrorResponder implements Handler<RoutingContext> {
  private static final Logger LOGGER = LoggerFactory.getLogger(ErrorResponder.class);

  private final ServerConfig config;
  private final BooleanSupplier stopping;
  private final BiConsumer<HttpServerRequest, Problem> onInvalid;

  /**
   * @param stopping whether what requests need, such as the page's files, may be gone already
   * @param onInvalid told of each request that could not be read, before it is answered
   */
  ErrorResponder(
      ServerConfig config,
      BooleanSupplier stopping,
      BiConsumer<HttpServerRequest, Problem> onInvalid) {
    this.config = config;
    this.stopping = stopping;
    this.onInvalid = onInvalid;
  }

  void mount(Router router) {
    router.route().failureHandler(this);
    // the router itself fails these, outside of any route
    router.errorHandler(404, this).errorHandler(405, this).errorHandler(400, this);
  }

  @Override
  public void handle(RoutingContext context) {
    Problem problem = problem(context);
    if (context.failure() != null && isNoFault(context.failure(), context.response())) {
      LOGGER.debug("The peer did not take an answer", context.failure());
      if (context.response().closed()) {
        return;
      }
    } else if (problem.status() >= 500 && !(context.failure() instanceof Problem)) {
      LOGGER.error(
          "{} {} failed",
          Payloads.field(context.request().method().name()),
          Payloads.field(context.request().path()),
          context.failure());
    }
    respond(context.response(), problem);
  }

  /** What a route has failed with, or what the router and its handlers say by a status alone. */
  private static Problem problem(RoutingContext context) {
    if (context.failure() instanceof Problem problem) {
      return problem;
    }
    HttpServerRequest request = context.request();
    int status = context.statusCode() > 0 ? context.statusCode() : 500;
    if (status == 404) {
      return new Problem(Rule.NOT_FOUND, "nothing at " + request.path());
    }
    if (status == 405) {
      return new Problem(Rule.METHOD, request.method() + " is not allowed at " + request.path());
    }
    if (status == 413) {
      return new Problem(Rule.CONTENT_TOO_LARGE, "the body is too large");
    }
    return status < 500
        ? new Problem(Rule.REQUEST_SYNTAX, status, "the request is not understood", null)
        : new Problem(Rule.INTERNAL_ERROR, status, "the server failed; its log says more", null);
  }

  /** Answers what could not be read as a request, and ends the connection. */
  void invalid(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Problem problem = problem(request.decoderResult().cause());
    onInvalid.accept(request, problem);
    respond(request.response(), problem);
  }

  private Problem problem(Throwable undecodable) {
    if (undecodable instanceof TooLongHttpLineException) {
      String limit = "server.maxRequestLineSize, " + config.maxRequestLineSize() + " bytes";
      return new Problem(Rule.REQUEST_LINE_TOO_LONG, "the request line is over " + limit);
    }
    if (undecodable instanceof TooLongHttpHeaderException) {
      String limit = "server.maxHeaderSize, " + config.maxHeaderSize() + " bytes";
      return new Problem(Rule.HEADERS_TOO_LARGE, "the headers are over " + limit);
    }
    if (undecodable instanceof ReadTimeoutException) {
      String limit = Durations.format(config.requestTimeout()) + " (server.requestTimeout)";
      return new Problem(Rule.REQUEST_TIMEOUT, "the request did not come in within " + limit);
    }
    return undecodable instanceof RequestException broken
        ? new Problem(broken.rule(), String.valueOf(broken.getMessage()))
        : new Problem(Rule.REQUEST_SYNTAX, ErrorText.of(undecodable));
  }

  /**
   * Whether the peer has gone, or the server stops and so takes no more work. A failure of Vert.x
   * without a stack trace is what a future of a connection that has ended says; one without a
   * message either, that of a future whose worker has ended. The JVM's own have neither where a
   * fault is thrown often.
   */
  private boolean isNoFault(Throwable failure, HttpServerResponse response) {
    return PeerFaults.isOfPeer(failure)
        || failure instanceof RejectedExecutionException
        || stopping.getAsBoolean()
        || JvmEnd.hasBegun()
        || (failure instanceof VertxException
            && failure.getStackTrace().length == 0
            && (response.closed() || failure.getMessage() == null));
  }

  private static void respond(HttpServerResponse response, Problem problem) {
    if (response.headWritten()) {
      response.reset();
      return;
    }
    if (problem.status() == 405 && !response.headers().contains(HttpHeaders.ALLOW)) {
      response.putHeader(HttpHeaders.ALLOW, "GET, HEAD"); // there is nothing to change
    }
    response.setStatusCode(problem.status());
    Routes.notStored(response, Problem.CONTENT_TYPE)
        .end(problem.toJson(response.getStatusMessage()).toBuffer())
        .onFailure(e -> LOGGER.debug("The peer did not take an error response", e));
  }
}
