package io.wsgauge.handshake;

/**
 * Why a request is not answered as such, although its bytes could be decoded. The message is for a
 * person.
 */
public final class RequestException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  /** It has no stack trace, since the fault is the peer's. */
  RequestException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** Of the response. */
  public int status() {
    return status;
  }
}
