package io.wsgauge.wire;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;

/** What Vert.x's API does not offer for a frame. */
public final class Frames {
  private Frames() {}

  /**
   * The code of a close frame; 1005 if it has none (RFC 6455, section 7.1.5), of which Vert.x says
   * 1000.
   */
  public static short closeCode(WebSocketFrame close) {
    return close.binaryData().length() == 0 ? 1005 : close.closeStatusCode();
  }

  /** A text frame of bytes that need not be whole code points. */
  public static WebSocketFrame textFrame(Buffer payload, boolean isFinal) {
    return new WebSocketFrameImpl(
        WebSocketFrameType.TEXT, Unpooled.wrappedBuffer(payload.getBytes()), isFinal);
  }
}
