package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/grafana/wsgauge.json. */
class GrafanaDashboardTest {
  private static String text;
  private static List<JsonObject> panels;

  @BeforeAll
  static void read() throws IOException {
    text = Files.readString(Path.of("conf/grafana/wsgauge.json"));
    panels = objects(new JsonObject(text).getJsonArray("panels")).toList();
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static Stream<JsonObject> drawn() {
    return panels.stream().filter(panel -> !panel.getString("type").equals("row"));
  }

  private static List<String> expressions() {
    return drawn()
        .flatMap(panel -> objects(panel.getJsonArray("targets")))
        .map(target -> target.getString("expr"))
        .toList();
  }

  @Test
  @DisplayName("each panel has an id of its own")
  void ids() {
    assertEquals(
        panels.size(), panels.stream().map(panel -> panel.getInteger("id")).distinct().count());
  }

  @Test
  @DisplayName("each panel has a title, and each that draws a description and a unit")
  void titles() {
    panels.forEach(panel -> assertFalse(panel.getString("title").isBlank(), panel::encode));
    drawn().forEach(panel -> assertFalse(panel.getString("description").isBlank(), panel::encode));
    drawn()
        .map(panel -> panel.getJsonObject("fieldConfig").getJsonObject("defaults"))
        .forEach(defaults -> assertFalse(defaults.getString("unit").isBlank(), defaults::encode));
  }

  @Test
  @DisplayName("all data is of the source that is chosen, with no uid in the file")
  void datasource() {
    assertEquals(
        Set.of(new JsonObject().put("type", "prometheus").put("uid", "${datasource}")),
        Set.copyOf(
            Stream.concat(drawn(), drawn().flatMap(panel -> objects(panel.getJsonArray("targets"))))
                .map(of -> of.getJsonObject("datasource"))
                .toList()));
  }

  @Test
  @DisplayName("no panel lies on another")
  void places() {
    for (JsonObject one : panels) {
      for (JsonObject other : panels) {
        assertFalse(
            !one.equals(other) && overlap(grid(one), grid(other)), () -> one + "\n" + other);
      }
    }
  }

  private static JsonObject grid(JsonObject panel) {
    return panel.getJsonObject("gridPos");
  }

  private static boolean overlap(JsonObject one, JsonObject other) {
    return overlap(one, other, "x", "w") && overlap(one, other, "y", "h");
  }

  private static boolean overlap(JsonObject one, JsonObject other, String from, String size) {
    return one.getInteger(from) < other.getInteger(from) + other.getInteger(size)
        && other.getInteger(from) < one.getInteger(from) + one.getInteger(size);
  }

  @Test
  @DisplayName(
      "each variable that an expression uses can be chosen, and what is of targets is of a label's value")
  void variables() {
    Set<String> chosen =
        objects(new JsonObject(text).getJsonObject("templating").getJsonArray("list"))
            .map(variable -> variable.getString("name"))
            .collect(Collectors.toSet());
    Set<String> used =
        expressions().stream()
            .flatMap(expression -> Pattern.compile("\\$(\\w+)").matcher(expression).results())
            .map(variable -> variable.group(1))
            .filter(name -> !name.startsWith("__"))
            .collect(Collectors.toSet());
    assertTrue(chosen.containsAll(used), used::toString);
    assertEquals(
        List.of(),
        expressions().stream()
            .filter(expression -> expression.contains("wsgauge_client_"))
            .filter(expression -> !expression.contains("$label=~\"$value\""))
            .toList());
  }

  @Test
  @DisplayName("targets that are unstable are counted, and told from those that are up and failing")
  void unstable() {
    List<String> titles =
        drawn()
            .filter(panel -> panel.encode().contains("state=\\\"unstable\\\""))
            .map(panel -> panel.getString("title"))
            .toList();
    assertEquals(List.of("Targets unstable", "State"), titles);
    assertTrue(text.contains("\"text\": \"unstable\""));
  }

  @Test
  @DisplayName("a histogram's quantile is also that of the native histogram")
  void nativeHistograms() {
    assertEquals(
        List.of(),
        expressions().stream()
            .filter(expression -> expression.contains("histogram_quantile("))
            .filter(expression -> !expression.matches(".*_bucket\\{.* or .*_seconds\\{.*"))
            .toList());
  }

  @Test
  @DisplayName("the dashboard uses metrics that there are")
  void names() {
    assertEquals(Set.of(), MetricNames.unknown(text));
  }

  @Test
  @DisplayName("Prometheus can read each expression")
  void expressionsParse(@TempDir Path directory) throws Exception {
    Promtool.assume();
    JsonArray rules = new JsonArray();
    for (String expression : expressions()) {
      assertFalse(expression.isBlank());
      String filled =
          expression
              .replace("$__rate_interval", "5m")
              .replace("$top", "10")
              .replaceAll("\\$\\w+", "a");
      rules.add(new JsonObject().put("record", "panel" + rules.size()).put("expr", filled));
    }
    JsonObject group = new JsonObject().put("name", "dashboard").put("rules", rules);
    // JSON is YAML as well
    Path file = directory.resolve("dashboard.yml");
    Files.writeString(
        file, new JsonObject().put("groups", new JsonArray().add(group)).encodePrettily());
    Promtool.run("check", "rules", file.toString());
  }
}
