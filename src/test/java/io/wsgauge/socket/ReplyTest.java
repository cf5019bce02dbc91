package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.socket.SocketConfig.ReplyConfig;
import io.wsgauge.socket.SocketConfig.ReplyMode;
import io.wsgauge.wire.Frame;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private final Reply text = Reply.of(new ReplyConfig(ReplyMode.text, "hello"));
  private final Reply echo = Reply.of(new ReplyConfig(ReplyMode.echo, "hello"));

  @Test
  @DisplayName("in mode text, a text message is answered with text")
  void textForText() {
    Frame reply = text.to(Frame.text("hi"));
    assertTrue(reply.isText() && reply.isFinal());
    assertEquals("hello", reply.payload().toString());
  }

  @Test
  @DisplayName("in mode text, a binary message is answered with binary")
  void binaryForBinary() {
    Frame reply = text.to(Frame.binary(Buffer.buffer("hi"), true));
    assertTrue(reply.isBinary() && reply.isFinal());
    assertEquals(Buffer.buffer("hello"), reply.payload());
  }

  @Test
  @DisplayName("in mode text, a fragment is not answered before the last, which gets the type")
  void oneReplyForFragments() {
    assertNull(text.to(Frame.text(Buffer.buffer("h"), false)));
    assertNull(text.to(Frame.continuation(true, Buffer.buffer("i"), false)));
    assertTrue(text.to(Frame.continuation(true, Buffer.buffer("!"), true)).isText());
  }

  @Test
  @DisplayName("in mode echo, each frame is its own answer")
  void echoes() {
    Frame frame = Frame.continuation(true, Buffer.buffer("i"), false);
    assertSame(frame, echo.to(frame));
  }
}
