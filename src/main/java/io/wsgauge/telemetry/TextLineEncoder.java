package io.wsgauge.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;

/** Writes each event of the log as text, a line and those of its stack trace. Thread-safe. */
public final class TextLineEncoder extends LineEncoder {
  public TextLineEncoder(Context context) {
    super(context);
  }

  @Override
  String line(ILoggingEvent event) {
    return "%s %-5s %s\n%s"
        .formatted(time(event), event.getLevel(), message(event), stackTrace(event));
  }
}
