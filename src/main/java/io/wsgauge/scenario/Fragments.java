package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.socket.Connection;
import io.wsgauge.wire.Frames;

/**
 * How a message is cut.
 *
 * @param count of its fragments, where they are not bounded by size
 * @param size the most bytes of one
 */
record Fragments(int count, int size) {
  static final Fragments NONE = new Fragments(1, Integer.MAX_VALUE);

  void send(Connection connection, boolean text, Buffer payload) {
    int length = payload.length();
    int step = Math.min(size, Math.max(1, (length + count - 1) / count));
    int fragments = size == Integer.MAX_VALUE ? count : Math.max(1, (length + step - 1) / step);
    for (int i = 0; i < fragments; i++) {
      int from = (int) Math.min(length, (long) i * step);
      Buffer part = payload.slice(from, Math.min(length, from + step));
      boolean last = i == fragments - 1;
      if (i > 0) {
        connection.send(WebSocketFrame.continuationFrame(part, last));
      } else {
        connection.send(
            text ? Frames.textFrame(part, last) : WebSocketFrame.binaryFrame(part, last));
      }
    }
  }
}
