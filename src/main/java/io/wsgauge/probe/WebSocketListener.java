package io.wsgauge.probe;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.Outcome.Failed;
import org.jspecify.annotations.Nullable;

/**
 * Listener to one connect of a {@link WebSocketConnector}, and to the WebSocket that comes of it.
 * Payloads are the listener's own. Event loop only.
 */
public interface WebSocketListener {
  /** The WebSocket is open. Nothing was told of it before. */
  void opened(OpenWebSocket socket, ConnectionInfo info, Handshake handshake);

  /** There is no WebSocket, and nothing else is told of this connect. */
  void failed(Failed why, Handshake handshake);

  /** A whole message. Text is valid UTF-8. */
  void message(boolean text, Buffer payload);

  /** A ping, which is answered by itself. */
  default void ping(Buffer payload) {}

  default void pong(Buffer payload) {}

  /**
   * The peer's close frame, which is answered by itself.
   *
   * @param code 1005 if it has no code (RFC 6455, section 7.1.5)
   * @param reason as it came; empty if it has no reason
   */
  default void closing(int code, String reason) {}

  /**
   * The WebSocket has ended. Told once, and last.
   *
   * @param why null when both ends have sent their close frame, whichever was the first
   */
  void ended(ConnectionEnd end, @Nullable Failed why);
}
