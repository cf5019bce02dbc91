package io.wsgauge.check;

import io.vertx.core.json.JsonObject;
import io.wsgauge.check.step.Survey;
import io.wsgauge.check.step.SurveyOptions;
import io.wsgauge.config.Problems;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.TargetConfig.AddressFamily;
import io.wsgauge.probe.TargetConfig.ConnectionMode;
import io.wsgauge.probe.TargetConfig.TlsConfig;
import io.wsgauge.probe.TargetRules;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A check that somebody asks for over HTTP: of a configured target, as that is configured, or of a
 * URL, with options as those of the command. Files and proxies of this machine, and another host
 * than the URL names, are nobody's to choose.
 *
 * @param target name of a target; empty where there is a URL
 * @param direct URL of the same server past the proxy; empty without one
 * @param horizon how long silence is watched; zero leaves it out
 */
record CheckRequest(
    String target,
    String url,
    String direct,
    Duration horizon,
    int many,
    Set<String> only,
    Set<String> skip,
    List<String> headers,
    List<String> subprotocols,
    boolean compression,
    AddressFamily addresses,
    boolean insecure) {

  /** As the command has it. */
  private static final Duration HORIZON = Duration.ofSeconds(75);

  private static final int MOST_HEADERS = 20;
  private static final int MOST_SUBPROTOCOLS = 20;

  private static final Set<String> OF_THE_CONNECTION =
      Set.of("origin", "headers", "subprotocols", "compression", "addresses", "insecure");

  private static final Set<String> KNOWN =
      Set.of(
          "target",
          "url",
          "direct",
          "quick",
          "horizon",
          "many",
          "only",
          "skip",
          "origin",
          "headers",
          "subprotocols",
          "compression",
          "addresses",
          "insecure");

  /** URLs as in the configuration. */
  private static final Pattern URL = Pattern.compile("wss?://[^\\s#]+");

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER = Pattern.compile(TOKEN + ": ?[^\\r\\n]*");
  private static final Pattern ORIGIN = Pattern.compile("|null|[^\\s/?#]+://[^\\s/?#]*");

  /**
   * @param problems takes whatever is wrong, in which case the result is not to be used
   */
  static CheckRequest of(JsonObject json, CheckConfig bounds, Problems problems) {
    RequestFields fields = new RequestFields(json, problems);
    fields.refuseOthers(KNOWN);
    String target = fields.text("target");
    String url = fields.text("url");
    if (target.isEmpty() == url.isEmpty()) {
      problems.add("url", "there must be either a url or the name of a target");
    }
    if (!target.isEmpty()) {
      OF_THE_CONNECTION.stream()
          .filter(json::containsKey)
          .sorted()
          .forEach(name -> problems.add(name, "is the target's own"));
    }
    checkUrl("url", url, problems);
    String direct = fields.text("direct");
    checkUrl("direct", direct, problems);
    Set<String> skip = fields.names("skip", Survey.STEPS);
    skip.stream()
        .filter(Survey.NEEDED::contains)
        .forEach(name -> problems.add("skip", name, "is needed by all others"));
    Duration horizon = fields.duration("horizon", HORIZON, bounds.maxHorizon());
    CheckRequest request =
        new CheckRequest(
            target,
            url,
            direct,
            fields.flag("quick") ? Duration.ZERO : horizon,
            fields.number("many", bounds.maxMany()),
            fields.names("only", Survey.STEPS),
            skip,
            headers(fields, problems),
            subprotocols(fields, problems),
            fields.flag("compression"),
            addresses(fields, problems),
            fields.flag("insecure"));
    if (problems.lines().isEmpty()) {
      // credentials belong into files in a configuration alone
      List<String> open = request.headers.stream().filter(h -> !isCredential(h)).toList();
      request.at(url, "", open).check(problems);
    }
    return request;
  }

  private static boolean isCredential(String header) {
    return header.regionMatches(true, 0, "Authorization:", 0, 14);
  }

  private static void checkUrl(String name, String url, Problems problems) {
    if (url.isEmpty()) {
      return;
    }
    if (URL.matcher(url).matches()) {
      TargetRules.checkUrl(name, url, problems);
    } else {
      problems.add(name, url, "must be a ws:// or wss:// URL");
    }
  }

  private static List<String> headers(RequestFields fields, Problems problems) {
    List<String> headers = fields.texts("headers", MOST_HEADERS);
    for (String header : headers) {
      if (!HEADER.matcher(header).matches()) {
        problems.add("headers", "must be headers such as X-Tenant: a");
      } else if (header.regionMatches(true, 0, "Host:", 0, 5)) {
        // or what the configuration allows would not say who is asked
        problems.add("headers", "must not have Host, which is that of the url");
      }
    }
    String origin = fields.text("origin");
    if (!ORIGIN.matcher(origin).matches()) {
      problems.add("origin", "must be an origin such as https://example.org, or null");
    }
    return origin.isEmpty()
        ? headers
        : Stream.concat(headers.stream(), Stream.of("Origin: " + origin)).toList();
  }

  private static List<String> subprotocols(RequestFields fields, Problems problems) {
    List<String> subprotocols = fields.texts("subprotocols", MOST_SUBPROTOCOLS);
    for (String subprotocol : subprotocols) {
      if (!TOKEN.matcher(subprotocol).matches()) {
        problems.add("subprotocols", subprotocol, "must be a token (RFC 9110) such as chat");
      }
    }
    return subprotocols;
  }

  private static AddressFamily addresses(RequestFields fields, Problems problems) {
    String family = fields.text("addresses");
    return switch (family) {
      case "", "any" -> AddressFamily.ANY;
      case "ipv4" -> AddressFamily.IPV4;
      case "ipv6" -> AddressFamily.IPV6;
      default -> {
        problems.add("addresses", family, "must be one of any, ipv4, ipv6");
        yield AddressFamily.ANY;
      }
    };
  }

  /**
   * What is asked for, at a URL.
   *
   * @param connectTo host:port; empty for those of the URL
   */
  TargetConfig at(String at, String connectTo) {
    return at(at, connectTo, headers);
  }

  private TargetConfig at(String at, String connectTo, List<String> sent) {
    return TargetConfig.plain(at, at)
        .with(
            each ->
                each.connection(ConnectionMode.FRESH)
                    .connectTo(connectTo)
                    .headers(sent)
                    .subprotocols(subprotocols)
                    .compression(compression)
                    .addresses(addresses)
                    .tls(new TlsConfig("", "", "", insecure)));
  }

  /** What is to be measured at a target. */
  SurveyOptions options(Target at) {
    return new SurveyOptions(at, horizon, many, only, skip);
  }
}
