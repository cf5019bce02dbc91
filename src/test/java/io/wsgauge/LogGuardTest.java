package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.CapturedLog;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
class LogGuardTest {
  private static final Logger LIBRARY = LoggerFactory.getLogger("org.example.library");
  private static final Logger OURS = LoggerFactory.getLogger("io.wsgauge.test.guard");

  @BeforeEach
  void install(Vertx vertx) {
    LogGuard.install(vertx);
  }

  @Test
  @DisplayName("of what libraries log there are ten lines a second, and the rest is counted")
  void libraries() throws Exception {
    try (CapturedLog library = CapturedLog.of(LIBRARY.getName());
        CapturedLog guard = CapturedLog.of(LogGuard.class.getName())) {
      for (int i = 0; i < 50; i++) {
        LIBRARY.warn("odd {}", i);
        LIBRARY.debug("not logged, and so not counted");
      }
      assertEquals(10, library.lines().size());
      assertEquals("INFO libraries: … 40 more", guard.awaitLine("libraries"));
    }
  }

  @Test
  @DisplayName("libraries say nothing of a peer that goes away or sends what is no HTTP")
  void peers() {
    try (CapturedLog library = CapturedLog.of(LIBRARY.getName())) {
      LIBRARY.warn("caught", new IOException("recvAddress(..) failed: Connection reset by peer"));
      LIBRARY.error("caught", new DecoderException("bad"));
      LIBRARY.error("caught", new IOException("accept(..) failed: Too many open files"));
      assertEquals(1, library.lines().size());
    }
  }

  @Test
  @DisplayName(
      "of our errors and stack traces there are ten a second as well, and of our other lines all")
  void errors() throws Exception {
    try (CapturedLog ours = CapturedLog.of(OURS.getName());
        CapturedLog guard = CapturedLog.of(LogGuard.class.getName())) {
      for (int i = 0; i < 15; i++) {
        OURS.error("fault", new IOException("Connection reset"));
        OURS.warn("fault", new IOException("no answer"));
        OURS.warn("state {}", "down");
      }
      assertEquals(10, ours.linesWith("fault").size());
      assertEquals(15, ours.linesWith("state").size());
      assertEquals("INFO errors: … 20 more", guard.awaitLine("errors"));
    }
  }
}
