package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureClassifierTest {
  @Test
  @DisplayName("what an error quotes of the peer is escaped for log and API alike")
  void escaped() {
    assertEquals(
        "407 a\\n\\u{1b}\\u{9b}\\u{202e}b",
        FailureClassifier.message(new Exception("407 a\n\u001b\u009b\u202eb")));
  }

  @Test
  @DisplayName("and cut after 200 characters")
  void cut() {
    assertEquals("x".repeat(200) + "…", FailureClassifier.message(new Exception("x".repeat(8000))));
  }

  @ParameterizedTest
  @CsvSource({
    "java.net.UnknownHostException: no such host, no such host",
    "io.netty.a.B$CException: java.io.IOException: broken, broken",
    "java.nio.channels.ClosedChannelException, unknown error",
    ", unknown error",
    "status 403: java.io is not here, status 403: java.io is not here",
  })
  @DisplayName("names of classes are left out, and where that is all, it is said")
  void classNames(String message, String told) {
    assertEquals(told, FailureClassifier.message(new Exception(message)));
  }
}
