package io.wsgauge.text;

import java.time.Instant;
import java.util.Date;

/** The wall clock, to be shown; it may jump, so no duration is made of it. */
public final class TimeOfDay {
  private TimeOfDay() {}

  public static Instant now() {
    return Instant.now();
  }

  public static Instant of(Date date) {
    return date.toInstant();
  }
}
