package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Pings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pings a server that answers them and one that was asked not to, and has the server ping: what is
 * answered all the same is answered by something in between.
 */
final class PingsStep implements Step<Pings> {
  private static final int COUNT = 4;
  private static final Duration SERVER_INTERVAL = Duration.ofMillis(100);
  private static final Duration SERVER_TIME = Duration.ofMillis(550);

  @Override
  public String name() {
    return "pings";
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(16).multipliedBy(2L).plus(SERVER_TIME);
  }

  @Override
  public Future<Pings> run(Path path) {
    Future<Integer> answered = ping(path, path.dialer().request());
    if (!path.obeys()) {
      return answered.map(pongs -> new Pings(COUNT, pongs, 0, null, 0, null, null));
    }
    Future<Integer> anyway = ping(path, path.dialer().request().withQuery("pong=no&reply=echo"));
    Future<Seen> server = server(path);
    return Future.join(answered, anyway, server)
        .map(
            done ->
                new Pings(
                    COUNT,
                    answered.result(),
                    COUNT,
                    anyway.result(),
                    COUNT,
                    server.result().pings,
                    server.result().answered));
  }

  /** The pongs to some pings. */
  private static Future<Integer> ping(Path path, OpeningRequest request) {
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              return ping(path, socket, 0)
                  .compose(
                      v ->
                          socket.pongsReceived() < COUNT && socket.isOpen()
                              ? path.after(Path.seconds(path.openingSeconds() + 0.05))
                              : Future.succeededFuture())
                  .compose(
                      v -> {
                        if (!socket.isOpen()) {
                          return Future.failedFuture("the WebSocket has ended");
                        }
                        int pongs = socket.pongsReceived();
                        socket.close();
                        return Future.succeededFuture(pongs);
                      });
            });
  }

  /**
   * Sends one and waits for its pong, or for the answer to a message behind it: of several that
   * wait, a peer may answer the latest alone (RFC 6455, section 5.5.3).
   */
  private static Future<Void> ping(Path path, CheckSocket socket, int number) {
    if (number == COUNT || !socket.isOpen()) {
      return Future.succeededFuture();
    }
    socket.ping(Buffer.buffer("wsgauge " + number));
    socket.send("behind a ping");
    return socket.next(path.patience(4)).compose(message -> ping(path, socket, number + 1));
  }

  /** Waits until they are there, or the time is over. */
  private static Future<Void> seen(Path path, CheckSocket socket, double until) {
    return socket.pingsReceived() >= COUNT || !socket.isOpen() || path.clock().now() > until
        ? Future.succeededFuture()
        : path.after(Duration.ofMillis(10)).compose(v -> seen(path, socket, until));
  }

  private record Seen(int pings, @Nullable Integer answered) {}

  private static Future<Seen> server(Path path) {
    OpeningRequest request =
        path.dialer().request().withQuery("ping=" + SERVER_INTERVAL.toMillis() + "ms&reply=echo");
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              return seen(path, socket, path.clock().now() + SERVER_TIME.toMillis() / 1e3)
                  .compose(v -> Records.of(path, dialed.attempt()))
                  .map(
                      record -> {
                        int pings = socket.pingsReceived();
                        socket.close();
                        return new Seen(
                            pings, record == null ? null : (int) record.received().pongs());
                      });
            });
  }
}
