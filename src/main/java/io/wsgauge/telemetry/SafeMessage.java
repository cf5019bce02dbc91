package io.wsgauge.telemetry;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.wsgauge.text.Payloads;

/**
 * A line's message, which is one line whoever wrote it: the last line of defence, behind the places
 * at which a peer's text is escaped. Thread-safe.
 */
public final class SafeMessage extends MessageConverter {
  private static final String OURS = "io.wsgauge";

  /** Ours are cut where their parts are. */
  private static final int MAX_LENGTH_OF_LIBRARIES = 1000;

  @Override
  public String convert(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    if (message == null) {
      return "";
    }
    return Payloads.visible(
        event.getLoggerName().startsWith(OURS)
            ? message
            : Payloads.cut(message, MAX_LENGTH_OF_LIBRARIES));
  }
}
