package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Throughput;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends half a MiB each way, and takes the time from the first message's arrival to the last's. */
final class ThroughputStep implements Step<Throughput> {
  private static final int MESSAGE = 16 << 10;
  private static final int COUNT = 32;

  /** Bytes of a message where hardly any of the larger ones come in time. */
  private static final int SLOW_MESSAGE = 1 << 10;

  /** Bytes a second that nobody takes for a limit. */
  private static final double QUICK = 2_000_000;

  private static final String ONE = "one of many";
  private static final int SMALL = 1010;

  /** Messages before a cut of which nobody knows whether they arrived. */
  private static final int UNSURE = 20;

  /** The part of a measurement by which the own event loop may be late. */
  private static final double LAG = 0.1;

  private static final Duration MOST = Duration.ofSeconds(4);

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public Duration budget(Path path) {
    return MOST.plus(path.patience(8).multipliedBy(2L)).multipliedBy(4L);
  }

  @Override
  public Future<Throughput> run(Path path) {
    if (!path.obeys()) {
      return Future.failedFuture("the server cannot be asked to send, or to say what it received");
    }
    return endured(path).compose(v -> rates(path));
  }

  /**
   * Sends many small messages, which some paths do not take; what is cut, the survey notes. A cut
   * overtakes what is under way, so that messages are counted where each waits for the answer to
   * the one before.
   */
  private static Future<Void> endured(Path path) {
    return cut(path, SMALL)
        .compose(
            all ->
                all == null
                    ? Future.succeededFuture()
                    : again(path, all)
                        .compose(cut -> cut ? again(path, all) : Future.succeededFuture()))
        .mapEmpty();
  }

  /**
   * @param all that were cut while many were under way
   * @return whether they were cut again
   */
  private static Future<Boolean> again(Path path, CheckSocket all) {
    return cut(path, (int) Math.max(1, all.messagesReceived() - UNSURE))
        .map(
            socket -> {
              if (socket != null) {
                all.expectEnd(); // since this one tells better
              }
              return socket != null;
            });
  }

  /**
   * @param atOnce messages that wait for no answer
   * @return the WebSocket where it was cut; null where it was not, or did not open
   */
  private static Future<@Nullable CheckSocket> cut(Path path, int atOnce) {
    return path.openSurely(path.echo())
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture(null);
              }
              Promise<Void> all = Promise.promise();
              socket.onMessage(
                  message -> {
                    if (socket.messagesReceived() >= SMALL) {
                      all.tryComplete();
                    } else if (socket.messagesReceived() >= atOnce) {
                      socket.send(ONE);
                    }
                  });
              for (int i = 0; i < atOnce; i++) {
                socket.send(ONE);
              }
              return Future.any(all.future(), socket.ending(), path.after(path.patience(8)))
                  .map(
                      any -> {
                        CheckSocket cut = socket.isOpen() ? null : socket;
                        socket.drop(false);
                        return cut;
                      });
            });
  }

  private static Future<Throughput> rates(Path path) {
    return quickest(path, false)
        .compose(
            down ->
                quickest(path, true)
                    .map(
                        up -> {
                          Map<Direction, Double> rates = new EnumMap<>(Direction.class);
                          if (down != null) {
                            rates.put(Direction.SERVER_TO_CLIENT, down);
                          }
                          if (up != null) {
                            rates.put(Direction.CLIENT_TO_SERVER, up);
                          }
                          if (rates.size() < 2) {
                            path.partly("a rate, of which too few messages arrived");
                          }
                          path.passed(rates);
                          return new Throughput(rates, (long) MESSAGE * COUNT);
                        }));
  }

  /** Once more where it was slow, since either end may have been busy meanwhile. */
  private static Future<@Nullable Double> quickest(Path path, boolean sending) {
    return measured(path, MESSAGE, sending)
        .compose(
            first ->
                first == null
                    ? measured(path, SLOW_MESSAGE, sending)
                    : first > QUICK || isStarting(path, first)
                        ? Future.succeededFuture(first)
                        : measured(path, MESSAGE, sending)
                            .map(
                                second ->
                                    second == null
                                        ? first
                                        : Double.valueOf(Math.max(first, second))));
  }

  /** Whether it took no longer than TCP takes to begin, which is some round trips. */
  private static boolean isStarting(Path path, double bytesPerSecond) {
    return (double) COUNT * MESSAGE / bytesPerSecond < 4 * path.openingSeconds();
  }

  /**
   * @return bytes a second of those that came in time; null where fewer than two messages did
   */
  private static Future<@Nullable Double> measured(Path path, int size, boolean sending) {
    String query =
        sending ? "reply=count" : "reply=none&burst=%d&burstSize=%d".formatted(COUNT, size);
    return path.openSurely(path.dialer().request().withQuery(query))
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture(null);
              }
              double[] times = {-1, -1};
              int[] count = {0};
              Promise<Void> all = Promise.promise();
              socket.onMessage(
                  message -> {
                    times[0] = times[0] < 0 ? message.at() : times[0];
                    times[1] = message.at();
                    if (++count[0] == COUNT) {
                      all.tryComplete();
                    }
                  });
              socket.ending().onComplete(end -> all.tryComplete());
              if (sending) {
                Buffer payload = Buffer.buffer(new byte[size]);
                for (int i = 0; i < COUNT; i++) {
                  socket.send(false, payload);
                }
              }
              return Future.any(all.future(), path.after(MOST))
                  .map(
                      any -> {
                        socket.drop(false);
                        double seconds = times[1] - times[0];
                        boolean late = path.lag().since(times[0]) > LAG * seconds;
                        if (late && count[0] >= 2 && (count[0] - 1.0) * size < QUICK * seconds) {
                          path.voided(); // it may be this process that was slow
                          return null;
                        }
                        return count[0] < 2
                            ? null
                            : (count[0] - 1.0) * size / Math.max(seconds, 1e-4);
                      });
            });
  }
}
