package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of memory; what is sent is seen from outside. */
class FrameEncoderTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final FrameEncoder writer =
      new FrameEncoder(channel.pipeline().firstContext(), false, new Traffic(false), null);

  private List<ByteBuf> sent() {
    List<ByteBuf> sent = new ArrayList<>();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      sent.add(out);
    }
    return sent;
  }

  @Test
  @DisplayName("small frames are sent in one piece, in order")
  void gathered() {
    writer.write(Frame.text("a"));
    writer.write(Frame.ping(Buffer.buffer("b")));
    assertTrue(sent().isEmpty());
    writer.flush();
    ByteBuf out = channel.readOutbound();
    assertEquals("810161890162", ByteBufUtil.hexDump(out));
    out.release();
  }

  @Test
  @DisplayName("what waits behind other bytes keeps no more memory than it needs")
  void waiting() {
    Frame large = Frame.binary(Buffer.buffer(new byte[5000]), true);
    for (int i = 0; i < 10; i++) {
      writer.write(large);
    }
    writer.flush();
    List<ByteBuf> sent = sent();
    assertEquals(20, sent.size()); // a head and a payload each
    int kept = sent.stream().skip(1).mapToInt(ByteBuf::capacity).sum();
    assertTrue(kept < 60_000, kept + " bytes");
    sent.forEach(ByteBuf::release);
  }

  @Test
  @DisplayName("more than is gathered at once goes out in several pieces")
  void several() {
    Frame frame = Frame.binary(Buffer.buffer(new byte[4096]), true);
    for (int i = 0; i < 17; i++) {
      writer.write(frame);
    }
    writer.flush();
    List<ByteBuf> sent = sent();
    assertEquals(2, sent.size());
    assertEquals(17 * 4100, sent.stream().mapToInt(ByteBuf::readableBytes).sum());
    sent.forEach(ByteBuf::release);
  }
}
