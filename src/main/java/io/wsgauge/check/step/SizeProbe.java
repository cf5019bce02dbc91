package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Sizes.Form;
import io.wsgauge.check.measurement.Sizes.Try;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends so many bytes in one direction, each time over a connection of its own, and tells whether
 * they arrive; how long it waits for them follows what has passed before. Event loop only.
 */
final class SizeProbe {
  private static final int FRAGMENT = 4096;

  /** In how many of them a message is sent at least. */
  private static final int PARTS = 4;

  /**
   * Bytes a second of the slowest line on which a message counts as arrived, before one is known.
   */
  private static final double SLOWEST = 50_000;

  /** Times as long as by what has passed is expected, after which nothing comes any more. */
  private static final double EXPECTED = 4;

  /** The shortest wait once something has passed, in seconds. */
  private static final double SHORTEST_WAIT = 0.3;

  /** The part of a wait by which the own event loop may be late. */
  private static final double LAG = 0.1;

  private static final int MOST_PATIENCE = 8;

  /**
   * What has passed.
   *
   * @param seconds that it took at most, for so many bytes at most
   */
  private record Pace(long bytes, double seconds) {
    Pace slower(Pace other) {
      return new Pace(Math.max(bytes, other.bytes), Math.max(seconds, other.seconds));
    }
  }

  private final Path path;
  private final Direction direction;

  /** The slowest of what has passed; null before any has. */
  private @Nullable Pace slowest;

  SizeProbe(Path path, Direction direction) {
    this.path = path;
    this.direction = direction;
  }

  Direction direction() {
    return direction;
  }

  /**
   * One try.
   *
   * @return fails where no WebSocket opens, or this process is late each time
   */
  Future<Try> send(Form form, long bytes) {
    return send(form, bytes, 1);
  }

