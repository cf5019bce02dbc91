package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.AUTH_REQUIRED;
import static io.wsgauge.check.rule.FindingId.CONNECT_REFUSED;
import static io.wsgauge.check.rule.FindingId.CONNECT_TIMEOUT;
import static io.wsgauge.check.rule.FindingId.NO_BACKEND;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Measurements;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The proxy by which this end was told to connect, and which does not. */
final class ProxyRules {
  private static final Cause PROXY =
      new Cause("proxy", Confidence.SURE, "the proxy of this end (--proxy) says so");

  /** As Netty tells what an HTTP proxy has answered to CONNECT. */
  private static final Pattern STATUS = Pattern.compile("status: (\\d{3})\\b");

  private ProxyRules() {}

  static List<Finding> refused(Measurements all) {
    boolean proxied = all.resolution() == null && all.reachability() == null;
    if (!proxied || all.upgrade() == null || all.upgrade().tries().isEmpty()) {
      return List.of();
    }
    List<Attempt> tries = all.upgrade().tries();
    Attempt attempt = tries.get(0);
    boolean alike = tries.stream().allMatch(tried -> tried.result() == attempt.result());
    if (!alike) {
      return List.of();
    }
    return switch (attempt.result()) {
      case CONNECT_REFUSED ->
          List.of(of(CONNECT_REFUSED, attempt.detail(), "Nothing listens where the proxy is."));
      case CONNECT_TIMEOUT ->
          List.of(of(CONNECT_TIMEOUT, attempt.detail(), "Nothing answers where the proxy is."));
      case PROXY_FAILED -> List.of(told(attempt.detail()).withCauses(List.of(PROXY)));
      default -> List.of();
    };
  }

  /** What an HTTP proxy has answered to CONNECT, or one of SOCKS (RFC 1928, section 6). */
  private static Finding told(String detail) {
    Matcher http = STATUS.matcher(detail);
    int status = http.find() ? Integer.parseInt(http.group(1)) : 0;
    if (status == 407 || detail.contains("authMethod") || detail.contains("authStatus")) {
      return of(AUTH_REQUIRED, outcome(status), "The proxy asks for credentials.");
    }
    if (status == 403 || detail.contains("FORBIDDEN")) {
      return of(AUTH_REQUIRED, outcome(status), "The proxy forbids to connect there.").likely();
    }
    if (detail.contains("CONNECTION_REFUSED")) {
      return of(CONNECT_REFUSED, detail, "The proxy is told that nothing listens there.");
    }
    if (detail.contains("UNREACHABLE") || detail.contains("TTL_EXPIRED")) {
      return of(CONNECT_TIMEOUT, detail, "The proxy gets no answer from there.");
    }
    return of(NO_BACKEND, outcome(status), "The proxy does not connect: " + detail + ".")
        .likelyIf(!BackendRules.STATUS.contains(status));
  }

  private static Object outcome(int status) {
    return status == 0 ? "refused" : status;
  }

  private static Finding of(FindingId id, Object value, String sentence) {
    String key = id == CONNECT_REFUSED || id == CONNECT_TIMEOUT ? "detail" : "status";
    return Finding.measured(id, Values.of(key, value).map(), sentence, "upgrade");
  }
}
