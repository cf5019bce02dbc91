package io.wsgauge.scenario;

import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import io.wsgauge.handshake.UpgradeRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** How the upgrade is answered. */
final class HandshakeOptions implements OptionGroup {
  private static final int LONGEST_TEXT = 1000;
  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);
  private final Parameter<Integer> status =
      new Parameter<>(
          "status",
          ParameterType.number(
              "status", "200, 301, 302, 303, 307, 308 or 400 to 599", HandshakeOptions::isStatus),
          "101",
          "503",
          "The upgrade is refused with this status.");
  private final Parameter<Integer> retryAfter =
      new Parameter<>(
              "retryAfter",
              ParameterType.count(0, 86_400),
              "",
              "5",
              "The refusal's Retry-After, in seconds.")
          .needing("status");
  private final Parameter<String> location;
  private final Parameter<Duration> handshakeDelay;
  private final Parameter<String> subprotocol =
      new Parameter<>(
          "subprotocol",
          ParameterType.text(
              "a token or none", Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+"), 100),
          "the first that is offered",
          "chat",
          "The one of the offered subprotocols that the server chooses; none chooses none.");
  private final Parameter<Boolean> deflate =
      new Parameter<>(
          "deflate", ParameterType.flag(), "yes", "no", "Whether permessage-deflate is agreed to.");

  HandshakeOptions(ScenarioConfig config) {
    location =
        new Parameter<>(
                "location",
                ParameterType.text(
                        "a path, or a URL of a host in scenario.redirectHosts",
                        Pattern.compile("[!-~]+"),
                        LONGEST_TEXT)
                    .only(new Redirects(config.redirectHosts())::allow),
                "",
                "/elsewhere",
                "Where a refusal with 3xx leads.")
            .needing("status");
    handshakeDelay =
        new Parameter<>(
            "handshakeDelay",
            ParameterType.duration(Duration.ZERO, config.maxDelay()),
            "0s",
            "3s",
            "The answer to the upgrade comes so much later.");
  }

  private static boolean isStatus(int number) {
    return number == 200 || REDIRECTS.contains(number) || (number >= 400 && number <= 599);
  }

  @Override
  public String name() {
    return "handshake";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(status, retryAfter, location, handshakeDelay, subprotocol, deflate);
  }

  @Override
  public void check(Scenario scenario, BiConsumer<Parameter<?>, String> problems) {
    boolean redirect = scenario.get(status).filter(REDIRECTS::contains).isPresent();
    if (redirect && !scenario.has(location)) {
      problems.accept(status, "needs location");
    }
    if (scenario.has(status) && scenario.has(location) && !redirect) {
      problems.accept(location, "needs a status of 3xx");
    }
    if (scenario.has(status)) {
      List<Parameter<?>> answer = List.of(status, retryAfter, location, handshakeDelay);
      long others = scenario.values().size() - answer.stream().filter(scenario::has).count();
      if (others > 0) {
        problems.accept(
            status,
            "lets nothing in, so that only retryAfter, location and handshakeDelay go with it");
      }
    }
  }

  @Override
  public void plan(Scenario scenario, ConnectionPlan plan) {
    scenario.get(handshakeDelay).ifPresent(plan::delay);
    scenario.get(status).ifPresent(code -> plan.refuse(refusal(code, scenario)));
    scenario.get(subprotocol).ifPresent(chosen -> choose(chosen, plan));
    if (!scenario.get(deflate, true)) {
      plan.withoutDeflate();
    }
  }

  private Refusal refusal(int code, Scenario scenario) {
    Map<String, String> headers = new HashMap<>();
    scenario.get(retryAfter).ifPresent(seconds -> headers.put("Retry-After", seconds.toString()));
    scenario.get(location).ifPresent(url -> headers.put("Location", url));
    if (code == 401) {
      headers.put("WWW-Authenticate", "Basic realm=\"wsgauge\"");
    }
    return new Refusal(
        Rule.SCENARIO_STATUS, code, "as status=" + code + " asks for", headers, Duration.ZERO);
  }

  private void choose(String chosen, ConnectionPlan plan) {
    if (chosen.equals("none")) {
      plan.subprotocol("");
    } else if (offered(plan.handshake()).contains(chosen)) {
      plan.subprotocol(chosen);
    } else {
      plan.refuse(
          new Refusal(
              Rule.SCENARIO, "subprotocol=" + chosen + ": must be one that the client offers"));
    }
  }

  private static List<String> offered(UpgradeRequest handshake) {
    return handshake.header("Sec-WebSocket-Protocol").stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }
}
