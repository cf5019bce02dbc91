package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTemplateTest {
  private static final String PAGE = "https://ops.example.org/gauge/#targets/a";

  @TempDir private Path directory;

  private static JsonObject event(String to, String text) {
    return new StateChange(
            "a",
            "wss://example.org/ws",
            Map.of("team", "core"),
            "failing",
            to,
            Instant.parse("2026-11-22T23:00:00Z"),
            text == null ? null : "connect-refused",
            text,
            3,
            PAGE)
        .toJson();
  }

  private WebhookTemplate of(String template) throws IOException {
    return WebhookTemplate.read(Files.writeString(directory.resolve("template.json"), template));
  }

  private Object filled(String template, JsonObject event) throws IOException {
    return Json.decodeValue(of(template).render(event));
  }

  @Test
  @DisplayName("a name in a string stands for its value, whatever that has in it")
  void escaped() throws IOException {
    String text = "\"} , {\"a\":1}\\ {to} \n";
    assertEquals(
        new JsonObject().put("{target}", "[a is down: " + text + "]"),
        filled("{\"{target}\": \"[{summary}]\"}", event("down", text)));
  }

  @Test
  @DisplayName("a name that is all of a string becomes the value as it is, a number or an object")
  void whole() throws IOException {
    assertEquals(
        new JsonArray().add(3).add(new JsonObject().put("team", "core")).add("3 core").addNull(),
        filled(
            "[\"{failuresInRow}\", \"{labels}\", \"{failuresInRow} core\", null]",
            event("down", "text")));
  }

  @Test
  @DisplayName("what an event does not have is empty, and leaves no empty end of a text")
  void missing() throws IOException {
    assertEquals(
        new JsonObject().put("a", "").put("b", "a is up"),
        filled("{\"a\": \"{reason}\", \"b\": \"{summary}\\n{text}\"}", event("up", null)));
  }

  @ParameterizedTest
  @DisplayName("what is no template is rejected, with what is wrong")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\": | must hold JSON",
        "\"{target}\" | must hold an object or a list",
        "{\"text\": \"{targt}\"} | has {targt}, which is no name; did you mean target?",
      })
  void rejected(String template, String problem) {
    assertEquals(
        problem, assertThrows(IllegalArgumentException.class, () -> of(template)).getMessage());
  }

  @ParameterizedTest
  @DisplayName("each template that is shipped tells of the target, with a link to its page")
  @ValueSource(strings = {"slack", "teams", "discord", "alertmanager"})
  void shipped(String name) {
    String body = WebhookTemplate.shipped(name).render(event("down", "nobody listens")).toString();
    assertEquals(true, body.contains("a is down: nobody listens"), body);
    assertEquals(true, body.contains(PAGE), body);
    assertEquals(false, body.contains("{summary}"), body);
  }

  @Test
  @DisplayName("an alert of Alertmanager lasts a week, and ends when the target is up")
  void alertmanager() {
    JsonObject down =
        WebhookTemplate.shipped("alertmanager")
            .render(event("down", "nobody listens"))
            .toJsonArray()
            .getJsonObject(0);
    JsonObject up =
        WebhookTemplate.shipped("alertmanager")
            .render(event("up", null))
            .toJsonArray()
            .getJsonObject(0);
    assertEquals(
        new JsonObject()
            .put("alertname", "WsgaugeTargetDown")
            .put("target", "a")
            .put("team", "core"),
        down.getJsonObject("labels"));
    assertEquals(down.getJsonObject("labels"), up.getJsonObject("labels"));
    assertEquals("2026-11-29T23:00:00.000Z", down.getString("endsAt"));
    assertEquals("2026-11-22T23:00:00.000Z", up.getString("endsAt"));
  }
}
