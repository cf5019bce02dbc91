package io.wsgauge.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.http.impl.ws.WebSocketFrameInternal;
import io.wsgauge.socket.SocketConfig.ReplyConfig;
import io.wsgauge.socket.SocketConfig.ReplyMode;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.telemetry.ServerMetrics;
import io.wsgauge.wire.Decoders;
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
 * reply and encoder. Without sockets, and without Vert.x's own handler, in whose place {@link
 * Answering} stands.
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
  private ByteBuf frame;

  @Setup
  public void open() {
    vertx = Vertx.vertx();
    ServerMetrics metrics = new Metrics(vertx, "bench", List.of()).server();
    MessageLog log =
        new MessageLog(
            vertx, LoggerFactory.getLogger(ReplyBenchmark.class), "receive", new LogConfig(0, 200));
    Reply reply = Reply.of(new ReplyConfig(mode, "hello, i am server"));
    channel =
        new EmbeddedChannel(
            Decoders.ofServer(65536),
            new WebSocket13FrameEncoder(false),
            new Answering(reply, new Incoming("bench", log, metrics.received()), metrics));
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
    ByteBuf copy = channel.alloc().directBuffer(frame.readableBytes());
    channel.writeInbound(copy.writeBytes(frame, 0, frame.readableBytes()));
    int bytes = 0;
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      bytes += out.readableBytes();
      out.release();
    }
    return bytes;
  }

  /** What Vert.x and {@link SocketConnection} do between them with a text frame. */
  private static final class Answering extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private final Reply reply;
    private final Incoming incoming;
    private final Traffic sent;

    Answering(Reply reply, Incoming incoming, ServerMetrics metrics) {
      this.reply = reply;
      this.incoming = incoming;
      this.sent = new Traffic(metrics.sent());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame received) {
      // Vert.x copies, too, so that nobody who gets a frame has to release it
      WebSocketFrame frame =
          new WebSocketFrameImpl(
              WebSocketFrameType.TEXT,
              Unpooled.copiedBuffer(received.content()),
              received.isFinalFragment());
      incoming.add(frame);
      WebSocketFrameInternal answer = (WebSocketFrameInternal) reply.to(frame, incoming.isText());
      sent.add(answer, answer.binaryData().length());
      context
          .write(new TextWebSocketFrame(answer.getBinaryData()))
          .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
