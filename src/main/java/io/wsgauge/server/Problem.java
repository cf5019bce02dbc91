package io.wsgauge.server;

import io.vertx.core.json.JsonObject;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.text.Payloads;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is not answered as it asks: thrown by a route, or what the route fails with, and
 * answered as RFC 9457 has it, in less than 8 KiB whatever the peer has sent.
 */
public final class Problem extends RuntimeException {
  static final String CONTENT_TYPE = "application/problem+json";

  private static final long serialVersionUID = 1;

  /** Characters, of which each takes at most 3 bytes. */
  private static final int MAX_DETAIL_LENGTH = 1000;

  private final Rule rule;
  private final int status;

  /** What the server saw of the request; null where that is no part of the answer. */
  private final transient @Nullable JsonObject request;

  /**
   * @param detail for a person; what of it is the peer's own need not be escaped
   */
  public Problem(Rule rule, String detail) {
    this(rule, rule.status(), detail, null);
  }

  /** A refused upgrade, or a request for which the answer is what an upgrade would get. */
  public Problem(Refusal refusal, UpgradeRequest request) {
    this(refusal.rule(), refusal.status(), refusal.detail(), request.shownInBrief());
  }

  /** An exception without a stack trace, since it is no fault of the server. */
  Problem(Rule rule, int status, String detail, @Nullable JsonObject request) {
    super(detail, null, false, false);
    this.rule = rule;
    this.status = status;
    this.request = request;
  }

  public Rule rule() {
    return rule;
  }

  public int status() {
    return status;
  }

  /**
   * The body of the answer. What of it is the peer's own is escaped, as nobody knows where it is
   * shown.
   *
   * @param title the status's phrase
   */
  JsonObject toJson(String title) {
    JsonObject json =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put(
                "detail",
                Payloads.cut(Payloads.visible(String.valueOf(getMessage())), MAX_DETAIL_LENGTH))
            .put("rule", rule.label());
    return request == null ? json : json.put("request", request);
  }
}
