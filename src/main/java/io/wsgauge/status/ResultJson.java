package io.wsgauge.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Instants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results of runs as JSON (RFC 8259). Durations are numbers of seconds, times are in the form of
 * {@link Instants}, and what does not exist has no field. Thread-safe.
 */
public final class ResultJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** Fields of an object whose braces are written by who calls. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private ResultJson() {}

  /** An object in UTF-8 on one line, which has no end of line. */
  public static Buffer of(ProbeResult result) {
    return object(json -> fields(json, result));
  }

  static Buffer object(Fields fields) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
      try (JsonGenerator json = JSON.createGenerator(bytes)) {
        json.writeStartObject();
        fields.write(json);
        json.writeEndObject();
      }
      return Buffer.buffer(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
  }

  static void fields(JsonGenerator json, ProbeResult result) throws IOException {
    json.writeStringField("target", result.target());
    brief(
        json,
        result.sequence(),
        result.startedAt(),
        result.succeeded(),
        result.duration(),
        result.roundTrip());
    json.writeObjectFieldStart("phases");
    for (Map.Entry<Phase, Duration> phase : result.phases().entrySet()) {
      seconds(json, phase.getKey().label(), phase.getValue());
    }
    json.writeEndObject();
    if (result.outcome() instanceof Failed failed) {
      json.writeObjectFieldStart("failure");
      fields(json, failed);
      json.writeEndObject();
    }
    if (result.opened() != null) {
      json.writeObjectFieldStart("connection");
      fields(json, result.opened());
      json.writeEndObject();
    }
  }

  static void fields(JsonGenerator json, ProbeSummary summary) throws IOException {
    brief(
        json,
        summary.sequence(),
        summary.startedAt(),
        summary.reason() == null,
        summary.duration(),
        summary.roundTrip());
    if (summary.reason() != null) {
      json.writeStringField("reason", summary.reason().label());
    }
  }

  /** What a result and its summary have in common. */
  private static void brief(
      JsonGenerator json,
      long sequence,
      Instant startedAt,
      boolean success,
      Duration duration,
      @Nullable Duration roundTrip)
      throws IOException {
    json.writeNumberField("sequence", sequence);
    json.writeStringField("time", Instants.format(startedAt));
    json.writeBooleanField("success", success);
    seconds(json, "duration", duration);
    seconds(json, "roundTrip", roundTrip);
  }

  private static void fields(JsonGenerator json, Failed failed) throws IOException {
    json.writeStringField("reason", failed.reason().label());
    json.writeStringField("phase", failed.phase().label());
    json.writeStringField("text", failed.reason().text());
    json.writeStringField("detail", failed.detail());
    if (failed.status() != 0) {
      json.writeNumberField("status", failed.status());
    }
    if (failed.closeCode() != 0) {
      json.writeNumberField("closeCode", failed.closeCode());
      json.writeStringField("closedBy", "peer");
    }
  }

  static void fields(JsonGenerator json, ConnectionInfo opened) throws IOException {
    json.writeStringField("address", HostPort.of(opened.address()));
    json.writeNumberField("status", opened.status());
    json.writeStringField("subprotocol", opened.subprotocol());
    json.writeStringField("extensions", opened.extensions());
    if (!opened.headers().isEmpty()) {
      strings(json, "headers", opened.headers());
    }
    if (opened.certificateNotAfter() != null) {
      json.writeStringField("certificateNotAfter", Instants.format(opened.certificateNotAfter()));
    }
    if (opened.tlsVersion() != null) {
      json.writeStringField("tlsVersion", opened.tlsVersion());
    }
  }

  static void fields(JsonGenerator json, ConnectionEnd end) throws IOException {
    json.writeStringField("ended", Instants.format(end.endedAt()));
    seconds(json, "lifetime", end.duration());
    json.writeStringField("by", end.by().label());
    if (end.code() != 0) {
      json.writeNumberField("code", end.code());
    }
    json.writeStringField("reason", end.detail());
  }

  static void strings(JsonGenerator json, String field, Map<String, String> strings)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> entry : strings.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  /** Writes a duration in seconds, and nothing for null. */
  static void seconds(JsonGenerator json, String field, @Nullable Duration duration)
      throws IOException {
    if (duration != null) {
      json.writeNumberField(field, duration.toNanos() / 1e9);
    }
  }
}
