package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  @Test
  @DisplayName("seconds are seconds")
  void seconds() {
    assertEquals(Duration.ofSeconds(7), RetryAfter.parse("7"));
    assertEquals(Duration.ofSeconds(999_999_999), RetryAfter.parse("999999999"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EEE, dd MMM yyyy HH:mm:ss 'GMT'",
        "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
        "EEE MMM ppd HH:mm:ss yyyy",
      })
  @DisplayName("a date in each form of HTTP's is the time until then")
  void date(String form) {
    String date =
        DateTimeFormatter.ofPattern(form, Locale.ENGLISH)
            .format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(2));
    Duration wait = RetryAfter.parse(date);
    assertTrue(wait.toMinutes() >= 118 && wait.toMinutes() <= 120, date + " is in " + wait);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", " ", "-1", "soon", "1e9", "9999999999", "Fri, 21 Nov 1997 09:55:06 GMT"})
  @DisplayName("what is neither, or has passed, is no time")
  void none(String value) {
    assertEquals(Duration.ZERO, RetryAfter.parse(value));
  }
}
