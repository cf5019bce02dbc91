package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be seen from outside: where frames are cut by TCP, and what becomes of memory. */
class FrameDecoderTest {
  private static final Limits LIMITS =
      Limits.of(Limit.ofSize("limit", 1 << 20), Limit.NONE, Limit.NONE);

  private static final byte[] MASK = {0x12, (byte) 0xff, 0, 0x7a};

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<FrameDecoder> inputs = new ArrayList<>();
  private final Queue<String> frames = new ArrayDeque<>();

  private FrameDecoder server() {
    return input(new FrameParser(true, false, LIMITS, null));
  }

  private FrameDecoder input(FrameParser reader) {
    return input(reader, frame -> frames.add(frame.payload().toString()));
  }

  private FrameDecoder input(FrameParser reader, Consumer<Frame> handler) {
    FrameDecoder input = new FrameDecoder(channel, reader, handler);
    inputs.add(input);
    return input;
  }

  @AfterEach
  void release() {
    inputs.forEach(FrameDecoder::release);
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

  /** As from a socket, in pieces. */
  private void read(FrameDecoder input, byte[] bytes, int size) {
    for (int from = 0; from < bytes.length; ) {
      ByteBuf room = input.readBuffer(channel.alloc());
      int count = Math.min(Math.min(size, room.writableBytes()), bytes.length - from);
      input.read(room.writeBytes(bytes, from, count));
      from += count;
    }
  }

  private static byte[] threeTimes(byte[] frame) {
    ByteArrayOutputStream three = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      three.writeBytes(frame);
    }
    return three.toByteArray();
  }

  @Test
  @DisplayName("what comes after the end of the input is dropped")
  void end() {
    FrameDecoder input = server();
    input.end();
    ByteBuf frame = hex("81 81 00000000 61");
    input.read(frame);
    assertEquals(0, frame.refCnt());
    assertTrue(frames.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 9, 13, 64, 1000, 100_000})
  @DisplayName("frames cut anywhere come out whole, every phase of the mask undone")
  void pieces(int size) {
    String text = "grüße, 你好 🎉 ".repeat(20);
    byte[] frame = masked(0x81, text.getBytes(StandardCharsets.UTF_8), MASK);
    read(server(), threeTimes(frame), size);
    assertEquals(List.of(text, text, text), List.copyOf(frames));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 16_384, 65_536})
  @DisplayName("a frame larger than what is read at once comes out whole")
  void large(int size) {
    String text = "0123456789".repeat(6000);
    byte[] frame = masked(0x82, text.getBytes(StandardCharsets.UTF_8), MASK);
    read(server(), threeTimes(frame), size);
    assertEquals(List.of(text, text, text), List.copyOf(frames));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 16_000})
  @DisplayName("bytes that TLS has decrypted are taken in pieces of any size")
  void foreign(int size) {
    String text = "0123456789".repeat(6000);
    byte[] bytes = threeTimes(masked(0x82, text.getBytes(StandardCharsets.UTF_8), MASK));
    FrameDecoder input = server();
    for (int from = 0; from < bytes.length; from += size) {
      input.read(Unpooled.copiedBuffer(bytes, from, Math.min(size, bytes.length - from)));
    }
    assertEquals(List.of(text, text, text), List.copyOf(frames));
  }

  @Test
  @DisplayName("what a frame's head promises takes no memory before it comes")
  void headroom() {
    FrameDecoder input = server();
    input.read(hex("82 ff 0000000000100000 00000000 61"));
    ByteBuf room = input.readBuffer(channel.alloc());
    assertTrue(room.capacity() < 4096, room.capacity() + " bytes");
    room.release();
  }

  @Test
  @DisplayName("a payload that is still being sent is not read over")
  void notReadOver() {
    List<ByteBuf> sent = new ArrayList<>();
    FrameDecoder input =
        input(
            new FrameParser(true, false, LIMITS, null),
            frame -> sent.add(frame.bytes().retainedSlice(frame.start(), frame.length())));
    byte[] a = masked(0x82, new byte[] {'a', 'a', 'a', 'a'}, MASK);
    byte[] b = masked(0x82, new byte[] {'b', 'b', 'b', 'b'}, MASK);
    read(input, a, a.length);
    read(input, b, b.length);
    assertEquals("aaaa", sent.get(0).toString(StandardCharsets.UTF_8));
    assertEquals("bbbb", sent.get(1).toString(StandardCharsets.UTF_8));
    sent.forEach(ByteBuf::release);
  }

  @Test
  @DisplayName("an incomplete frame is given back when nothing more comes")
  void givenBack() {
    FrameDecoder input = server();
    input.read(hex("82 84 00000000 61"));
    ByteBuf room = input.readBuffer(channel.alloc());
    room.release();
    input.release();
    assertEquals(0, room.refCnt());
  }

  @Test
  @DisplayName("a violation leaves no buffer behind")
  void violation() {
    FrameDecoder input = server();
    ByteBuf bytes = hex("83 80 00000000 81 80 00000000");
    CorruptedWebSocketFrameException violation =
        assertThrows(CorruptedWebSocketFrameException.class, () -> input.read(bytes));
    assertEquals(1002, violation.closeStatus().code());
    assertEquals(0, bytes.refCnt());
  }

  @Test
  @DisplayName("a frame over the limit is refused by its head")
  void tooLong() {
    CorruptedWebSocketFrameException violation =
        assertThrows(
            CorruptedWebSocketFrameException.class,
            () -> server().read(hex("82 ff 0000000000100001")));
    assertEquals(1009, violation.closeStatus().code());
  }

  @Test
  @DisplayName("with permessage-deflate, RSV1 may stand on the first frame of a message alone")
  void deflate() {
    List<Integer> heads = new ArrayList<>();
    FrameDecoder input =
        input(new FrameParser(true, true, LIMITS, null), frame -> heads.add(frame.first()));
    input.read(hex("41 81 00000000 ff  00 81 00000000 ff"));
    assertEquals(List.of(0x41, 0), heads);
    assertThrows(CorruptedWebSocketFrameException.class, () -> input.read(hex("c0 80 00000000")));
  }

  @Test
  @DisplayName("a client takes no masked frame")
  void maskedByServer() {
    FrameDecoder client = input(new FrameParser(false, false, LIMITS, null));
    client.read(hex("81 01 61"));
    assertEquals(List.of("a"), List.copyOf(frames));
    assertThrows(
        CorruptedWebSocketFrameException.class, () -> client.read(hex("81 81 00000000 61")));
  }

  @Test
  @DisplayName("while the channel does not read, frames stay bytes; then they come, in order")
  void paused() {
    FrameDecoder input = server();
    channel.config().setAutoRead(false);
    input.read(hex("81 81 00000000 61 81 81 00000000 62 81 81 0000"));
    assertTrue(frames.isEmpty());
    channel.config().setAutoRead(true);
    input.resume();
    input.read(hex("0000 63"));
    assertEquals(List.of("a", "b", "c"), List.copyOf(frames));
  }

  @Test
  @DisplayName("a violation that was held back is told when the channel reads again")
  void pausedViolation() {
    FrameDecoder input = server();
    channel.config().setAutoRead(false);
    input.read(hex("83 80 00000000"));
    channel.config().setAutoRead(true);
    assertThrows(CorruptedWebSocketFrameException.class, input::resume);
  }
}
