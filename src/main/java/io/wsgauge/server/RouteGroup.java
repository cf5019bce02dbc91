package io.wsgauge.server;

import io.vertx.ext.web.Router;

/** The routes of one feature. */
public interface RouteGroup {
  /**
   * Adds them. Called on the event loop of each server verticle, with that verticle's own router,
   * before it listens.
   */
  void mount(Router router);

  /** Told, once by each server verticle, that it begins to stop and still answers. */
  default void stopping() {}
}
