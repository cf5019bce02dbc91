package io.wsgauge.handshake;

/**
 * Why a server's answer is not the upgrade that was asked for. The message quotes the server in
 * parts that are escaped and cut.
 */
public final class UpgradeException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong with the answer. */
  public enum Fault {
    /** A status that says no. */
    REFUSED,
    /** Not HTTP, or HTTP that knows nothing of a WebSocket here. */
    NOT_WEBSOCKET,
    /** Headers that are larger than what is read of them. */
    TOO_LARGE,
    /** The connection ended within the headers. */
    CUT,
    /** Section 4.1: Sec-WebSocket-Accept does not belong to the request's key. */
    ACCEPT_KEY,
    SUBPROTOCOL,
    EXTENSION
  }

  private final Fault fault;
  private final String told;

  UpgradeException(Fault fault, String message) {
    super(message);
    this.fault = fault;
    this.told = message;
  }

  public Fault fault() {
    return fault;
  }

  @Override
  public String getMessage() {
    return told;
  }

  /** The same with what the answer says beside its status. */
  UpgradeException with(String more) {
    return new UpgradeException(fault, told + more);
  }
}
