package io.wsgauge.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.telemetry.Payloads;
import io.wsgauge.wire.Frames;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import javax.net.ssl.SSLException;

/** Words for what can go wrong with a ping. */
final class Failures {
  private static final String CUT = "the connection was cut without a close frame";

  private Failures() {}

  /** What an open connection failed with. */
  static String broken(Throwable error) {
    return error instanceof IOException ? CUT + ": " + error.getMessage() : reason(error);
  }

  static String reason(Throwable error) {
    if (error instanceof UpgradeRejectedException refused) {
      // 999 is Netty's for what it cannot decode
      return refused.getStatus() == 999
          ? "the server did not answer in HTTP"
          : "the server refused the upgrade with status " + refused.getStatus();
    }
    if (error instanceof UnknownHostException) {
      return "the host name does not resolve";
    }
    if (error instanceof NoSuchFileException missing) {
      return "no such file: " + missing.getFile();
    }
    if (error instanceof SSLException) {
      Throwable root = error;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return "TLS: " + root.getMessage();
    }
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }

  /**
   * @param close the server's close frame; null when the connection ended without one
   */
  static String closed(WebSocketFrame close) {
    if (close == null) {
      return CUT;
    }
    String text = "the server closed with " + Frames.closeCode(close);
    return close.closeReason() == null || close.closeReason().isEmpty()
        ? text
        : text + " \"" + Payloads.text(Buffer.buffer(close.closeReason())) + "\"";
  }
}
