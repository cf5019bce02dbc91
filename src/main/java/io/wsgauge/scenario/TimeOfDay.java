package io.wsgauge.scenario;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The wall clock, to be shown; it may jump, so no duration is made of it. */
final class TimeOfDay {
  private TimeOfDay() {}

  /** In ISO 8601, UTC and microseconds. */
  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
