package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Sizes.Form;
import io.wsgauge.check.measurement.Sizes.Try;
import io.wsgauge.check.measurement.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Looks for the largest message that passes, each direction apart: first as large as the server
 * allows, and where that fails between what passes and what does not, by halves. The same bytes in
 * small frames, and in small messages, tell limits of messages, of frames and of sums apart.
 */
final class SizesStep implements Step<Sizes> {
  private static final long USUAL_MOST = 1 << 20;

  /** Bytes that each path lets through, or nothing else here can be measured. */
  private static final long LEAST = 64;

  /** Openings that are worth the last byte; where a try costs more, a limit is found to 1 %. */
  private static final double CHEAP_OPENING = 0.05;

  private static final double TOLERANCE = 0.01;

  private final List<Try> tries = new ArrayList<>();

  /** Whether what does not pass does so without an end, and each try is a wait. */
  private boolean waits;

  /** The time at which a limit is not looked for more closely. */
  private double until;

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
    until = path.clock().now() + 0.8 * budget(path).toMillis() / 1e3;
    if (!path.obeys()) {
      return echoes(path)
          .compose(
              echoes ->
                  echoes
                      ? search(path, new SizeProbe(path, Direction.BOTH), Form.WHOLE, USUAL_MOST)
                      : Future.failedFuture("the server does not echo"))
          .map(v -> new Sizes(tries, 0));
    }
    View view = path.view();
    long frame = view == null ? 0 : view.limits().getOrDefault("maxFrameSize", 0L);
    long message = view == null ? 0 : view.limits().getOrDefault("maxMessageSize", 0L);
    long most = Math.min(message > 0 ? message : USUAL_MOST, Dialer.MOST_MESSAGE);
    long mostFrame = Math.min(frame > 0 ? frame : most, most);
    return both(path, mostFrame, most).map(v -> new Sizes(tries, most));
  }

  /**
   * Asked with little by a probe of its own: what it takes says nothing of much, and a server that
   * does not echo that is not waited for with more.
   */
  private static Future<Boolean> echoes(Path path) {
    return twice(new SizeProbe(path, Direction.BOTH), Form.WHOLE, LEAST).map(Try::passed);
  }

  /** One direction after the other, or beside it where openings are slow. */
  private Future<Void> both(Path path, long mostFrame, long most) {
    Future<Void> up = direction(path, Direction.CLIENT_TO_SERVER, mostFrame, most);
    return path.openingSeconds() > CHEAP_OPENING
        ? Future.join(up, direction(path, Direction.SERVER_TO_CLIENT, mostFrame, most)).mapEmpty()
        : up.compose(v -> direction(path, Direction.SERVER_TO_CLIENT, mostFrame, most));
  }

  private Future<Void> direction(Path path, Direction direction, long mostFrame, long most) {
    SizeProbe probe = new SizeProbe(path, direction);
    return search(path, probe, Form.WHOLE, mostFrame)
        .compose(v -> apart(path, probe, mostFrame, most));
  }

  /**
   * Where whole messages fail, the same in fragments and as a sum; where none fails, larger ones in
   * fragments, and where those fail, the same as a sum.
   */
  private Future<Void> apart(Path path, SizeProbe probe, long mostFrame, long most) {
    Optional<Try> whole = smallestFailed(probe, Form.WHOLE);
    if (whole.isPresent()) {
      return passes(probe, Form.FRAGMENTS, whole.get().bytes())
          .compose(passed -> passes(probe, Form.SUM, whole.get().bytes()))
          .mapEmpty();
    }
    return most > mostFrame
        ? search(path, probe, Form.FRAGMENTS, most).compose(v -> sum(probe))
        : Future.succeededFuture();
  }

  private Future<Void> sum(SizeProbe probe) {
    return smallestFailed(probe, Form.FRAGMENTS)
        .map(failed -> passes(probe, Form.SUM, failed.bytes()).<Void>mapEmpty())
        .orElseGet(Future::succeededFuture);
  }

  private Optional<Try> smallestFailed(SizeProbe probe, Form form) {
    return tries.stream()
        .filter(t -> t.direction() == probe.direction() && t.form() == form && !t.passed())
        .min(Comparator.comparingLong(Try::bytes));
  }

  /** Finds the largest that passes, and the smallest that does not. */
  private Future<Void> search(Path path, SizeProbe probe, Form form, long most) {
    LongFunction<Future<Boolean>> attempt = bytes -> passes(probe, form, bytes);
    return attempt
        .apply(most)
        .compose(passed -> passed ? Future.succeededFuture(false) : attempt.apply(LEAST))
        .compose(
            isLimited ->
                isLimited
                    ? halve(path, attempt, LEAST, most).compose(v -> confirm(probe, form, attempt))
                    : Future.succeededFuture());
  }

  /**
   * What has not arrived before it was known how fast others do may have been late alone: if it
   * arrives now, there is no limit. Of what was put together on the way to the server the server
   * says whether that is too large for itself.
   */
  private Future<Void> confirm(SizeProbe probe, Form form, LongFunction<Future<Boolean>> attempt) {
    Optional<Try> smallest = smallestFailed(probe, form);
    if (smallest.isEmpty()) {
      return Future.succeededFuture();
    }
    long bytes = smallest.get().bytes();
    if (smallest.get().ended() == null) {
      return attempt.apply(bytes).mapEmpty();
    }
    return probe.direction() == Direction.CLIENT_TO_SERVER && form == Form.FRAGMENTS
        ? probe.askWhoEnds(bytes).onSuccess(tries::addAll).mapEmpty()
        : Future.succeededFuture();
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

  private Future<Boolean> passes(SizeProbe probe, Form form, long bytes) {
    return twice(probe, form, bytes)
        .map(
            done -> {
              tries.add(done);
              waits |= !done.passed() && done.ended() == null;
              return done.passed();
            });
  }

  /** One try, and another where it fails: nothing negative counts on one sample. */
  private static Future<Try> twice(SizeProbe probe, Form form, long bytes) {
    return probe
        .send(form, bytes)
        .compose(first -> first.passed() ? Future.succeededFuture(first) : probe.send(form, bytes));
  }
}
