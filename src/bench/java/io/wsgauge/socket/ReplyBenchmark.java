package io.wsgauge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.wsgauge.socket.SocketConfig.ReplyConfig;
import io.wsgauge.socket.SocketConfig.ReplyMode;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.telemetry.ServerMetrics;
import io.wsgauge.telemetry.TelemetryConfig;
import io.wsgauge.wire.Frame;
import io.wsgauge.wire.FramePath;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.LoggerFactory;

/**
 * From the bytes of a masked text frame to those of its reply: decoder, checks, counters, log,
 * reply and encoder. Without sockets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReplyBenchmark {
  private static final int MASK = 0x37fa213d;

  @Param ReplyMode mode;

  @Param({"64", "16384"})
  int size;

  private Vertx vertx;
  private EmbeddedChannel channel;
  private FramePath path;
  private ByteBuf frame;

  @Setup
  public void open() {
    vertx = Vertx.vertx();
    ServerMetrics metrics =
        new Metrics(vertx, new TelemetryConfig(true, true), "bench", List.of()).server();
    MessageLog log =
        new MessageLog(
            vertx, LoggerFactory.getLogger(ReplyBenchmark.class), "receive", new LogConfig(0, 200));
    Reply reply = Reply.of(new ReplyConfig(mode, "hello, i am server"));
    Incoming incoming = new Incoming(() -> "bench", log, metrics.received());
    MessageCounter sent = new MessageCounter(metrics.sent());
    channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    path =
        new FramePath(
            channel,
            65536,
            received -> {
              incoming.add(received);
              Frame answer = reply.to(received);
              sent.add(answer);
              path.send(answer);
              incoming.traffic().publish();
              sent.publish();
            });
    frame = Unpooled.directBuffer(size + 14);
    frame.writeByte(0x81);
    if (size < 126) {
      frame.writeByte(0x80 | size);
    } else {
      frame.writeByte(0x80 | 126).writeShort(size);
    }
    frame.writeInt(MASK);
    for (int i = 0; i < size; i++) {
      frame.writeByte('a' ^ (MASK >> 24 - 8 * (i & 3)));
    }
  }

  @TearDown
  public void close() {
    channel.finishAndReleaseAll();
    frame.release();
    vertx.close().await();
  }

  /** Part of it is a copy of the frame, which the decoder unmasks in place. */
  @Benchmark
  public int reply() {
    path.read(frame);
    int bytes = 0;
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      bytes += out.readableBytes();
      out.release();
    }
    return bytes;
  }
}
