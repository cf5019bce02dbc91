package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.RoundTrips;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends messages one by one, each when the one before was answered. */
final class RoundTripStep implements Step<RoundTrips> {
  private static final int COUNT = 20;

  /** Round trips that do where each takes long. */
  private static final int LEAST = 8;

  /** Seconds beyond which no more than those are taken. */
  private static final double ENOUGH = 0.4;

  @Override
  public String name() {
    return "round-trip";
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(COUNT + 4);
  }

  @Override
  public Future<RoundTrips> run(Path path) {
    return path.openSurely(path.echo())
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              List<Double> opening = new ArrayList<>();
              if (dialed.attempt().answerSeconds() != null) {
                opening.add(dialed.attempt().answerSeconds());
              }
              return ask(path, socket, new ArrayList<>())
                  .compose(
                      times -> {
                        socket.close();
                        if (times.size() < LEAST) {
                          path.partly("%d of %d round trips".formatted(times.size(), LEAST));
                        }
                        return times.isEmpty()
                            ? Future.failedFuture("the server does not echo")
                            : Future.succeededFuture(new RoundTrips(times, opening));
                      });
            });
  }

  private static Future<List<Double>> ask(Path path, CheckSocket socket, List<Double> times) {
    double spent = times.stream().mapToDouble(Double::doubleValue).sum();
    if (times.size() == COUNT || (times.size() >= LEAST && spent > ENOUGH)) {
      return Future.succeededFuture(times);
    }
    double sentAt = path.clock().now();
    String question = "round trip " + times.size();
    socket.send(question);
    return socket
        .next(path.patience(4))
        .compose(
            message -> {
              // what a foreign server pushes is no answer, and an answer that is no echo cannot be
              // told
              boolean answers =
                  message != null
                      && (path.obeys() || message.payload().toString().equals(question));
              if (message == null || !answers) {
                return Future.succeededFuture(times);
              }
              times.add(message.at() - sentAt);
              return ask(path, socket, times);
            });
  }
}
