package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Sizes.Form;
import io.wsgauge.check.measurement.Sizes.Try;
import io.wsgauge.check.measurement.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the largest message that passes, each direction apart: first as large as the server
 * allows, and where that fails between what passes and what does not, by halves. The same bytes in
 * small frames, and in small messages, tell limits of messages, of frames and of sums apart.
 */
final class SizesStep implements Step<Sizes> {
  private static final long USUAL_MOST = 1 << 20;
  private static final int FRAGMENT = 4096;

  /** In how many of them a message is sent at least. */
  private static final int PARTS = 4;

  /** Bytes that each path lets through, or nothing else here can be measured. */
  private static final long LEAST = 64;

  /** Openings that are worth the last byte; where a try costs more, a limit is found to 1 %. */
  private static final double CHEAP_OPENING = 0.05;

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

  private static final double TOLERANCE = 0.01;

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

  /** Whether what does not pass does so without an end, and each try is a wait. */
  private boolean waits;

  /** The time at which a limit is not looked for more closely. */
  private double until;

  private final Map<Direction, Pace> slowest = new EnumMap<>(Direction.class);

  @Override
  public String name() {
    return "sizes";
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(16).multipliedBy(40L);
  }

  @Override
  public Future<Sizes> run(Path path) {
    List<Try> tries = new ArrayList<>();
    until = path.clock().now() + 0.8 * budget(path).toMillis() / 1e3;
    View view = path.view();
    long frame = view == null ? 0 : view.limits().getOrDefault("maxFrameSize", 0L);
    long message = view == null ? 0 : view.limits().getOrDefault("maxMessageSize", 0L);
    long most = Math.min(message > 0 ? message : USUAL_MOST, Dialer.MOST_MESSAGE);
    long mostFrame = Math.min(frame > 0 ? frame : most, most);
    return path.obeys()
        ? both(path, tries, mostFrame, most).map(v -> new Sizes(tries, most))
        : search(path, tries, Direction.BOTH, Form.WHOLE, USUAL_MOST).map(v -> new Sizes(tries, 0));
  }

  /** One direction after the other, or beside it where openings are slow. */
  private Future<Void> both(Path path, List<Try> tries, long mostFrame, long most) {
    Future<Void> up = direction(path, tries, Direction.CLIENT_TO_SERVER, mostFrame, most);
    return path.openingSeconds() > CHEAP_OPENING
        ? Future.join(up, direction(path, tries, Direction.SERVER_TO_CLIENT, mostFrame, most))
            .mapEmpty()
        : up.compose(v -> direction(path, tries, Direction.SERVER_TO_CLIENT, mostFrame, most));
  }

  private Future<Void> direction(
      Path path, List<Try> tries, Direction direction, long mostFrame, long most) {
    return search(path, tries, direction, Form.WHOLE, mostFrame)
        .compose(v -> apart(path, tries, direction, mostFrame, most));
  }

  /**
   * Where whole messages fail, the same in fragments and as a sum; where none fails, larger ones in
   * fragments.
   */
  private Future<Void> apart(
      Path path, List<Try> tries, Direction direction, long mostFrame, long most) {
    long failed =
        tries.stream()
            .filter(t -> t.direction() == direction && t.form() == Form.WHOLE && !t.passed())
            .mapToLong(Try::bytes)
            .min()
            .orElse(0);
    if (failed > 0) {
      return once(path, tries, direction, Form.FRAGMENTS, failed)
          .compose(passed -> once(path, tries, direction, Form.SUM, failed))
          .mapEmpty();
    }
    return most > mostFrame
        ? search(path, tries, direction, Form.FRAGMENTS, most)
            .compose(v -> sum(path, tries, direction))
        : Future.succeededFuture();
  }

  /** Where messages in fragments fail, the same as a sum. */
  private Future<Void> sum(Path path, List<Try> tries, Direction direction) {
    long failed =
        tries.stream()
            .filter(t -> t.direction() == direction && t.form() == Form.FRAGMENTS && !t.passed())
            .mapToLong(Try::bytes)
            .min()
            .orElse(0);
    return failed == 0
        ? Future.succeededFuture()
        : once(path, tries, direction, Form.SUM, failed).mapEmpty();
  }

