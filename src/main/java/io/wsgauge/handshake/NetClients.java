package io.wsgauge.handshake;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.impl.tcp.NetClientBuilder;

/** Vert.x's clients of TCP, for those who make many of them. */
public final class NetClients {
  private NetClients() {}

  /**
   * A client that who makes it has to close. One that Vert.x makes is kept by its verticle until
   * that ends, whether it is closed or not.
   */
  public static NetClient create(Vertx vertx, NetClientOptions options) {
    return new NetClientBuilder((VertxInternal) vertx, options).build();
  }
}
