package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Interruption;
import java.util.ArrayList;
import java.util.List;

/** Ends that nobody has asked for, with what the server says of them. Event loop only. */
final class Interruptions {
  /** Those of which the server's records are looked at. */
  private static final int MOST = 24;

  private static final int MOST_OF_STEP = 5;

  private final List<Interruption> noted = new ArrayList<>();

  /** Rules that the first bytes of a connection broke. */
  private final List<String> violations = new ArrayList<>();

  /** All that were noted. */
  List<Interruption> all() {
    return List.copyOf(noted);
  }

  /** The rules that the first bytes of connections broke, which have offered no extension. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /**
   * Notes those among what a step has opened.
   *
   * @param path by which the server is asked
   */
  Future<Void> note(String step, List<CheckSocket> opened, Path path) {
    opened.stream()
        .filter(socket -> !socket.violation().isEmpty() && socket.isUnheard())
        .filter(
            socket -> Header.all(socket.attempt().request(), "Sec-WebSocket-Extensions").isEmpty())
        .limit(Math.max(0, MOST - violations.size()))
        .forEach(socket -> violations.add(socket.violation()));
    Future<Void> done = Future.succeededFuture();
    for (CheckSocket socket :
        opened.stream()
            .filter(socket -> !socket.isOpen() && !socket.isEndExpected())
            .limit(MOST_OF_STEP)
            .toList()) {
      done = done.compose(v -> note(step, socket, path));
    }
    return done;
  }

  private Future<Void> note(String step, CheckSocket socket, Path path) {
    if (noted.size() >= MOST) {
      return Future.succeededFuture();
    }
    return Records.of(path, socket.attempt())
        .map(
            record -> {
              Ending ending = socket.ending().result();
              noted.add(
                  new Interruption(
                      step,
                      ending,
                      ending.at() - socket.openedAt(),
                      record == null
                          ? socket.messages()
                          : record.received().messages() + socket.messagesReceived(),
                      record == null
                          ? socket.bytes()
                          : record.received().bytes() + socket.bytesReceived(),
                      record));
              return null;
            });
  }
}