  /** Finds the largest that passes, and the smallest that does not. */
  private Future<Void> search(
      Path path, List<Try> tries, Direction direction, Form form, long most) {
    LongFunction<Future<Boolean>> attempt = bytes -> once(path, tries, direction, form, bytes);
    return attempt
        .apply(most)
        .compose(
            passed ->
                passed
                    ? Future.succeededFuture()
                    : attempt
                        .apply(LEAST)
                        .compose(
                            least ->
                                least
                                    ? halve(path, attempt, LEAST, most)
                                        .compose(
                                            v -> confirm(path, tries, direction, form, attempt))
                                    : Future.succeededFuture()));
  }

  /**
   * What has not arrived before it was known how fast others do may have been late alone: if it
   * arrives now, there is no limit. Of what was put together on the way to the server the server
   * says whether that is too large for itself.
   */
  private static Future<Void> confirm(
      Path path,
      List<Try> tries,
      Direction direction,
      Form form,
      LongFunction<Future<Boolean>> attempt) {
    Optional<Try> smallest =
        tries.stream()
            .filter(t -> t.direction() == direction && t.form() == form && !t.passed())
            .min(Comparator.comparingLong(Try::bytes));
    if (smallest.isEmpty()) {
      return Future.succeededFuture();
    }
    long bytes = smallest.get().bytes();
    if (smallest.get().ended() == null) {
      return attempt.apply(bytes).mapEmpty();
    }
    return direction == Direction.CLIENT_TO_SERVER && form == Form.FRAGMENTS
        ? ended(path, bytes).onSuccess(tries::addAll).mapEmpty()
        : Future.succeededFuture();
  }

  /** One try more, of which the server says who has ended it; empty where it does not. */
  private static Future<List<Try>> ended(Path path, long bytes) {
    return path.openSurely(path.dialer().request().withQuery("reply=count&id=" + Path.id()))
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture(List.of());
              }
              socket.expectEnd();
              send(socket, Form.FRAGMENTS, bytes);
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

  private Future<Void> halve(
      Path path, LongFunction<Future<Boolean>> attempt, long passes, long fails) {
    boolean cheap = path.openingSeconds() <= CHEAP_OPENING && !waits;
    double tolerance = cheap ? 1 : passes * TOLERANCE;
    if (fails - passes <= Math.max(1, tolerance)) {
      return Future.succeededFuture();
    }
    if (path.clock().now() > until) {
      path.partly("a limit is between %d and %d bytes".formatted(passes, fails));
      return Future.succeededFuture();
    }
    // where each try is a wait, a limit is found to a part of itself
    long middle = waits ? (long) Math.sqrt((double) passes * fails) : passes + (fails - passes) / 2;
    return attempt
        .apply(middle)
        .compose(
            passed ->
                passed
                    ? halve(path, attempt, middle, fails)
                    : halve(path, attempt, passes, middle));
  }

  /** One try, and another where it fails: nothing negative counts on one sample. */
  private Future<Boolean> once(
      Path path, List<Try> tries, Direction direction, Form form, long bytes) {
    return single(path, direction, form, bytes, 1)
        .compose(
            first ->
                first.passed()
                    ? Future.succeededFuture(first)
                    : single(path, direction, form, bytes, 1))
        .map(
            done -> {
              tries.add(done);
              waits |= !done.passed() && done.ended() == null;
              return done.passed();
            });
  }

