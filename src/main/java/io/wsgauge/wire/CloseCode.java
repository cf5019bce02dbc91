package io.wsgauge.wire;

/**
 * The close codes of RFC 6455, section 7.4, and of its registry that are sent or told apart here.
 */
public final class CloseCode {
  public static final int NORMAL_CLOSURE = 1000;
  public static final int GOING_AWAY = 1001;
  public static final int PROTOCOL_ERROR = 1002;

  /** What a close frame without a code means; it is never sent. */
  public static final int NO_STATUS_RECEIVED = 1005;

  /** What an end without a close frame means; it is never sent. */
  public static final int ABNORMAL_CLOSURE = 1006;

  public static final int INVALID_PAYLOAD_DATA = 1007;
  public static final int POLICY_VIOLATION = 1008;
  public static final int MESSAGE_TOO_BIG = 1009;
  public static final int INTERNAL_ERROR = 1011;
  public static final int TRY_AGAIN_LATER = 1013;

  /** The codes that {@link #mayBeSent}, in words. */
  public static final String SENT = "1000 to 1003, 1007 to 1014 or 3000 to 4999";

  private CloseCode() {}

  /** Whether a close frame may have it. */
  public static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
