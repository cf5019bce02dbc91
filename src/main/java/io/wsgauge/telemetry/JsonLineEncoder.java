package io.wsgauge.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import io.vertx.core.json.JsonObject;

/** Writes each event of the log as a JSON object in a line of its own. Thread-safe. */
public final class JsonLineEncoder extends LineEncoder {
  public JsonLineEncoder(Context context) {
    super(context);
  }

  @Override
  String line(ILoggingEvent event) {
    JsonObject line =
        new JsonObject()
            .put("time", time(event))
            .put("level", event.getLevel().toString())
            .put("logger", event.getLoggerName())
            .put("thread", event.getThreadName())
            .put("message", message(event));
    if (event.getThrowableProxy() != null) {
      line.put("exception", stackTrace(event));
    }
    return line.encode() + "\n";
  }
}
