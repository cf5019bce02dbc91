package io.wsgauge.check.step;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.LiveObjects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ConnectorTest {
  private static final String CLIENTS = "io.vertx.core.net.impl.tcp.NetClientImpl";

  @Test
  @DisplayName("what a check connects with is gone when it is closed")
  void released(Vertx vertx) throws Exception {
    long before = LiveObjects.count(CLIENTS);
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost("localhost").setPort(1).setSsl(false);
    new Connector(vertx, new CheckClock(), options).close().await(10, TimeUnit.SECONDS);
    LiveObjects.awaitNoMore(CLIENTS, before);
  }
}
