package io.wsgauge.check.rule;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request as a wsgauge saw it.
 *
 * @param rule that a refused one broke; empty where it was not refused
 * @param headers in order; values that may be secrets are replaced by their length
 */
record SeenRequest(String rule, Target target, String version, List<Header> headers) {

  /** The request of the view; null where the server did not say. */
  static @Nullable SeenRequest of(@Nullable View view) {
    return view == null || view.seenUri() == null
        ? null
        : new SeenRequest(
            "",
            Target.ofUrl(view.seenUri()),
            Objects.requireNonNullElse(view.seenVersion(), "HTTP/1.1"),
            view.seenHeaders());
  }

  /** The request of a refusal; null where no wsgauge has refused it. */
  static @Nullable SeenRequest of(Attempt attempt) {
    if (attempt.refusal() == null) {
      return null;
    }
    String rule = String.valueOf(attempt.refusal().get("rule"));
    if (!(attempt.refusal().get("request") instanceof Map<?, ?> request)) {
      return new SeenRequest(rule, Target.ofUrl(""), "", List.of());
    }
    String[] line = String.valueOf(request.get("requestLine")).split(" ", -1);
    return new SeenRequest(
        rule,
        Target.ofUrl(line.length > 1 ? line[1] : ""),
        String.valueOf(request.get("httpVersion")),
        headers(request.get("headers")));
  }

  private static List<Header> headers(@Nullable Object pairs) {
    List<Header> headers = new ArrayList<>();
    if (pairs instanceof Iterable<?> list) {
      for (Object pair : list) {
        if (pair instanceof List<?> both && both.size() == 2) {
          headers.add(new Header(String.valueOf(both.get(0)), String.valueOf(both.get(1))));
        }
      }
    }
    return headers;
  }

  boolean isHttp10() {
    return version.equals("HTTP/1.0");
  }

  /** Whether the server could see that an upgrade was asked for. */
  boolean hasUpgrade() {
    return !Header.all(headers, "Upgrade").isEmpty();
  }
}
