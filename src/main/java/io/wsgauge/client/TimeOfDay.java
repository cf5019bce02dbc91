package io.wsgauge.client;

import java.time.Instant;
import java.util.Date;

/** The wall clock, to be shown; it may jump, so no duration is made of it. */
final class TimeOfDay {
  private TimeOfDay() {}

  static Instant now() {
    return Instant.now();
  }

  static Instant of(Date date) {
    return date.toInstant();
  }
}
