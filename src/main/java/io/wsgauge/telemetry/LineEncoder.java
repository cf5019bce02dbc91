package io.wsgauge.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes each event of the log in the same form of time, message and stack trace, of which the
 * latter two are safe whatever they quote. It is ready for use. Thread-safe.
 */
public abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private final DateTimeFormatter time =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private final SafeMessage message = new SafeMessage();
  private final SafeStackTrace stackTrace = new SafeStackTrace();

  LineEncoder(Context context) {
    setContext(context);
    stackTrace.setContext(context);
    stackTrace.start();
    start();
  }

  /** The event with the line feed behind it. */
  abstract String line(ILoggingEvent event);

  final String time(ILoggingEvent event) {
    return time.format(event.getInstant());
  }

  final String message(ILoggingEvent event) {
    return message.convert(event);
  }

  /** Empty without an exception, else lines that each have their line feed. */
  final String stackTrace(ILoggingEvent event) {
    return stackTrace.convert(event);
  }

  @Override
  public final byte[] encode(ILoggingEvent event) {
    return line(event).getBytes(UTF_8);
  }

  @Override
  public final byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public final byte[] footerBytes() {
    return NOTHING;
  }
}
