package io.wsgauge.command;

import java.time.Duration;
import java.util.Locale;

/** Times as ping(8) prints them: milliseconds with three digits that say something. */
final class Milliseconds {
  private Milliseconds() {}

  static String of(Duration duration) {
    return ofNanos((double) duration.toNanos());
  }

  static String ofNanos(double nanos) {
    double millis = nanos / 1e6;
    int decimals = millis < 1 ? 3 : millis < 10 ? 2 : millis < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", millis);
  }
}
