package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.socket.ConnectionFacts.CloseFrame;
import io.wsgauge.socket.ConnectionFacts.Ending;
import io.wsgauge.telemetry.ServerMetrics.Initiator;
import io.wsgauge.text.Payloads;
import io.wsgauge.wire.CloseCode;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Who ends a WebSocket, and how. Not thread-safe. */
final class CloseState {
  /** How the server ends it; null until the server does. */
  private @Nullable String byServer;

  /** The code of {@link #byServer}. */
  private int code;

  /** The reason of the peer's close frame; null before one came. */
  private @Nullable String peerReason;

  private int peerCode;
  private boolean lost;

  /** The peer's close frame that is left unanswered; null without one. */
  private @Nullable CloseFrame ignored;

  /** The reason of the server's close frame; null without one. */
  private @Nullable String serverReason;

  private boolean reset;
  private boolean timedOut;

  /** Whether nothing more may be sent. */
  boolean hasBegun() {
    return byServer != null || peerReason != null;
  }

  /** The server sends a close frame. */
  void close(int code, String reason) {
    byServer = "closed by the server with " + code + quoted(reason);
    this.code = code;
    this.serverReason = reason;
  }

  /** The server sends a close frame to a peer that need not be there any more. */
  void lose(int code, String reason) {
    close(code, reason);
    lost = true;
  }

  /** The server ends TCP alone. */
  void drop(boolean reset) {
    byServer = "cut by the server " + (reset ? "with a reset" : "without a close frame");
    this.reset = reset;
    code = CloseCode.ABNORMAL_CLOSURE;
  }

  /**
   * @param code 1005 of a close frame without one
   */
  void peerCloses(int code, String reason) {
    peerCode = code;
    peerReason = reason;
  }

  /** The peer's close frame does not count. */
  void ignore(int code, String reason) {
    ignored = new CloseFrame(code, reason);
  }

  /** TCP is broken. */
  void fail(Throwable error) {
    String message = String.valueOf(error.getMessage());
    timedOut |= message.contains("timed out");
    reset |=
        error instanceof IOException
            && !(error instanceof SSLException || error instanceof ClosedChannelException);
  }

  /** The server cuts a peer that did not end it in time. */
  void timeOut() {
    timedOut = true;
  }

  /** How it ended, when it is over. */
  Ending ending() {
    CloseFrame received = peerReason == null ? ignored : new CloseFrame(peerCode, peerReason);
    CloseFrame sent = serverReason == null ? null : new CloseFrame(code, serverReason);
    if (byServer == null && peerReason != null) {
      sent = received; // the answer is the same
    }
    boolean closed = received != null || sent != null;
    return new Ending(
        by().label(),
        timedOut ? "timeout" : reset ? "rst" : closed ? "close" : "fin",
        received,
        sent);
  }

  /** Who began, also of a peer that was lost: the server, which has given it up. */
  private Initiator by() {
    if (byServer != null) {
      return Initiator.SERVER;
    }
    return peerReason == null && ignored == null ? Initiator.NONE : Initiator.PEER;
  }

  private boolean isLost() {
    return lost && peerReason == null;
  }

  /** The one who has ended it, when it is over. */
  Initiator initiator() {
    if (byServer != null && !isLost()) {
      return Initiator.SERVER;
    }
    return peerReason == null ? Initiator.NONE : Initiator.PEER;
  }

  /** The code, when it is over: 1005 of a close frame without one, 1006 without a close frame. */
  int code() {
    if (byServer != null && !isLost()) {
      return code;
    }
    return peerReason == null ? CloseCode.ABNORMAL_CLOSURE : peerCode;
  }

  @Override
  public String toString() {
    if (isLost()) {
      return "lost (1006), " + byServer + ", which was not answered either,";
    }
    if (byServer != null) {
      return peerReason == null && byServer.startsWith("closed")
          ? byServer + ", which was not answered,"
          : byServer;
    }
    if (peerReason == null) {
      return "cut by the peer (1006)";
    }
    return "closed by the peer with " + peerCode + quoted(peerReason);
  }

  /** Escaped, since it is the peer's, or what the peer has asked the server to say. */
  private static String quoted(String reason) {
    return " \"" + Payloads.text(Buffer.buffer(reason)) + "\"";
  }
}
