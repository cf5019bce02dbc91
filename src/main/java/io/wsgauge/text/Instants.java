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

  private static final int MILLIS_LENGTH = ".000Z".length();

  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

  /** The second that was asked for last, as most who ask are of the same. Of any thread. */
  private static volatile Second latest = Second.of(0);

  /**
   * @param text of the second, without what follows it
   */
  private record Second(long epoch, String text) {
    static Second of(long epoch) {
      String whole = MILLISECONDS.format(Instant.ofEpochSecond(epoch));
      return new Second(epoch, whole.substring(0, whole.length() - MILLIS_LENGTH));
    }
  }

  private Instants() {}

  /**
   * RFC 3339 in UTC, always with milliseconds: {@code 2026-11-22T22:59:01.000Z}. What is shorter
   * than a millisecond is cut off.
   */
  public static String format(Instant instant) {
    Second second = latest;
    if (second.epoch != instant.getEpochSecond()) {
      second = Second.of(instant.getEpochSecond());
      latest = second;
    }
    int millis = instant.getNano() / 1_000_000;
    return second.text + (millis < 10 ? ".00" : millis < 100 ? ".0" : ".") + millis + 'Z';
  }

  /** The same with microseconds, as far as the clock has them. */
  public static String formatPrecisely(Instant instant) {
    return MICROSECONDS.format(instant);
  }
}
