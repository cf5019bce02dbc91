package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.wire.FrameChannel.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whether an event loop looks at the others between the steps of one connection. */
class FairShareTest {
  private static final int STEPS = 20;

  private final EventLoop loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();

  private final NioSocketChannel channel = new NioSocketChannel();
  private final CompletableFuture<Integer> looksUntilDone = new CompletableFuture<>();

  // event loop only
  private int steps;
  private int looks;

  @BeforeEach
  void register() throws Exception {
    loop.register(channel).sync();
  }

  @AfterEach
  void end() {
    channel.close().syncUninterruptibly();
    Future<?> unused = loop.parent().shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  private void look() {
    looks++;
    if (!looksUntilDone.isDone()) {
      Future<?> unused = Turn.afterIo(loop, this::look);
    }
  }

  private boolean step() {
    if (++steps == STEPS) {
      looksUntilDone.complete(looks);
    }
    return steps < STEPS;
  }

  private void assertLooks() throws Exception {
    int seen = looksUntilDone.get(10, TimeUnit.SECONDS);
    assertTrue(seen >= STEPS - 2, seen + " looks between " + STEPS + " steps");
  }

  @Test
  @DisplayName("others come in between, though reading is held and let go on again and again")
  void held() throws Exception {
    AtomicReference<FlowControl> flow = new AtomicReference<>();
    Runnable read =
        () -> {
          if (step()) {
            flow.get().hold(true);
            loop.execute(() -> flow.get().hold(false));
          }
        };
    loop.execute(
        () -> {
          look();
          flow.set(new FlowControl(channel, Duration.ZERO, read, () -> {}));
          flow.get().hold(true);
          flow.get().hold(false);
        });
    assertLooks();
  }

  @Test
  @DisplayName("others come in between the steps of who sends much by itself")
  void inTurns() throws Exception {
    FrameChannel frames = frames();
    loop.execute(
        () -> {
          channel.pipeline().addLast(frames.handler());
          look();
          frames.inTurns(this::longStep);
        });
    assertLooks();
  }

  @Test
  @DisplayName("others have their turn after many records of TLS that make no frame whole")
  void records() throws Exception {
    CompletableFuture<Integer> read = new CompletableFuture<>();
    loop.execute(
        () -> {
          channel.pipeline().addLast(frames().handler());
          channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(new byte[] {(byte) 0x82, -2}));
          int count = 1;
          while (channel.config().isAutoRead() && count < 1_000_000) {
            channel.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
            count++;
          }
          read.complete(count);
        });
    assertTrue(read.get(10, TimeUnit.SECONDS) < 1_000_000);
  }

  @Test
  @DisplayName("frames that are sent count for the turn as those do that are read")
  void sent() throws Exception {
    CompletableFuture<Boolean> reads = new CompletableFuture<>();
    loop.execute(
        () -> {
          FrameChannel frames = frames();
          channel.pipeline().addLast(frames.handler());
          channel.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
          for (int i = 0; i < 40; i++) {
            frames.send(Frame.text(Buffer.buffer("x"), true));
          }
          longStep();
          channel.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
          reads.complete(channel.config().isAutoRead());
        });
    assertFalse(reads.get(10, TimeUnit.SECONDS));
  }

  private static FrameChannel frames() {
    Duration never = Duration.ZERO;
    return new FrameChannel(
        true,
        Limits.of(Limit.NONE, Limit.NONE, Limit.NONE),
        new Timeouts(never, never, never, never, never),
        new BufferBudget(1 << 20),
        new Nobody());
  }

  @Test
  @DisplayName("a look at the connections is long from a millisecond on, and the next one anew")
  void longLook() throws Exception {
    CompletableFuture<List<Boolean>> seen = new CompletableFuture<>();
    loop.execute(
        () -> {
          boolean first = Turn.isLookLong(loop);
          longStep();
          boolean later = Turn.isLookLong(loop);
          Future<?> unused =
              Turn.afterIo(loop, () -> seen.complete(List.of(first, later, Turn.isLookLong(loop))));
        });
    assertEquals(List.of(false, true, false), seen.get(10, TimeUnit.SECONDS));
  }

  private boolean longStep() {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    return step();
  }

  private static final class Nobody implements FrameListener {
    @Override
    public void received(Frame frame) {}

    @Override
    public void closed(int code, String reason) {}

    @Override
    public void violated(int closeCode, String rule) {}

    @Override
    public void failed(Throwable error) {}

    @Override
    public void ended() {}
  }
}