  /**
   * @param patience times as long as is usual, since this process was late before
   */
  private Future<Try> single(Path path, Direction direction, Form form, long bytes, int patience) {
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
                    ? single(path, direction, form, bytes, 2)
                    : Future.failedFuture("a WebSocket did not open");
              }
              Duration wait = wait(path, direction, bytes).multipliedBy(patience);
              double begun = path.clock().now();
              return ready(path, socket, direction)
                  .compose(v -> passed(socket, direction, form, bytes, wait))
                  .compose(
                      passed -> {
                        double seconds = path.clock().now() - begun;
                        if (passed) {
                          slowest.merge(direction, new Pace(bytes, seconds), Pace::slower);
                        } else if (isSpoiled(path, begun, wait) && socket.isOpen()) {
                          path.voided();
                          socket.drop(false);
                          return patience < MOST_PATIENCE
                              ? single(path, direction, form, bytes, 2 * patience)
                              : Future.failedFuture("this process was late, again and again");
                        }
                        return ended(path, socket, passed, wait)
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

  /**
   * Has a gateway answer first, which may open a WebSocket of its own only when it has said 101.
   */
  private static Future<Void> ready(Path path, CheckSocket socket, Direction direction) {
    if (direction != Direction.CLIENT_TO_SERVER || !path.isRelayed()) {
      return Future.succeededFuture();
    }
    socket.send("ready?");
    return socket.next(path.patience(4)).mapEmpty();
  }

  private static Future<Boolean> passed(
      CheckSocket socket, Direction direction, Form form, long bytes, Duration wait) {
    if (direction != Direction.SERVER_TO_CLIENT) {
      if (form == Form.SUM && part(bytes) < FRAGMENT) {
        return oneByOne(socket, direction, bytes, wait);
      }
      send(socket, form, bytes);
    }
    // what a foreign server echoes may come in other messages than it was sent in
    boolean sum = form == Form.SUM || direction == Direction.BOTH;
    return arrived(socket, direction, sum ? Form.SUM : form, bytes, sum ? bytes : 0, wait);
  }

  /**
   * Small messages of which each waits for the answer to the one before, so that TCP joins none.
   */
  private static Future<Boolean> oneByOne(
      CheckSocket socket, Direction direction, long left, Duration wait) {
    long size = Math.min(part(left), left);
    socket.send(false, Buffer.buffer(new byte[(int) size]));
    return arrived(socket, direction, Form.WHOLE, size, 0, wait)
        .compose(
            passed ->
                !passed || left <= size
                    ? Future.succeededFuture(passed)
                    : oneByOne(socket, direction, left - size, wait));
  }

  /** Bytes of a frame or a message that is far smaller than what does not pass whole. */
  private static int part(long bytes) {
    return (int) Math.max(1, Math.min(FRAGMENT, bytes / PARTS));
  }

  private static boolean isSpoiled(Path path, double begun, Duration wait) {
    return path.lag().since(begun) > wait.toMillis() / 1e3 * LAG;
  }

  /**
   * @return whether a ping is answered, where nothing has come; null otherwise
   */
  private static Future<@Nullable Boolean> ended(
      Path path, CheckSocket socket, boolean passed, Duration wait) {
    if (passed || !socket.isOpen()) {
      return Future.succeededFuture(null);
    }
    socket.ping(Buffer.buffer("still there?"));
    double seconds = Math.min(wait.toMillis(), path.patience(2).toMillis()) / 1e3;
    return pong(path, socket, path.clock().now() + seconds);
  }

  private static Future<@Nullable Boolean> pong(Path path, CheckSocket socket, double until) {
    if (!socket.isOpen()) {
      return Future.succeededFuture(null);
    }
    boolean answered = socket.pongsReceived() > 0;
    return answered || path.clock().now() > until
        ? Future.succeededFuture(answered)
        : path.after(Duration.ofMillis(10)).compose(v -> pong(path, socket, until));
  }

  /**
   * As long as nobody knows how fast the path is, as long as the slowest takes; then some times as
   * long as by what has passed.
   */
  private Duration wait(Path path, Direction direction, long bytes) {
    Pace pace = slowest.get(direction);
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

  private static void send(CheckSocket socket, Form form, long bytes) {
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

  /**
   * @param left bytes of a sum that are still to arrive
   */
  private static Future<Boolean> arrived(
      CheckSocket socket, Direction direction, Form form, long bytes, long left, Duration wait) {
    return socket
        .next(wait)
        .compose(
            message -> {
              if (message == null) {
                return Future.succeededFuture(false);
              }
              long size =
                  direction == Direction.CLIENT_TO_SERVER
                      ? counted(message.payload().toString())
                      : message.payload().length();
              if (form != Form.SUM) {
                return Future.succeededFuture(size == bytes);
              }
              return left - size <= 0
                  ? Future.succeededFuture(true)
                  : arrived(socket, direction, form, bytes, left - size, wait);
            });
  }

  private static long counted(String text) {
    try {
      return new JsonObject(text).getLong("size", -1L);
    } catch (DecodeException | ClassCastException e) {
      return -1; // not an answer of the kind
    }
  }
}
