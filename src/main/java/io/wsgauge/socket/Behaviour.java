package io.wsgauge.socket;

import io.wsgauge.wire.Frame;

/** What the server does on a connection beyond the protocol itself. Event loop only. */
@FunctionalInterface
public interface Behaviour {
  /** The handshake is done. */
  default void opened(Connection connection) {}

  /**
   * A data frame has come in.
   *
   * @param frame of type text, binary or continuation
   */
  void received(Connection connection, Frame frame);

  /**
   * The peer has taken enough of what was sent that {@link Connection#isWritable} is true again.
   */
  default void writable(Connection connection) {}

  /** The server has sent its close frame, or the connection has ended; nothing more can be sent. */
  default void ended() {}
}
