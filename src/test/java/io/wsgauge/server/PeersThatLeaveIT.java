package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.HostileText;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.WrittenLog;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not wait for what they asked for. */
@ExtendWith(VertxExtension.class)
class PeersThatLeaveIT {
  private static final int TRIES = 30;

  @ParameterizedTest
  @ValueSource(strings = {"/page/try/try.js", "/metrics", "/info", "/api/targets", "/nothing"})
  @DisplayName("a client that resets amid an answer, or sends no HTTP, is no warning and no error")
  void resets(String path, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String get = "GET " + path + " HTTP/1.1\r\nHost: x\r\n";
    try (WrittenLog log = new WrittenLog()) {
      for (int i = 0; i < TRIES; i++) {
        RawClient client = RawClient.connect(service.port());
        client.sendText((get + "\r\n").repeat(3));
        client.reset();
        try (RawClient chunks = RawClient.connect(service.port())) {
          chunks.sendText(get + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n");
        }
      }
      service.stop();
      HostileText.assertNone(log.text());
      assertEquals(
          List.of(),
          log.text().lines().filter(line -> line.matches(".* (WARN|ERROR) .*")).toList());
    }
  }
}
