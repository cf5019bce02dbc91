package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.BAD_ACCEPT_KEY;
import static io.wsgauge.check.rule.FindingId.COMPRESSION_FORGED;
import static io.wsgauge.check.rule.FindingId.HEADER_REMOVED;
import static io.wsgauge.check.rule.FindingId.SUBPROTOCOL_CHANGED;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Header;
import java.util.List;
import java.util.stream.Stream;

/** A 101 that no client may take (RFC 6455, section 4.1). */
final class WrongUpgrade {
  private WrongUpgrade() {}

  static Finding finding(Attempt attempt) {
    String subprotocol = Facts.header(attempt, "Sec-WebSocket-Protocol");
    String extensions = Facts.header(attempt, "Sec-WebSocket-Extensions");
    if (attempt.result() == Result.WRONG_ACCEPT
        || Facts.header(attempt, "Sec-WebSocket-Accept").isEmpty()) {
      return of(
              BAD_ACCEPT_KEY,
              Values.of("accept", Facts.header(attempt, "Sec-WebSocket-Accept")),
              "The 101 is the answer to another request: its Sec-WebSocket-Accept is wrong.")
          .withDirection(Finding.RESPONSE);
    }
    if (!subprotocol.isEmpty()
        && !Header.all(attempt.request(), "Sec-WebSocket-Protocol").contains(subprotocol)) {
      return of(
              SUBPROTOCOL_CHANGED,
              Values.of("claimed", subprotocol),
              "The 101 claims the subprotocol " + subprotocol + ", which was not offered.")
          .withDirection(Finding.RESPONSE);
    }
    if (!extensions.isEmpty()
        && Header.all(attempt.request(), "Sec-WebSocket-Extensions").isEmpty()) {
      return of(
              COMPRESSION_FORGED,
              Values.of("claimed", extensions),
              "The 101 claims " + extensions + ", which was not offered.")
          .withDirection(Finding.RESPONSE);
    }
    List<String> missing =
        Stream.of("Upgrade", "Connection")
            .filter(name -> Facts.header(attempt, name).isEmpty())
            .toList();
    return of(
            missing.isEmpty() ? FindingId.HEADER_CHANGED : HEADER_REMOVED,
            Values.of("names", missing.isEmpty() ? List.of(attempt.detail()) : missing),
            "The 101 breaks RFC 6455: " + attempt.detail() + ".")
        .withSeverity(Severity.PROBLEM)
        .withDirection(Finding.RESPONSE);
  }

  private static Finding of(FindingId id, Values value, String sentence) {
    return Finding.measured(id, value.map(), sentence, "upgrade");
  }
}
