package io.wsgauge.socket;

import io.wsgauge.testing.Answer;
import java.util.List;

/** What a server has counted of upgrades. */
final class Handshakes {
  private Handshakes() {}

  /** Each result with its number, but for those of which there is none. */
  static List<String> of(int port) {
    return Answer.to(port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .body()
        .lines()
        .filter(line -> line.startsWith("wsgauge_server_handshakes_total{"))
        .filter(line -> !line.endsWith(" 0.0"))
        .map(line -> line.replaceAll(".*\"(.*)\"} (.*)\\.0", "$1 $2"))
        .toList();
  }
}
