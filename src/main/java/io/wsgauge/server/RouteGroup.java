package io.wsgauge.server;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** The routes of one feature. */
public interface RouteGroup {
  /**
   * Adds them. Called on the event loop of each server verticle, with that verticle's own router,
   * before it listens.
   */
  void mount(Router router);

  /**
   * Told, once by each server verticle, that it is going to stop.
   *
   * @return until when the server is to go on listening and answering; it does so no longer than
   *     its shutdown timeout
   */
  default Future<Void> stopping() {
    return Future.succeededFuture();
  }
}
