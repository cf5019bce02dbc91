package io.wsgauge.text;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Instants as text: the one form in which every interface of the service shows them. */
public final class Instants {
  /** Instant's own format leaves out milliseconds that are zero. */
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

  private Instants() {}

  /**
   * RFC 3339 in UTC, always with milliseconds: {@code 2026-11-22T22:59:01.000Z}. What is shorter
   * than a millisecond is cut off.
   */
  public static String format(Instant instant) {
    return MILLISECONDS.format(instant);
  }

  /** The same with microseconds, as far as the clock has them. */
  public static String formatPrecisely(Instant instant) {
    return MICROSECONDS.format(instant);
  }
}
