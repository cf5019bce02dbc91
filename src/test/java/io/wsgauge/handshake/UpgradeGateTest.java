package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RFC 6455, section 4.2.1. */
class UpgradeGateTest {
  @Test
  @DisplayName("an upgrade names websocket, in any case and among others")
  void recognised() {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/ws");
    request.headers().set("Upgrade", "WebSocket");
    assertTrue(UpgradeGate.isUpgrade(request));
    request.headers().set("Upgrade", "h2c, websocket");
    assertTrue(UpgradeGate.isUpgrade(request));
    request.headers().set("Upgrade", "h2c");
    assertFalse(UpgradeGate.isUpgrade(request));
  }
}
