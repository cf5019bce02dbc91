package io.wsgauge.check.report;

import io.wsgauge.check.rule.Finding;
import io.wsgauge.check.rule.Hop;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The short forms that all reports for people share. */
final class Headline {
  private Headline() {}

  /** {@code 60.0 s, both}. */
  static String of(Finding finding) {
    Object value = finding.value().get(finding.id().value());
    String text = value == null ? "" : value(finding, value);
    String direction = finding.direction() == null ? "" : finding.direction();
    return text
        + (text.isEmpty() || direction.isEmpty() ? "" : ", ")
        + direction(finding, direction);
  }

  private static String direction(Finding finding, String direction) {
    return switch (finding.id().label() + " " + direction) {
      case "idle-timeout both" -> "either direction";
      case "idle-timeout client-data" -> "the client's data counts";
      case "idle-timeout server-data" -> "the server's data counts";
      default ->
          switch (direction) {
            case "both" -> "both ways";
            case "request" -> "on the request";
            case "response" -> "on the answer";
            default -> direction.replace('-', ' ');
          };
    };
  }

  private static String value(Finding finding, Object value) {
    return switch (finding.id().value()) {
      case "seconds" -> range(finding, value);
      case "milliseconds" -> number(value) + " ms";
      case "bytes" -> value + " bytes";
      case "bytesPerSecond" -> Math.round(((Number) value).doubleValue() / 1000) + " kB/s";
      case "oneIn" -> "one in " + value;
      case "perSecond" -> ((Number) value).doubleValue() > 0 ? number(value) + " a second" : "";
      case "held" -> value + " at a time";
      case "at" -> "at " + number(value) + " s";
      default ->
          value instanceof Collection<?> list
              ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
              : String.valueOf(value);
    };
  }

  /** A timer that looks from time to time has a range. */
  private static String range(Finding finding, Object value) {
    Object min = finding.value().get("min");
    Object max = finding.value().get("max");
    if (min instanceof Number least
        && max instanceof Number most
        && most.doubleValue() - least.doubleValue() > 0.5) {
      return number(least) + " to " + number(most) + " s";
    }
    return number(value) + " s";
  }

  private static String number(Object number) {
    double value = ((Number) number).doubleValue();
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }

  /** {@code you ── nginx (sure) ── wsgauge "a"}. */
  static String path(Report report) {
    String hops =
        report.hops().stream()
            .map(hop -> name(report, hop) + " (" + hop.confidence().label() + ") ── ")
            .collect(Collectors.joining());
    String server =
        switch (report.server().kind()) {
          case "wsgauge" -> "wsgauge";
          case "other" -> "a server";
          default -> "?";
        };
    String nodes =
        report.server().nodes().stream()
            .map(node -> " \"" + node + "\"")
            .collect(Collectors.joining(","));
    return "you ── " + hops + server + nodes;
  }

  private static String name(Report report, Hop hop) {
    return report.catalogue().name(hop.product());
  }
}
