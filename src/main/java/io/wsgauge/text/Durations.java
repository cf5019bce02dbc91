package io.wsgauge.text;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the configuration and the log write them: a whole number and a unit. */
public final class Durations {
  private static final Pattern FORMAT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads {@code 250ms}, {@code 60s}, {@code 5m}, {@code 1h} or {@code 2d}; at most nine digits.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Duration parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /**
   * For people: {@code 0.4 ms}, {@code 250 ms}, {@code 12.3 s}, {@code 4 min 5 s}, {@code 3 h 2
   * min}.
   */
  public static String format(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 1000) {
      return Math.round(millis) + " ms";
    }
    if (duration.toMinutes() < 2) {
      return duration.toMillis() % 1000 == 0
          ? duration.toSeconds() + " s"
          : String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }
    return duration.toHours() < 2
        ? pair(duration.toMinutes(), "min", duration.toSecondsPart(), "s")
        : pair(duration.toHours(), "h", duration.toMinutesPart(), "min");
  }

  /** For programs: seconds, to the microsecond. */
  public static Number seconds(Duration duration) {
    long micros = TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    if (micros % 1_000_000 == 0) {
      return micros / 1_000_000;
    }
    return micros / 1e6;
  }

  private static String pair(long large, String largeUnit, int small, String smallUnit) {
    String text = large + " " + largeUnit;
    return small == 0 ? text : text + " " + small + " " + smallUnit;
  }
}
