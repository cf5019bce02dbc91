package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wsgauge.check.measurement.Buffering;
import io.wsgauge.check.measurement.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends on a clock, the server to this end and this end to the server, and notes when each arrived:
 * what is kept back comes in clumps.
 */
final class BufferingStep implements Step<Buffering> {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final int DOWN = 20;
  private static final int UP = 20;

  /** Arrivals in a row that are enough where each has come in its time. */
  private static final int ENOUGH = 8;

  /** By how many intervals an arrival may be off its time. */
  private static final double OFF = 0.7;

  @Override
  public String name() {
    return "buffering";
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public Duration budget(Path path) {
    return INTERVAL.multipliedBy(DOWN).plus(path.patience(8).multipliedBy(2L));
  }

  @Override
  public Future<Buffering> run(Path path) {
    if (!path.obeys() && path.isWsgauge()) {
      return HeldBack.look(path)
          .map(held -> new Buffering(INTERVAL.toMillis() / 1e3, Map.of(), List.of(), held));
    }
    if (!path.obeys()) {
      return Future.failedFuture("the server cannot be asked to send on a clock");
    }
    Future<List<Double>> down = down(path);
    Future<List<Double>> up = up(path);
    List<Double> roundTrips = new ArrayList<>();
    Future<Void> beside = beside(path, roundTrips);
    return Future.join(down, up, beside)
        .map(
            done -> {
              Map<Direction, List<Double>> arrivals = new EnumMap<>(Direction.class);
              arrivals.put(Direction.SERVER_TO_CLIENT, down.result());
              arrivals.put(Direction.CLIENT_TO_SERVER, up.result());
              return new Buffering(INTERVAL.toMillis() / 1e3, arrivals, roundTrips, null);
            });
  }

  private Future<List<Double>> down(Path path) {
    OpeningRequest request =
        path.dialer()
            .request()
            .withQuery("reply=none&push=%dms&pushCount=%d".formatted(INTERVAL.toMillis(), DOWN));
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              List<Double> arrivals = new ArrayList<>();
              Promise<Void> all = Promise.promise();
              socket.onMessage(
                  message -> {
                    arrivals.add(message.at() - socket.openedAt());
                    if (arrivals.size() == DOWN || isSteady(arrivals)) {
                      all.tryComplete();
                    }
                  });
              Duration most = INTERVAL.multipliedBy(DOWN).plus(path.patience(1));
              return Future.any(all.future(), socket.ending(), path.after(most))
                  .map(
                      v -> {
                        socket.close();
                        return arrivals;
                      });
            });
  }

  /** By the times of receipt that the server answers with. */
  private Future<List<Double>> up(Path path) {
    return path.openSurely(path.dialer().request().withQuery("reply=count"))
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              List<Double> arrivals = new ArrayList<>();
              Promise<Void> all = Promise.promise();
              double[] first = {-1};
              socket.onMessage(
                  message -> {
                    Double at = received(message.payload().toString());
                    if (at != null) {
                      first[0] = first[0] < 0 ? at : first[0];
                      arrivals.add(at - first[0]);
                      if (arrivals.size() == UP || isSteady(arrivals)) {
                        all.tryComplete();
                      }
                    }
                  });
              return send(path, socket, all.future(), UP)
                  .compose(
                      v -> Future.any(all.future(), socket.ending(), path.after(path.patience(1))))
                  .map(
                      v -> {
                        socket.close();
                        return arrivals;
                      });
            });
  }

  private static Future<Void> send(Path path, CheckSocket socket, Future<Void> all, int left) {
    if (left == 0 || all.isComplete()) {
      return Future.succeededFuture();
    }
    socket.send("on the clock");
    return path.after(INTERVAL).compose(v -> send(path, socket, all, left - 1));
  }

  /** Whether the last ones have come one by one: what holds messages back does so all along. */
  private static boolean isSteady(List<Double> arrivals) {
    if (arrivals.size() < ENOUGH) {
      return false;
    }
    double interval = INTERVAL.toMillis() / 1e3;
    for (int i = arrivals.size() - ENOUGH + 1; i < arrivals.size(); i++) {
      if (Math.abs(arrivals.get(i) - arrivals.get(i - 1) - interval) > OFF * interval) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Double received(String text) {
    return PeerJson.read(
        text,
        json -> {
          Instant at = Instant.parse(json.getString("received"));
          return at.getEpochSecond() + at.getNano() / 1e9;
        });
  }

  private static Future<Void> beside(Path path, List<Double> roundTrips) {
    return path.openSurely(path.echo())
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              return socket == null
                  ? Future.succeededFuture()
                  : ask(path, socket, roundTrips, 10).onSuccess(v -> socket.close());
            });
  }

  private static Future<Void> ask(
      Path path, CheckSocket socket, List<Double> roundTrips, int left) {
    double sentAt = path.clock().now();
    socket.send("beside");
    return socket
        .next(path.patience(4))
        .compose(
            message -> {
              if (message == null || left == 1) {
                return Future.succeededFuture();
              }
              roundTrips.add(message.at() - sentAt);
              return path.after(INTERVAL).compose(v -> ask(path, socket, roundTrips, left - 1));
            });
  }
}
