package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.GarbageProbe;
import io.wsgauge.check.measurement.GarbageProbe.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Sends what is not HTTP: who answers first, does so in words of its own. */
final class GarbageStep implements Step<GarbageProbe> {
  private static final List<String> LINES =
      List.of("GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");

  private static final int MOST_TEXT = 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Time for the rest, when something has come. */
  private static final Duration REST = Duration.ofMillis(200);

  @Override
  public String name() {
    return "garbage";
  }

  @Override
  public Duration budget(Path path) {
    return PATIENCE.multipliedBy(2L);
  }

  @Override
  public Future<GarbageProbe> run(Path path) {
    List<Future<Reply>> replies = LINES.stream().map(line -> reply(path, line)).toList();
    return Future.all(replies)
        .map(
            done ->
                new GarbageProbe(
                    replies.stream().map(Future::result).toList(), path.connector().isTls()));
  }

  private static Future<Reply> reply(Path path, String line) {
    double begun = path.clock().now();
    OngoingAttempt attempt = new OngoingAttempt(line, List.of(), "", "", begun);
    return path.connector()
        .connect(attempt, PATIENCE, null)
        .compose(
            socket ->
                socket
                    .write(Buffer.buffer(line))
                    .otherwiseEmpty() // what comes, or does not, says it
                    .compose(v -> socket.await(bytes -> bytes.length() > 0, PATIENCE))
                    .compose(first -> socket.await(bytes -> bytes.length() >= MOST_TEXT, REST))
                    .map(
                        received -> {
                          socket.close();
                          Buffer bytes = received.bytes();
                          String text =
                              bytes
                                  .slice(0, Math.min(MOST_TEXT, bytes.length()))
                                  .toString(StandardCharsets.ISO_8859_1);
                          boolean ended = received.end() != io.wsgauge.handshake.RawSocket.End.OPEN;
                          return new Reply(line, text, ended, path.clock().now() - begun);
                        }));
  }
}
