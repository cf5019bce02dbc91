package io.wsgauge.handshake;

/**
 * The rule that a request breaks, although its bytes could be decoded. The message is for a person.
 */
public final class RequestException extends Exception {
  private static final long serialVersionUID = 1;

  private final Rule rule;

  /** An exception without a stack trace, since the fault is the peer's. */
  RequestException(Rule rule, String message) {
    super(message, null, false, false);
    this.rule = rule;
  }

  public Rule rule() {
    return rule;
  }
}
