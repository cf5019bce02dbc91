package io.wsgauge.check.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of two reports of a path differs. A finding is the same by its id and direction. One that is
 * in one report alone counts only where the other one has measured all that it is found by.
 *
 * @param mended findings of the first alone
 * @param broke findings of the second alone
 * @param changed findings of both, with another value or severity
 * @param unknown findings of one, which the other one has not measured
 * @param same findings of both
 */
public record ReportDiff(
    JsonObject before,
    JsonObject after,
    List<JsonObject> mended,
    List<JsonObject> broke,
    List<Change> changed,
    List<JsonObject> unknown,
    List<JsonObject> same) {

  /** The share by which two measurements of the same may differ. */
  private static final double SPREAD = 0.05;

  /** What times of the same timer may differ by, in seconds. */
  private static final double SPREAD_SECONDS = 0.1;

  /** Members of a value that are of one run alone. */
  private static final Set<String> OF_THE_RUN = Set.of("min", "max", "samples");

  /** A finding as it was, and as it is. */
  public record Change(JsonObject before, JsonObject after) {}

  /**
   * Compares two reports.
   *
   * @param before as {@link ReportJson} has it
   */
  public static ReportDiff of(JsonObject before, JsonObject after) {
    Map<String, JsonObject> first = findings(before);
    Map<String, JsonObject> second = findings(after);
    List<JsonObject> mended = new ArrayList<>();
    List<JsonObject> broke = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    List<JsonObject> unknown = new ArrayList<>();
    List<JsonObject> same = new ArrayList<>();
    first.forEach(
        (key, was) -> {
          JsonObject is = second.get(key);
          if (is == null) {
            (isMeasured(was, after) ? mended : unknown).add(was);
          } else if (isSame(was, is)) {
            same.add(is);
          } else {
            changed.add(new Change(was, is));
          }
        });
    second.forEach(
        (key, is) -> {
          if (!first.containsKey(key)) {
            (isMeasured(is, before) ? broke : unknown).add(is);
          }
        });
    return new ReportDiff(before, after, mended, broke, changed, unknown, same);
  }

  private static Map<String, JsonObject> findings(JsonObject report) {
    Map<String, JsonObject> findings = new LinkedHashMap<>();
    for (JsonObject finding : objects(report, "findings")) {
      findings.put(finding.getString("id") + " " + finding.getString("direction"), finding);
    }
    return findings;
  }

  private static boolean isMeasured(JsonObject finding, JsonObject report) {
    Set<String> measured = new HashSet<>();
    for (JsonObject step : objects(report, "steps")) {
      if ("measured".equals(step.getString("state"))) {
        measured.add(step.getString("name"));
      }
    }
    return measured.containsAll(finding.getJsonArray("evidence", new JsonArray()).getList());
  }

  private static List<JsonObject> objects(JsonObject report, String member) {
    return report.getJsonArray(member, new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static boolean isSame(JsonObject was, JsonObject is) {
    JsonObject before = was.getJsonObject("value", new JsonObject());
    JsonObject after = is.getJsonObject("value", new JsonObject());
    Set<String> members = new HashSet<>(before.fieldNames());
    members.addAll(after.fieldNames());
    members.removeAll(OF_THE_RUN);
    return Objects.equals(was.getString("severity"), is.getString("severity"))
        && members.stream()
            .allMatch(member -> isNear(before.getValue(member), after.getValue(member)));
  }

  private static boolean isNear(@Nullable Object was, @Nullable Object is) {
    if (was instanceof Number before && is instanceof Number after) {
      double first = before.doubleValue();
      double second = after.doubleValue();
      double larger = Math.max(Math.abs(first), Math.abs(second));
      boolean counts = first == Math.rint(first) && second == Math.rint(second);
      return Math.abs(first - second) <= Math.max(counts ? 0 : SPREAD_SECONDS, larger * SPREAD);
    }
    return Objects.equals(was, is);
  }

  /** The difference for machines. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("before", heading(before))
        .put("after", heading(after))
        .put("mended", new JsonArray(mended))
        .put("broke", new JsonArray(broke))
        .put(
            "changed",
            new JsonArray(
                changed.stream()
                    .map(
                        change ->
                            new JsonObject()
                                .put("before", change.before())
                                .put("after", change.after()))
                    .toList()))
        .put("unknown", new JsonArray(unknown))
        .put("same", new JsonArray(same));
  }

  private static JsonObject heading(JsonObject report) {
    return new JsonObject()
        .put("url", report.getString("url"))
        .put("started", report.getString("started"))
        .put("verdict", report.getString("verdict"))
        .put("sentence", report.getString("sentence"));
  }

  /** The difference for a person. */
  public List<String> toText() {
    List<String> lines = new ArrayList<>();
    lines.add(heading("before", before));
    lines.add(heading("after", after));
    lines.add("");
    int headings = lines.size();
    mended.forEach(finding -> lines.add(line("mended", finding)));
    broke.forEach(finding -> lines.add(line("broke", finding)));
    for (Change change : changed) {
      lines.add(line("changed", change.after()));
      lines.add(" ".repeat(10) + "before: " + change.before().getString("sentence"));
    }
    unknown.forEach(finding -> lines.add(line("unknown", finding)));
    same.forEach(finding -> lines.add(line("same", finding)));
    if (lines.size() == headings) {
      lines.add("Neither has found anything.");
    }
    if (!unknown.isEmpty()) {
      lines.add("");
      lines.add("Unknown is what one of the two has not measured.");
    }
    return lines;
  }

  private static String heading(String word, JsonObject report) {
    return "%-9s %s  %s  %s"
        .formatted(
            word,
            report.getString("started"),
            report.getString("verdict"),
            report.getString("url"));
  }

  private static String line(String word, JsonObject finding) {
    String direction = finding.getString("direction");
    return "%-9s %s%s  %s"
        .formatted(
            word,
            finding.getString("id"),
            direction == null ? "" : " " + direction,
            finding.getString("sentence"));
  }
}
