package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.socket.SocketConfig.ReplyConfig;

/** What a data frame is answered with. Without state, so that all connections share one. */
@FunctionalInterface
interface Reply {
  /**
   * @param frame of type text, binary or continuation
   * @param text whether the frame's message is text, as its first frame said
   * @return the frame to send; null for none
   */
  WebSocketFrame to(WebSocketFrame frame, boolean text);

  default Behaviour behaviour() {
    return (connection, frame, text) -> {
      WebSocketFrame answer = to(frame, text);
      if (answer != null) {
        connection.send(answer);
      }
    };
  }

  static Reply of(ReplyConfig config) {
    return switch (config.mode()) {
      case echo -> (frame, text) -> frame;
      case text -> fixed(config.text());
    };
  }

  /** One message of the same type for each message, when its last frame is here. */
  private static Reply fixed(String reply) {
    return (frame, text) -> {
      if (!frame.isFinal()) {
        return null;
      }
      return text
          ? WebSocketFrame.textFrame(reply, true)
          : WebSocketFrame.binaryFrame(Buffer.buffer(reply), true);
    };
  }
}
