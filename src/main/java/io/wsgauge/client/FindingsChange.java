package io.wsgauge.client;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.status.TargetFinding;
import io.wsgauge.text.Instants;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A target's path does something to WebSockets that it did not when it was last checked, or no
 * longer does.
 *
 * @param url without what may be a secret of it
 * @param page where the target is shown; null where nobody knows
 */
record FindingsChange(
    String target,
    String url,
    Map<String, String> labels,
    Instant at,
    List<TargetFinding> appeared,
    List<TargetFinding> gone,
    @Nullable String page) {

  /** Those of the first that the second does not have. */
  static List<TargetFinding> without(List<TargetFinding> first, List<TargetFinding> second) {
    return first.stream().filter(one -> second.stream().noneMatch(one::isSame)).toList();
  }

  /** All of it in a sentence or two. */
  String summary() {
    String now = appeared.stream().map(TargetFinding::sentence).collect(Collectors.joining(" "));
    String before =
        gone.stream().map(TargetFinding::id).distinct().collect(Collectors.joining(", "));
    return target
        + ": "
        + now
        + (before.isEmpty() ? "" : (now.isEmpty() ? "" : " ") + "No more: " + before + ".");
  }

  /** The event that a webhook reports. */
  JsonObject toJson() {
    JsonObject names = new JsonObject();
    labels.forEach(names::put);
    JsonObject data =
        new JsonObject()
            .put("target", target)
            .put("url", url)
            .put("labels", names)
            .put("text", summary())
            .put("appeared", json(appeared))
            .put("gone", json(gone));
    if (page != null) {
      data.put("page", page);
    }
    return new JsonObject()
        .put("type", "findings.changed")
        .put("timestamp", Instants.format(at))
        .put("data", data);
  }

  private static JsonArray json(List<TargetFinding> findings) {
    return new JsonArray(
        findings.stream()
            .map(
                finding ->
                    new JsonObject()
                        .put("id", finding.id())
                        .put("direction", finding.direction())
                        .put("severity", finding.severity())
                        .put("sentence", finding.sentence()))
            .toList());
  }
}
