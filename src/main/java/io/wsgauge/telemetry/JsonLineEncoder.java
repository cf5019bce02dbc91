package io.wsgauge.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes each event of the log as a JSON object in a line of its own. Its message and stack trace
 * are as safe as those of the text, and its time is in the same form. Thread-safe.
 */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private final DateTimeFormatter time =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private final SafeMessage message = new SafeMessage();
  private final SafeStackTrace stackTrace = new SafeStackTrace();

  private JsonLineEncoder() {}

  /** An encoder that is ready for use. */
  public static JsonLineEncoder started(Context context) {
    JsonLineEncoder encoder = new JsonLineEncoder();
    encoder.setContext(context);
    encoder.stackTrace.setContext(context);
    encoder.stackTrace.start();
    encoder.start();
    return encoder;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    JsonObject line =
        new JsonObject()
            .put("time", time.format(event.getInstant()))
            .put("level", event.getLevel().toString())
            .put("logger", event.getLoggerName())
            .put("thread", event.getThreadName())
            .put("message", message.convert(event));
    if (event.getThrowableProxy() != null) {
      line.put("exception", stackTrace.convert(event));
    }
    return (line.encode() + "\n").getBytes(UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
