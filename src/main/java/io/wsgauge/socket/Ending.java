package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.telemetry.Payloads;
import io.wsgauge.telemetry.ServerMetrics.Initiator;
import io.wsgauge.wire.Frames;

/** Who ends a WebSocket, and how. Not for several threads. */
final class Ending {
  /** RFC 6455, section 7.1.5. */
  private static final int NO_CLOSE_FRAME = 1006;

  /** By the server; null as long as it has not begun to. */
  private String byServer;

  /** That of {@link #byServer}. */
  private int code;

  /** Null as long as there is none. */
  private WebSocketFrame peerClose;

  /** Whether nothing more may be sent. */
  boolean hasBegun() {
    return byServer != null;
  }

  /** The server sends a close frame. */
  void close(short code, String reason) {
    byServer = "closed by the server with " + code + quoted(reason);
    this.code = code;
  }

  /** The server ends TCP alone. */
  void drop(String how) {
    byServer = "cut by the server " + how;
    code = NO_CLOSE_FRAME;
  }

  void peerCloses(WebSocketFrame close) {
    peerClose = close;
  }

  /** When it is over. */
  Initiator initiator() {
    if (byServer != null) {
      return Initiator.SERVER;
    }
    return peerClose == null ? Initiator.NONE : Initiator.PEER;
  }

  /** When it is over: 1005 of a close frame without one, 1006 without a close frame. */
  int code() {
    if (byServer != null) {
      return code;
    }
    return peerClose == null ? NO_CLOSE_FRAME : Frames.closeCode(peerClose);
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
