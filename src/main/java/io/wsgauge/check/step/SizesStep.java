package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Sizes.Form;
import io.wsgauge.check.measurement.Sizes.Try;
import io.wsgauge.check.measurement.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Looks for the largest message that passes, each direction apart: first as large as the server
 * allows, and where that fails between what passes and what does not, by halves. The same bytes in
 * small frames, and in small messages, tell limits of messages, of frames and of sums apart.
 */
final class SizesStep implements Step<Sizes> {
  private static final long USUAL_MOST = 1 << 20;
  private static final int FRAGMENT = 4096;

  /** Bytes that each path lets through, or nothing else here can be measured. */
  private static final long LEAST = 64;

  /** Openings that are worth the last byte; where one costs more, a limit is found to 1 %. */
  private static final double CHEAP_OPENING = 0.05;

  /** Bytes a second of the slowest line on which a message counts as arrived. */
  private static final double SLOWEST = 50_000;

  private static final double TOLERANCE = 0.01;

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
    View view = path.view();
    long frame = view == null ? 0 : view.limits().getOrDefault("maxFrameSize", 0L);
    long message = view == null ? 0 : view.limits().getOrDefault("maxMessageSize", 0L);
    long most = Math.min(message > 0 ? message : USUAL_MOST, Dialer.MOST_MESSAGE);
    long mostFrame = Math.min(frame > 0 ? frame : most, most);
    return path.obeys()
        ? both(path, tries, mostFrame, most).map(v -> new Sizes(tries, most))
        : search(path, tries, Direction.BOTH, Form.WHOLE, USUAL_MOST).map(v -> new Sizes(tries, 0));
  }

  private static Future<Void> both(Path path, List<Try> tries, long mostFrame, long most) {
    return search(path, tries, Direction.CLIENT_TO_SERVER, Form.WHOLE, mostFrame)
        .compose(v -> apart(path, tries, Direction.CLIENT_TO_SERVER, mostFrame, most))
        .compose(v -> search(path, tries, Direction.SERVER_TO_CLIENT, Form.WHOLE, mostFrame))
        .compose(v -> apart(path, tries, Direction.SERVER_TO_CLIENT, mostFrame, most));
  }

  /**
   * Where whole messages fail, the same in fragments and as a sum; where none fails, larger ones in
   * fragments.
   */
  private static Future<Void> apart(
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
  private static Future<Void> sum(Path path, List<Try> tries, Direction direction) {
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
  private static Future<Void> search(
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
                                    : Future.succeededFuture()));
  }

  private static Future<Void> halve(
      Path path, LongFunction<Future<Boolean>> attempt, long passes, long fails) {
    double tolerance = path.openingSeconds() > CHEAP_OPENING ? passes * TOLERANCE : 1;
    if (fails - passes <= Math.max(1, tolerance)) {
      return Future.succeededFuture();
    }
    long middle = passes + (fails - passes) / 2;
    return attempt
        .apply(middle)
        .compose(
            passed ->
                passed
                    ? halve(path, attempt, middle, fails)
                    : halve(path, attempt, passes, middle));
  }

  /** One try, and another where it fails: nothing negative counts on one sample. */
  private static Future<Boolean> once(
      Path path, List<Try> tries, Direction direction, Form form, long bytes) {
    return single(path, direction, form, bytes)
        .compose(
            first ->
                first.passed()
                    ? Future.succeededFuture(first)
                    : single(path, direction, form, bytes))
        .map(
            done -> {
              tries.add(done);
              return done.passed();
            });
  }

  private static Future<Try> single(Path path, Direction direction, Form form, long bytes) {
    boolean down = direction == Direction.SERVER_TO_CLIENT;
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
                return Future.failedFuture("a WebSocket did not open");
              }
              if (!down) {
                send(socket, form, bytes);
              }
              return arrived(path, socket, direction, form, bytes, form == Form.SUM ? bytes : 0)
                  .map(
                      passed -> {
                        Try done =
                            new Try(
                                direction,
                                form,
                                bytes,
                                passed,
                                socket.isOpen() ? null : socket.ending().result());
                        socket.drop(false);
                        return done;
                      });
            });
  }

  private static String burst(Form form, long bytes) {
    return switch (form) {
      case WHOLE -> "reply=none&burst=1&burstSize=" + bytes;
      case FRAGMENTS -> "reply=none&burst=1&burstSize=" + bytes + "&fragmentSize=" + FRAGMENT;
      case SUM ->
          "reply=none&burst=" + Math.max(1, bytes / FRAGMENT + 1) + "&burstSize=" + FRAGMENT;
    };
  }

  private static void send(CheckSocket socket, Form form, long bytes) {
    Buffer payload = Buffer.buffer(new byte[(int) bytes]);
    switch (form) {
      case WHOLE -> socket.send(false, payload);
      case FRAGMENTS -> socket.sendFragments(false, payload, FRAGMENT);
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
      Path path, CheckSocket socket, Direction direction, Form form, long bytes, long left) {
    return socket
        .next(path.patience(8).plus(Path.seconds(bytes / SLOWEST)))
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
                  : arrived(path, socket, direction, form, bytes, left - size);
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
