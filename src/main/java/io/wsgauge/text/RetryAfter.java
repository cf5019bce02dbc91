package io.wsgauge.text;

import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header Retry-After (RFC 9110, section 10.2.3). Thread-safe. */
public final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /**
   * How long it asks to wait, from now on.
   *
   * @param value seconds, or a date in any form of HTTP's (section 5.6.7); null without the header
   * @return zero for no header, a date that has passed, and what is neither
   */
  public static Duration parse(@Nullable String value) {
    if (value == null) {
      return Duration.ZERO;
    }
    if (SECONDS.matcher(value).matches()) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    Date date = value.isEmpty() ? null : DateFormatter.parseHttpDate(value);
    Duration wait =
        date == null ? Duration.ZERO : Duration.between(TimeOfDay.now(), TimeOfDay.of(date));
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
