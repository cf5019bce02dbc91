package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetFinding;
import io.wsgauge.testing.Configs;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class CheckScheduleTest {
  private static final List<TargetFinding> FOUND =
      List.of(new TargetFinding("idle-timeout", "both", "problem", "It cuts."));

  private record Begun(String target, Promise<List<TargetFinding>> done) {}

  private final BlockingQueue<Begun> begun = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> found = new LinkedBlockingQueue<>();

  private Future<List<TargetFinding>> check(Target target) {
    Promise<List<TargetFinding>> done = Promise.promise();
    begun.add(new Begun(target.name(), done));
    return done.future();
  }

  private static Target target(String name, String interval) {
    return Target.of(
            Configs.client(
                    "{\"targets\": [{\"name\": \"%s\", \"url\": \"ws://a/\", \"check\": \"%s\"}]}"
                        .formatted(name, interval))
                .targets()
                .get(0))
        .get(0);
  }

  private Begun next() throws InterruptedException {
    return begun.poll(10, TimeUnit.SECONDS);
  }

  /** On an event loop, where the schedule belongs. */
  private Runnable[] add(Vertx vertx, Target... targets) throws Exception {
    Promise<Runnable[]> added = Promise.promise();
    vertx.runOnContext(
        v -> {
          CheckSchedule schedule = new CheckSchedule(vertx, this::check);
          Runnable[] ends = new Runnable[targets.length];
          for (int i = 0; i < targets.length; i++) {
            String name = targets[i].name();
            ends[i] = schedule.add(targets[i], findings -> found.add(name + findings.size()));
          }
          added.complete(ends);
        });
    return added.future().await(10, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("of all targets one is checked at a time, and each again after its interval")
  void oneAtATime(Vertx vertx) throws Exception {
    add(vertx, target("a", "1ms"), target("b", "1ms"));
    for (String name : List.of("a", "b", "a", "b")) {
      Begun check = next();
      assertEquals(name, check.target());
      assertNull(begun.poll(20, TimeUnit.MILLISECONDS), "the other waits");
      check.done().complete(FOUND);
      assertEquals(name + 1, found.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  @DisplayName("a check that was not completed tells nothing, and is made again")
  void failed(Vertx vertx) throws Exception {
    add(vertx, target("a", "1ms"));
    next().done().fail("no WebSocket was opened");
    next().done().complete(FOUND);
    assertEquals("a1", found.poll(10, TimeUnit.SECONDS));
    assertEquals(0, found.size());
  }

  @Test
  @DisplayName("a target that is gone is told of no more, and makes room for the next")
  void gone(Vertx vertx) throws Exception {
    Runnable[] ends = add(vertx, target("a", "1ms"), target("b", "5ms"));
    Begun check = next();
    vertx.runOnContext(v -> ends[0].run());
    check.done().complete(FOUND);
    assertEquals("b", next().target());
    assertEquals(0, found.size());
  }

  @Test
  @DisplayName("without an interval a target is not checked")
  void off(Vertx vertx) throws Exception {
    add(vertx, target("a", "0s"), target("b", "1ms"));
    assertEquals("b", next().target());
  }
}