  /**
   * @param patience times as long as is usual, since this process was late before
   */
  private Future<Try> send(Form form, long bytes, int patience) {
    OpeningRequest request =
        switch (direction) {
          case CLIENT_TO_SERVER -> path.dialer().request().withQuery("reply=count");
          case SERVER_TO_CLIENT -> path.dialer().request().withQuery(burst(form, bytes));
          case BOTH -> path.echo();
        };
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return patience == 1
                    ? send(form, bytes, 2)
                    : Future.failedFuture("a WebSocket did not open");
              }
              Duration wait = timeout(bytes).multipliedBy(patience);
              double begun = path.clock().now();
              return ready(socket)
                  .compose(v -> passed(socket, form, bytes, wait))
                  .compose(
                      passed -> {
                        double seconds = path.clock().now() - begun;
                        if (passed) {
                          Pace pace = new Pace(bytes, seconds);
                          slowest = slowest == null ? pace : slowest.slower(pace);
                        } else if (isSpoiled(begun, wait) && socket.isOpen()) {
                          path.voided();
                          socket.drop(false);
                          return patience < MOST_PATIENCE
                              ? send(form, bytes, 2 * patience)
                              : Future.failedFuture("this process was late, again and again");
                        }
                        return isAlive(socket, passed, wait)
                            .map(
                                alive ->
                                    new Try(
                                        direction,
                                        form,
                                        bytes,
                                        passed,
                                        socket.isOpen() ? null : socket.ending().result(),
                                        alive));
                      })
                  .onSuccess(done -> socket.drop(false));
            });
  }

  /** One try in fragments, of which the server says who has ended it; empty where it does not. */
  Future<List<Try>> askWhoEnds(long bytes) {
    return path.openSurely(path.dialer().request().withQuery("reply=count&id=" + Path.id()))
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture(List.of());
              }
              socket.expectEnd();
              write(socket, Form.FRAGMENTS, bytes);
              return Future.any(socket.ending(), path.after(path.patience(8)))
                  .compose(any -> Records.ofEnded(path, dialed.attempt()))
                  .map(
                      record -> {
                        Ending ending = socket.isOpen() ? null : socket.ending().result();
                        socket.drop(false);
                        Ending there = record == null ? null : record.ending();
                        return ending == null || there == null
                            ? List.<Try>of()
                            : List.of(
                                new Try(
                                    Direction.CLIENT_TO_SERVER,
                                    Form.FRAGMENTS,
                                    bytes,
                                    false,
                                    ending,
                                    null,
                                    there.by() == Ending.By.SELF));
                      });
            });
  }

  /**
   * Has a gateway answer first, which may open a WebSocket of its own only when it has said 101.
   */
  private Future<Void> ready(CheckSocket socket) {
    if (direction != Direction.CLIENT_TO_SERVER || !path.isRelayed()) {
      return Future.succeededFuture();
    }
    socket.send("ready?");
    return socket.next(path.patience(4)).mapEmpty();
  }

  private Future<Boolean> passed(CheckSocket socket, Form form, long bytes, Duration wait) {
    if (direction != Direction.SERVER_TO_CLIENT) {
      if (form == Form.SUM && part(bytes) < FRAGMENT) {
        return oneByOne(socket, bytes, wait);
      }
      write(socket, form, bytes);
    }
    if (direction == Direction.BOTH) {
      return comesBack(socket, bytes, wait);
    }
    return form == Form.SUM ? allArrive(socket, bytes, wait) : oneArrives(socket, bytes, wait);
  }

  /**
   * Small messages of which each waits for the answer to the one before, so that TCP joins none.
   */
  private Future<Boolean> oneByOne(CheckSocket socket, long left, Duration wait) {
    long size = Math.min(part(left), left);
    socket.send(false, Buffer.buffer(new byte[(int) size]));
    return oneArrives(socket, size, wait)
        .compose(
            passed ->
                !passed || left <= size
                    ? Future.succeededFuture(passed)
                    : oneByOne(socket, left - size, wait));
  }

  /** Bytes of a frame or a message that is far smaller than what does not pass whole. */
  private static int part(long bytes) {
    return (int) Math.max(1, Math.min(FRAGMENT, bytes / PARTS));
  }

  private boolean isSpoiled(double begun, Duration wait) {
    return path.lag().since(begun) > wait.toMillis() / 1e3 * LAG;
  }

  /**
   * @return whether a ping is answered, where nothing has come; null otherwise
   */
  private Future<@Nullable Boolean> isAlive(CheckSocket socket, boolean passed, Duration wait) {
    if (passed || !socket.isOpen()) {
      return Future.succeededFuture(null);
    }
    socket.ping(Buffer.buffer("still there?"));
    double seconds = Math.min(wait.toMillis(), path.patience(2).toMillis()) / 1e3;
    return pong(socket, path.clock().now() + seconds);
  }

  private Future<@Nullable Boolean> pong(CheckSocket socket, double until) {
    if (!socket.isOpen()) {
      return Future.succeededFuture(null);
    }
    boolean answered = socket.pongsReceived() > 0;
    return answered || path.clock().now() > until
        ? Future.succeededFuture(answered)
        : path.after(Duration.ofMillis(10)).compose(v -> pong(socket, until));
  }

  /**
   * As long as nobody knows how fast the path is, as long as the slowest takes; then some times as
   * long as by what has passed.
   */
  private Duration timeout(long bytes) {
    Pace pace = slowest;
    if (pace == null) {
      double rate = path.bytesPerSecond(direction) / EXPECTED;
      return path.patience(8).plus(Path.seconds(bytes / Math.max(rate, SLOWEST)));
    }
    double least = Math.max(SHORTEST_WAIT, 8 * path.openingSeconds());
    return Path.seconds(
        least + EXPECTED * pace.seconds() * Math.max(1, bytes / (double) pace.bytes()));
  }

  private static String burst(Form form, long bytes) {
    return switch (form) {
      case WHOLE -> "reply=none&burst=1&burstSize=" + bytes;
      case FRAGMENTS -> "reply=none&burst=1&burstSize=" + bytes + "&fragmentSize=" + part(bytes);
      case SUM -> {
        long count = bytes / part(bytes) + 1;
        // apart in time, so that TCP joins none
        yield part(bytes) < FRAGMENT
            ? "reply=none&push=30ms&pushCount=%d&pushSize=%d".formatted(count, part(bytes))
            : "reply=none&burst=%d&burstSize=%d".formatted(count, FRAGMENT);
      }
    };
  }

  private static void write(CheckSocket socket, Form form, long bytes) {
    Buffer payload = Buffer.buffer(new byte[(int) bytes]);
    switch (form) {
      case WHOLE -> socket.send(false, payload);
      case FRAGMENTS -> socket.sendFragments(false, payload, part(bytes));
      case SUM -> {
        for (long left = bytes; left > 0; left -= FRAGMENT) {
          socket.send(false, Buffer.buffer(new byte[(int) Math.min(FRAGMENT, left)]));
        }
      }
    }
  }

  private Future<Boolean> oneArrives(CheckSocket socket, long bytes, Duration wait) {
    return socket.next(wait).map(message -> message != null && size(message) == bytes);
  }

  /** Whether so many bytes arrive, in however many messages. */
  private Future<Boolean> allArrive(CheckSocket socket, long bytes, Duration wait) {
    return socket
        .next(wait)
        .compose(
            message -> {
              if (message == null) {
                return Future.succeededFuture(false);
              }
              long left = bytes - size(message);
              return left <= 0 ? Future.succeededFuture(true) : allArrive(socket, left, wait);
            });
  }

  /**
   * Whether what a foreign server echoes has come, in however many messages, and between those that
   * it sends by itself, for which nothing waits any longer.
   */
  private Future<Boolean> comesBack(CheckSocket socket, long bytes, Duration wait) {
    Promise<Void> whole = Promise.promise();
    long[] left = {bytes};
    socket.onMessage(
        message -> {
          left[0] -= isZeros(message.payload()) ? message.payload().length() : 0;
          if (left[0] <= 0) {
            whole.tryComplete();
          }
        });
    return Future.any(whole.future(), socket.ending(), path.after(wait))
        .map(any -> whole.future().isComplete());
  }

  /** Whether it is a part of what was written. */
  private static boolean isZeros(Buffer payload) {
    for (int i = 0; i < payload.length(); i++) {
      if (payload.getByte(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Bytes that arrived at the other end: those of the message, or those that it says it got. */
  private long size(CheckSocket.Message message) {
    if (direction != Direction.CLIENT_TO_SERVER) {
      return message.payload().length();
    }
    Long told = PeerJson.read(message.payload().toString(), json -> json.getLong("size"));
    return told == null ? -1 : told;
  }
}
