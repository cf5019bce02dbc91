package io.wsgauge.client;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetFinding;
import io.wsgauge.text.ErrorText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has targets checked in their intervals, of all of them one at a time: who is due while another is
 * checked waits for its end. Event loop only.
 */
final class CheckSchedule {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckSchedule.class);

  /** A first check comes sooner than after a long interval. */
  private static final Duration FIRST = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final PathChecker checker;
  private final Queue<Entry> waiting = new ArrayDeque<>();
  private boolean busy;

  CheckSchedule(Vertx vertx, PathChecker checker) {
    this.vertx = vertx;
    this.checker = checker;
  }

  private final class Entry {
    private final Target target;
    private final Consumer<List<TargetFinding>> found;
    private boolean stopped;

    /** -1, which no timer has, while there is none: 0 is the first of all. */
    private long timer = -1;

    Entry(Target target, Consumer<List<TargetFinding>> found) {
      this.target = target;
      this.found = found;
    }

    void arm(Duration delay) {
      timer =
          vertx.setTimer(
              Math.max(1, delay.toMillis()),
              fired -> {
                waiting.add(this);
                next();
              });
    }

    void stop() {
      stopped = true;
      vertx.cancelTimer(timer);
      waiting.remove(this);
    }
  }

  /**
   * Begins to have a target checked, unless it is configured not to be.
   *
   * @param found called with the findings of each check that was completed
   * @return ends it; a check under way is ignored
   */
  Runnable add(Target target, Consumer<List<TargetFinding>> found) {
    Duration interval = target.config().check();
    if (interval.isZero()) {
      return () -> {};
    }
    Entry entry = new Entry(target, found);
    entry.arm(interval.compareTo(FIRST) < 0 ? interval : FIRST);
    return entry::stop;
  }

  private void next() {
    Entry entry = busy ? null : waiting.poll();
    if (entry == null) {
      return;
    }
    busy = true;
    Context here = vertx.getOrCreateContext();
    Future.succeededFuture()
        .compose(v -> checker.check(entry.target))
        .onComplete(done -> here.runOnContext(v -> ended(entry, done)));
  }

  private void ended(Entry entry, AsyncResult<List<TargetFinding>> done) {
    busy = false;
    if (!entry.stopped) {
      if (done.succeeded()) {
        entry.found.accept(done.result());
      } else {
        LOGGER.info("{} was not checked: {}", entry.target.name(), ErrorText.of(done.cause()));
      }
      entry.arm(entry.target.config().check());
    }
    next();
  }
}
