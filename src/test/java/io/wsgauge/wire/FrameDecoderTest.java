package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be seen from outside: where frames are cut by TCP, and what becomes of memory. */
class FrameDecoderTest {
  private static final Limits LIMITS =
      Limits.of(Limit.ofSize("limit", 1 << 20), Limit.NONE, Limit.NONE);

  private static EmbeddedChannel server() {
    return new EmbeddedChannel(new FrameDecoder(true, false, LIMITS));
  }

  private static ByteBuf hex(String hex) {
    return Unpooled.copiedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static byte[] masked(int firstByte, byte[] payload, byte[] mask) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(firstByte);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i % 4]);
    }
    return frame.toByteArray();
  }

  @Test
  @DisplayName("what comes after the end of the input is dropped")
  void end() {
    FrameDecoder decoder = new FrameDecoder(true, false, LIMITS);
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    decoder.end();
    ByteBuf frame = hex("81 81 00000000 61");
    assertFalse(channel.writeInbound(frame));
    assertEquals(0, frame.refCnt());
    assertFalse(channel.finish());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 9, 13, 64, 1000})
  @DisplayName("frames cut anywhere come out whole, every phase of the mask undone")
  void pieces(int size) {
    String text = "grüße, 你好 🎉 ".repeat(20);
    byte[] mask = {0x12, (byte) 0xff, 0, 0x7a};
    byte[] frame = masked(0x81, text.getBytes(StandardCharsets.UTF_8), mask);
    ByteArrayOutputStream three = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      three.writeBytes(frame);
    }
    byte[] bytes = three.toByteArray();
    EmbeddedChannel channel = server();
    for (int from = 0; from < bytes.length; from += size) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, Math.min(size, bytes.length - from)));
    }
    for (int i = 0; i < 3; i++) {
      TextWebSocketFrame decoded = channel.readInbound();
      assertEquals(text, decoded.text());
      decoded.release();
    }
    assertNull(channel.readInbound());
    assertFalse(channel.finish());
  }

  @Test
  @DisplayName("a violation leaves no buffer behind, and what follows it is dropped")
  void violation() {
    EmbeddedChannel channel = server();
    ByteBuf bytes = hex("83 80 00000000 81 80 00000000");
    CorruptedWebSocketFrameException violation =
        assertThrows(CorruptedWebSocketFrameException.class, () -> channel.writeInbound(bytes));
    assertEquals(1002, violation.closeStatus().code());
    assertEquals(0, bytes.refCnt());
    ByteBuf more = hex("81 80 00000000");
    assertFalse(channel.writeInbound(more));
    assertEquals(0, more.refCnt());
  }

  @Test
  @DisplayName("a frame over the limit is refused by its head")
  void tooLong() {
    CorruptedWebSocketFrameException violation =
        assertThrows(
            CorruptedWebSocketFrameException.class,
            () -> server().writeInbound(hex("82 ff 0000000000100001")));
    assertEquals(1009, violation.closeStatus().code());
  }

  @Test
  @DisplayName("with permessage-deflate, RSV1 may stand on the first frame of a message alone")
  void deflate() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(true, true, LIMITS));
    channel.writeInbound(hex("41 81 00000000 ff  00 81 00000000 ff"));
    WebSocketFrame first = channel.readInbound();
    assertEquals(4, first.rsv());
    first.release();
    ((WebSocketFrame) channel.readInbound()).release();
    assertThrows(
        CorruptedWebSocketFrameException.class, () -> channel.writeInbound(hex("c0 80 00000000")));
  }

  @Test
  @DisplayName("a client takes no masked frame")
  void maskedByServer() {
    EmbeddedChannel client = new EmbeddedChannel(new FrameDecoder(false, false, LIMITS));
    client.writeInbound(hex("81 01 61"));
    TextWebSocketFrame frame = client.readInbound();
    assertEquals("a", frame.text());
    frame.release();
    assertThrows(
        CorruptedWebSocketFrameException.class,
        () -> client.writeInbound(hex("81 81 00000000 61")));
  }

  @Test
  @DisplayName("while the channel does not read, frames stay bytes; then they come, in order")
  void paused() {
    EmbeddedChannel channel = server();
    channel.config().setAutoRead(false);
    channel.writeInbound(hex("81 81 00000000 61 81 81 00000000 62 81 81 0000"));
    assertNull(channel.readInbound());
    channel.config().setAutoRead(true);
    channel.pipeline().get(FrameDecoder.class).resume(channel.pipeline().firstContext());
    channel.writeInbound(hex("0000 63"));
    for (String text : new String[] {"a", "b", "c"}) {
      TextWebSocketFrame frame = channel.readInbound();
      assertEquals(text, frame.text());
      frame.release();
    }
    assertFalse(channel.finish());
  }

  @Test
  @DisplayName("a violation that was held back is told when the channel reads again")
  void pausedViolation() {
    EmbeddedChannel channel = server();
    channel.config().setAutoRead(false);
    channel.writeInbound(hex("83 80 00000000"));
    channel.config().setAutoRead(true);
    channel.pipeline().get(FrameDecoder.class).resume(channel.pipeline().firstContext());
    assertThrows(CorruptedWebSocketFrameException.class, channel::checkException);
  }
}
