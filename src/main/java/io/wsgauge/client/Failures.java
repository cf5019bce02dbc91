package io.wsgauge.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.wsgauge.telemetry.Payloads;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Words for what can go wrong with a ping. */
final class Failures {
  private Failures() {}

  static String reason(Throwable error) {
    if (error instanceof UpgradeRejectedException refused) {
      return "the server refused the upgrade with status " + refused.getStatus();
    }
    if (error instanceof UnknownHostException) {
      return "the host name does not resolve";
    }
    if (error instanceof SSLException) {
      return "TLS: " + error.getMessage();
    }
    if (error instanceof ConnectException) {
      return error.getMessage();
    }
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }

  /**
   * @param code of the close frame; 1006 when the connection ended without one, null likewise
   * @param reason of the peer; may be null
   */
  static String closed(Short code, String reason) {
    if (code == null || code == 1006) {
      return "the connection was cut without a close frame";
    }
    String text = "the server closed with " + code;
    return reason == null || reason.isEmpty()
        ? text
        : text + " \"" + Payloads.text(Buffer.buffer(reason)) + "\"";
  }
}
