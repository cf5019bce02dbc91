package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.socket.SocketConfig.ReplyConfig;
import io.wsgauge.wire.Frame;
import org.jspecify.annotations.Nullable;

/** What a data frame is answered with. Without state, so that all connections share one. */
@FunctionalInterface
interface Reply {
  /**
   * @param frame of type text, binary or continuation
   * @return the frame to send; null for no reply
   */
  @Nullable Frame to(Frame frame);

  default Behaviour behaviour() {
    return (connection, frame) -> {
      Frame answer = to(frame);
      if (answer != null) {
        connection.send(answer);
      }
    };
  }

  static Reply of(ReplyConfig config) {
    return switch (config.mode()) {
      case echo -> frame -> frame;
      case text -> fixed(config.text());
    };
  }

  /** One message of the same type for each message, when its last frame is here. */
  private static Reply fixed(String reply) {
    Frame text = Frame.text(Buffer.buffer(reply), true);
    Frame binary = Frame.binary(Buffer.buffer(reply), true);
    return frame -> !frame.isFinal() ? null : frame.isText() ? text : binary;
  }
}
