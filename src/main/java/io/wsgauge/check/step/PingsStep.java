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

  /** Pings, and waits for pongs until a message that went out behind them is answered. */
  private static Future<Integer> ping(Path path, OpeningRequest request) {
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              for (int i = 0; i < COUNT; i++) {
                socket.ping(Buffer.buffer("wsgauge " + i));
              }
              socket.send("behind the pings");
              return socket
                  .next(path.patience(4))
                  .compose(message -> path.after(Path.seconds(path.openingSeconds() + 0.05)))
                  .map(
                      v -> {
                        int pongs = socket.pongsReceived();
                        socket.close();
                        return pongs;
                      });
            });
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
              return path.after(SERVER_TIME)
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
