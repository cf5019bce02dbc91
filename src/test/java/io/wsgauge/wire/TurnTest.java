package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TurnTest {
  private static final int COUNT = 20;

  /** One with I/O, which it looks at when all that was handed to it is done. */
  private final EventLoop loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();

  private final List<Integer> done = new ArrayList<>();
  private final CompletableFuture<Integer> before = new CompletableFuture<>();
  private final CompletableFuture<List<Integer>> all = new CompletableFuture<>();

  @AfterEach
  void end() {
    Future<?> unused = loop.parent().shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  private void takesLong(int number) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    done.add(number);
    if (number == 0) { // what comes in meanwhile, as bytes of another connection do
      Future<?> unused = Turn.afterIo(loop, () -> before.complete(done.size()));
    }
    if (number == COUNT - 1) {
      all.complete(done);
    }
  }

  @Test
  @DisplayName("others come in between those that yield, who go on in their order")
  void between() throws Exception {
    loop.execute(
        () -> {
          for (int i = 0; i < COUNT; i++) {
            int number = i;
            new Turn().yieldTo(loop, () -> takesLong(number));
          }
        });
    assertTrue(before.get(10, TimeUnit.SECONDS) < COUNT, "all had gone on before");
    assertEquals(
        IntStream.range(0, COUNT).boxed().toList(), List.copyOf(all.get(10, TimeUnit.SECONDS)));
  }

  @Test
  @DisplayName("who is cancelled does not go on, and those behind it do")
  void cancelled() throws Exception {
    loop.execute(
        () -> {
          Turn cancelled = new Turn();
          cancelled.yieldTo(loop, () -> done.add(-1));
          new Turn().yieldTo(loop, () -> takesLong(COUNT - 1));
          cancelled.cancel();
        });
    assertEquals(List.of(COUNT - 1), all.get(10, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("between two looks at all connections one goes on, though it has to read first")
  void one() throws Exception {
    List<Integer> gone = new ArrayList<>();
    loop.execute(
        () -> {
          for (int i = 0; i < COUNT; i++) {
            new Turn().yieldTo(loop, () -> gone.add(0));
          }
          look(1, gone);
        });
    assertEquals(3, before.get(10, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("frames that are sent count as those that are handled")
  void sent() throws Exception {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    loop.execute(
        () -> {
          Turn turn = new Turn();
          turn.begin();
          for (int i = 0; i < 40; i++) {
            turn.sent();
          }
          takesLong(1);
          over.complete(turn.isOver(0));
        });
    assertTrue(over.get(10, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("who has come new does not wait for all that go on, nor they for all that come")
  void arrived() throws Exception {
    assertEquals(List.of(30, 0, 31, 1, 32), order(this::takesLong));
  }

  @Test
  @DisplayName("those who have come new go on together where that takes little")
  void arrivedTogether() throws Exception {
    assertEquals(List.of(30, 31, 32, 0, 1), order(done::add));
  }

  /** In which two go on and three that have come new, who do that. */
  private List<Integer> order(IntConsumer first) throws Exception {
    loop.execute(
        () -> {
          for (int i = 0; i < 2; i++) {
            int number = i;
            new Turn().yieldTo(loop, () -> done.add(number));
          }
          for (int i = 30; i < 33; i++) {
            int number = i;
            new Turn().yieldToOthersNew(loop, () -> first.accept(number));
          }
          new Turn().yieldTo(loop, () -> all.complete(List.copyOf(done)));
        });
    return all.get(10, TimeUnit.SECONDS);
  }

  private void look(int number, List<Integer> gone) {
    Future<?> unused =
        Turn.afterIo(
            loop,
            () -> {
              if (number == 3) {
                before.complete(gone.size());
              } else {
                look(number + 1, gone);
              }
            });
  }
}
