package io.wsgauge.handshake;

import java.time.Duration;
import java.util.Map;

/**
 * Why an upgrade is refused.
 *
 * @param status of the HTTP response
 * @param reason for a person
 * @param headers that the status calls for
 * @param delay before the answer
 */
public record Refusal(int status, String reason, Map<String, String> headers, Duration delay)
    implements UpgradeDecision {

  public Refusal(int status, String reason, Map<String, String> headers) {
    this(status, reason, headers, Duration.ZERO);
  }

  public Refusal(int status, String reason) {
    this(status, reason, Map.of());
  }

  /** RFC 9110, section 15.5.22: 426 names the protocol; RFC 6455, section 4.4: and its version. */
  public static Refusal upgradeRequired(String reason) {
    return new Refusal(
        426,
        reason,
        Map.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", "13"));
  }

  /** For what may be over by then; in whole seconds (RFC 9110, section 10.2.3). */
  public static Refusal retry(int status, String reason, Duration after) {
    long seconds = Math.max(1, after.plusMillis(999).toSeconds());
    return new Refusal(status, reason, Map.of("Retry-After", Long.toString(seconds)));
  }

  public Refusal later(Duration delay) {
    return new Refusal(status, reason, headers, delay);
  }
}
