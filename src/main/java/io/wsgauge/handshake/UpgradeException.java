package io.wsgauge.handshake;

/** Why a server's answer is not the upgrade that was asked for. */
public final class UpgradeException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong with the answer. */
  public enum Fault {
    /** A status that says no. */
    REFUSED,
    /** Not HTTP, or HTTP that knows nothing of a WebSocket here. */
    NOT_WEBSOCKET,
    /** Section 4.1: Sec-WebSocket-Accept does not belong to the request's key. */
    ACCEPT_KEY,
    SUBPROTOCOL,
    EXTENSION
  }

  private final Fault fault;

  UpgradeException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
