package io.wsgauge.command;

import io.wsgauge.text.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as ping(8) takes them, seconds with a fraction, and as the configuration does. */
final class Seconds implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return text.matches("\\d{1,9}(\\.\\d{1,9})?")
          ? Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact())
          : Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "must be seconds such as 0.5, or a duration such as 250ms, 60s or 1h, not " + text);
    }
  }
}
