package io.wsgauge.handshake;

import java.time.Duration;
import java.util.Map;

/**
 * Why an upgrade is refused.
 *
 * @param rule that it breaks
 * @param status of the HTTP response
 * @param detail for a person
 * @param headers that the status calls for
 * @param delay before the answer
 */
public record Refusal(
    Rule rule, int status, String detail, Map<String, String> headers, Duration delay)
    implements UpgradeDecision {

  public Refusal(Rule rule, String detail, Map<String, String> headers) {
    this(rule, rule.status(), detail, headers, Duration.ZERO);
  }

  public Refusal(Rule rule, String detail) {
    this(rule, detail, Map.of());
  }

  /** RFC 9110, section 15.5.22: 426 names the protocol; RFC 6455, section 4.4: and its version. */
  public static Refusal upgradeRequired(Rule rule, String detail) {
    return new Refusal(
        rule,
        detail,
        Map.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", "13"));
  }

  /** A refusal for what may be over by then; in whole seconds (RFC 9110, section 10.2.3). */
  public static Refusal retry(Rule rule, String detail, Duration after) {
    long seconds = Math.max(1, after.plusMillis(999).toSeconds());
    return new Refusal(rule, detail, Map.of("Retry-After", Long.toString(seconds)));
  }

  public Refusal later(Duration delay) {
    return new Refusal(rule, status, detail, headers, delay);
  }
}
