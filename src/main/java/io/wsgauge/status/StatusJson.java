package io.wsgauge.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.text.Instants;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Targets and their events as JSON, with the values of {@link ResultJson}. A target has all of its
 * fields; what is not known yet is null. Thread-safe.
 */
final class StatusJson {
  private static final Buffer SEPARATOR = Buffer.buffer(",");
  private static final Buffer END = Buffer.buffer("]}");

  private StatusJson() {}

  /** The data of the event {@code result}. */
  static Buffer result(ProbeResult result, State state) {
    return ResultJson.object(
        json -> {
          ResultJson.fields(json, result);
          json.writeStringField("state", state.label());
        });
  }

  /**
   * The data of the event {@code state}.
   *
   * @param reason null when the latest run has succeeded
   * @param unstable why the target is unstable, in words; null where it is not
   */
  static Buffer stateChange(
      String target,
      State from,
      State to,
      Instant at,
      @Nullable Reason reason,
      @Nullable String unstable) {
    return ResultJson.object(
        json -> {
          json.writeStringField("target", target);
          json.writeStringField("state", to.label());
          json.writeStringField("from", from.label());
          json.writeStringField("time", Instants.format(at));
          if (reason != null) {
            json.writeStringField("reason", reason.label());
          }
          if (unstable != null) {
            json.writeStringField("unstable", unstable);
          }
        });
  }

  /** The data of an event that has none. */
  static Buffer empty() {
    return ResultJson.object(json -> {});
  }

  /**
   * Pieces of one object around targets that are JSON already; a copy of them all would be large.
   */
  static List<Buffer> targets(Instant time, Collection<Buffer> targets) {
    List<Buffer> pieces = new ArrayList<>(2 * targets.size() + 2);
    pieces.add(Buffer.buffer("{\"time\":\"" + Instants.format(time) + "\",\"targets\":["));
    for (Buffer target : targets) {
      if (pieces.size() > 1) {
        pieces.add(SEPARATOR);
      }
      pieces.add(target);
    }
    pieces.add(END);
    return pieces;
  }

  /**
   * A target with the name of the node that pings it.
   *
   * @param whole whether it has all of its fields, or no more than a list shows
   */
  static Buffer ofNode(String node, TargetStatus.Snapshot target, boolean whole) {
    return ResultJson.object(
        json -> {
          json.writeStringField("node", node);
          if (whole) {
            fields(json, target, true);
            return;
          }
          TargetReading reading = TargetReading.of(target);
          fields(json, target.description());
          json.writeStringField("state", reading.state().label());
          time(json, "since", reading.since());
          ResultJson.seconds(json, "p50", reading.p50());
          json.writeStringField(
              "reason", reading.reason() == null ? null : reading.reason().label());
        });
  }

  /**
   * A target by itself.
   *
   * @param results whether it has its results in brief, which are most of it
   */
  static Buffer target(TargetStatus.Snapshot target, boolean results) {
    return ResultJson.object(json -> fields(json, target, results));
  }

  private static void fields(JsonGenerator json, TargetStatus.Snapshot target, boolean results)
      throws IOException {
    fields(json, target.description());
    json.writeStringField("state", target.state().label());
    time(json, "since", target.since());
    json.writeStringField("unstable", target.unstable());
    json.writeFieldName("check");
    if (target.checked() == null) {
      json.writeNull();
    } else {
      json.writeStartObject();
      fields(json, target.checked());
      json.writeEndObject();
    }
    result(json, "last", target.last());
    time(json, "lastSuccess", target.lastSuccess());
    result(json, "lastFailure", target.lastFailure());
    json.writeFieldName("lastConnection");
    if (target.lastOpened() == null) {
      json.writeNull();
    } else {
      json.writeStartObject();
      ResultJson.fields(json, target.lastOpened());
      json.writeEndObject();
    }
    if (results) {
      history(json, target.results());
    }
    json.writeObjectFieldStart("percentiles");
    for (Map.Entry<String, WindowStatistics> window : target.windows().entrySet()) {
      json.writeObjectFieldStart(window.getKey());
      fields(json, window.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("lifetimes");
    for (ConnectionEnd end : target.lifetimes()) {
      json.writeStartObject();
      ResultJson.fields(json, end);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The data of the event {@code findings}. */
  static Buffer findings(String target, TargetStatus.Checked checked) {
    return ResultJson.object(
        json -> {
          json.writeStringField("target", target);
          fields(json, checked);
        });
  }

  private static void fields(JsonGenerator json, TargetStatus.Checked checked) throws IOException {
    time(json, "time", checked.at());
    json.writeArrayFieldStart("findings");
    for (TargetFinding finding : checked.findings()) {
      json.writeStartObject();
      json.writeStringField("id", finding.id());
      json.writeStringField("direction", finding.direction());
      json.writeStringField("severity", finding.severity());
      json.writeStringField("sentence", finding.sentence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void fields(JsonGenerator json, TargetStatus.Description target)
      throws IOException {
    json.writeStringField("name", target.name());
    json.writeStringField("url", target.url());
    ResultJson.strings(json, "labels", target.labels());
    json.writeStringField("kind", target.kind());
    json.writeStringField("connection", target.connection());
    ResultJson.seconds(json, "interval", target.interval());
    ResultJson.seconds(json, "timeout", target.timeout());
    json.writeStringField("page", target.page());
  }

  private static void history(JsonGenerator json, List<ProbeSummary> results) throws IOException {
    json.writeArrayFieldStart("results");
    for (ProbeSummary result : results) {
      json.writeStartObject();
      ResultJson.fields(json, result);
      json.writeEndObject();
    }
    json.writeEndArray();
    time(json, "historyFrom", results.isEmpty() ? null : results.get(0).startedAt());
  }

  static void fields(JsonGenerator json, WindowStatistics window) throws IOException {
    ResultJson.seconds(json, "covers", window.covers());
    json.writeNumberField("count", window.count());
    json.writeNumberField("failures", window.failures());
    ResultJson.seconds(json, "p50", window.p50());
    ResultJson.seconds(json, "p90", window.p90());
    ResultJson.seconds(json, "p99", window.p99());
    ResultJson.seconds(json, "max", window.max());
  }

  private static void result(JsonGenerator json, String field, @Nullable ProbeResult result)
      throws IOException {
    json.writeFieldName(field);
    if (result == null) {
      json.writeNull();
    } else {
      json.writeStartObject();
      ResultJson.fields(json, result);
      json.writeEndObject();
    }
  }

  private static void time(JsonGenerator json, String field, @Nullable Instant time)
      throws IOException {
    json.writeStringField(field, time == null ? null : Instants.format(time));
  }
}
