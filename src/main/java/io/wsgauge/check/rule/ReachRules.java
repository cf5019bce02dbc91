package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.ADDRESS_DEAD;
import static io.wsgauge.check.rule.FindingId.CONNECT_REFUSED;
import static io.wsgauge.check.rule.FindingId.CONNECT_TIMEOUT;
import static io.wsgauge.check.rule.FindingId.RESOLVE_FAILED;

import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Reachability.Reach;
import java.util.List;
import java.util.Locale;

/** What keeps TCP from being opened. */
final class ReachRules {
  private ReachRules() {}

  static List<Finding> resolution(Measurements all) {
    if (all.resolution() == null || all.resolution().failure().isEmpty()) {
      return List.of();
    }
    String host = all.resolution().host();
    return List.of(
        Finding.measured(
            RESOLVE_FAILED,
            Values.of("name", host).and("fault", all.resolution().failure()).map(),
            "The name " + host + " does not resolve.",
            "resolve"));
  }

  static List<Finding> connect(Measurements all) {
    List<Reach> addresses = all.reachability() == null ? List.of() : all.reachability().addresses();
    // what this end has no network for says nothing of the path
    List<Reach> dead =
        addresses.stream()
            .filter(reach -> !reach.isConnected() && reach.result() != Result.PROXY_FAILED)
            .filter(
                reach ->
                    !reach.detail().toLowerCase(Locale.ROOT).contains("network is unreachable"))
            .toList();
    if (addresses.stream().anyMatch(Reach::isConnected)) {
      return isGone(all)
          ? List.of(
              Finding.measured(
                  CONNECT_REFUSED,
                  Values.of("addresses", addresses.stream().map(Reach::address).toList()).map(),
                  "Nothing listens there any more: TCP was opened once, and is refused since.",
                  "connect",
                  "upgrade"))
          : dead.stream().map(ReachRules::dead).toList();
    }
    if (dead.isEmpty()) {
      return List.of();
    }
    boolean refused = dead.stream().anyMatch(reach -> reach.result() == Result.CONNECT_REFUSED);
    List<String> tried = dead.stream().map(Reach::address).toList();
    return List.of(
        Finding.measured(
            refused ? CONNECT_REFUSED : CONNECT_TIMEOUT,
            Values.of("addresses", tried).map(),
            refused
                ? "Nothing listens there: TCP is refused."
                : "Nothing answers there: TCP is not opened in time.",
            "connect"));
  }

  private static boolean isGone(Measurements all) {
    return all.upgrade() != null
        && !all.upgrade().tries().isEmpty()
        && all.upgrade().tries().stream()
            .allMatch(attempt -> attempt.result() == Result.CONNECT_REFUSED);
  }

  private static Finding dead(Reach reach) {
    return Finding.measured(
        ADDRESS_DEAD,
        Values.of("address", reach.address())
            .and("result", reach.result() == Result.CONNECT_REFUSED ? "refused" : "timeout")
            .map(),
        "The address " + reach.address() + " does not answer, others of the name do.",
        "connect");
  }
}
