package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.socket.SocketConfig.ReplyConfig;
import io.wsgauge.socket.SocketConfig.ReplyMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private final Reply text = Reply.of(new ReplyConfig(ReplyMode.text, "hello"));
  private final Reply echo = Reply.of(new ReplyConfig(ReplyMode.echo, "hello"));

  @Test
  @DisplayName("in mode text, a text message is answered with text")
  void textForText() {
    WebSocketFrame reply = text.to(WebSocketFrame.textFrame("hi", true), true);
    assertTrue(reply.isText() && reply.isFinal());
    assertEquals("hello", reply.textData());
  }

  @Test
  @DisplayName("in mode text, a binary message is answered with binary")
  void binaryForBinary() {
    WebSocketFrame reply = text.to(WebSocketFrame.binaryFrame(Buffer.buffer("hi"), true), false);
    assertTrue(reply.isBinary() && reply.isFinal());
    assertEquals(Buffer.buffer("hello"), reply.binaryData());
  }

  @Test
  @DisplayName("in mode text, a fragment is not answered before the last, which gets the type")
  void oneReplyForFragments() {
    assertNull(text.to(WebSocketFrame.textFrame("h", false), true));
    assertNull(text.to(WebSocketFrame.continuationFrame(Buffer.buffer("i"), false), true));
    assertTrue(text.to(WebSocketFrame.continuationFrame(Buffer.buffer("!"), true), true).isText());
  }

  @Test
  @DisplayName("in mode echo, each frame is its own answer")
  void echoes() {
    WebSocketFrame frame = WebSocketFrame.continuationFrame(Buffer.buffer("i"), false);
    assertSame(frame, echo.to(frame, true));
  }
}
