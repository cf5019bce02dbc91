package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.socket.Connection;
import io.wsgauge.wire.Frame;

/**
 * How a message is cut.
 *
 * @param count of its fragments; where there is a size, the most of them
 * @param size of each but the last, unless that made too many; 0 where they are counted alone
 */
record Fragments(int count, int size) {
  void send(Connection connection, boolean text, Buffer payload) {
    int length = payload.length();
    int step = Math.max(1, Math.max(size, (length + count - 1) / count));
    int fragments = size == 0 ? count : Math.max(1, (length + step - 1) / step);
    for (int i = 0; i < fragments; i++) {
      int from = (int) Math.min(length, (long) i * step);
      Buffer part = payload.slice(from, Math.min(length, from + step));
      boolean last = i == fragments - 1;
      if (i > 0) {
        connection.send(Frame.continuation(text, part, last));
      } else {
        connection.send(text ? Frame.text(part, last) : Frame.binary(part, last));
      }
    }
  }
}
