package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.telemetry.Payloads;
import io.wsgauge.wire.Frames;

/** Who ends a WebSocket, and how. Not for several threads. */
final class Ending {
  /** By the server; null as long as it has not begun to. */
  private String byServer;

  /** Null as long as there is none. */
  private WebSocketFrame peerClose;

  /** Whether nothing more may be sent. */
  boolean hasBegun() {
    return byServer != null;
  }

  /** The server sends a close frame. */
  void close(short code, String reason) {
    byServer = "closed by the server with " + code + quoted(reason);
  }

  /** The server ends TCP alone. */
  void drop(String how) {
    byServer = "cut by the server " + how;
  }

  void peerCloses(WebSocketFrame close) {
    peerClose = close;
  }

  @Override
  public String toString() {
    if (byServer != null) {
      return peerClose == null && byServer.startsWith("closed")
          ? byServer + ", which was not answered,"
          : byServer;
    }
    if (peerClose == null) {
      return "cut by the peer (1006)";
    }
    String reason = peerClose.closeReason() == null ? "" : peerClose.closeReason();
    return "closed by the peer with " + Frames.closeCode(peerClose) + quoted(reason);
  }

  /** Escaped, since it is the peer's, or what the peer has asked the server to say. */
  private static String quoted(String reason) {
    return " \"" + Payloads.text(Buffer.buffer(reason)) + "\"";
  }
}
