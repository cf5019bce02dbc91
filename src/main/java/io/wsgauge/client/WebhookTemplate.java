package io.wsgauge.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of what a webhook posts: JSON in whose strings {@code {name}} stands for what an event
 * has. It is filled in as JSON and not as text, so that no value can break it. A string that is one
 * such name and no more becomes the value itself, an object or a number as well. Thread-safe.
 */
final class WebhookTemplate {
  /** What a template can name; empty, or 0, where an event does not have it. */
  static final Set<String> NAMES =
      Set.of(
          "target",
          "url",
          "labels",
          "from",
          "to",
          "reason",
          "text",
          "failuresInRow",
          "page",
          "timestamp",
          "summary",
          "mark",
          "alertLabels",
          "endsAt");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  /**
   * How long an alert lasts that nothing resolves, so that it outlasts this process but not all.
   */
  private static final Duration ALERT = Duration.ofDays(7);

  private static final Map<String, String> MARKS =
      Map.of("up", "🟢", "unstable", "🟠", "failing", "🟡", "down", "🔴");

  private final Object json;

  private WebhookTemplate(String text) {
    try {
      json = Json.decodeValue(text);
    } catch (DecodeException e) {
      throw new IllegalArgumentException("must hold JSON", e);
    }
    if (!(json instanceof JsonObject || json instanceof JsonArray)) {
      throw new IllegalArgumentException("must hold an object or a list");
    }
    Matcher names = PLACEHOLDER.matcher(text);
    while (names.find()) {
      if (!NAMES.contains(names.group(1))) {
        throw new IllegalArgumentException(
            "has " + names.group() + ", which is no name" + Suggestion.of(names.group(1), NAMES));
      }
    }
  }

  /**
   * One of those that are part of wsgauge. Blocks.
   *
   * @param name slack, teams, discord or alertmanager
   */
  static WebhookTemplate shipped(String name) {
    String resource = "webhook/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(
            WebhookTemplate.class.getClassLoader().getResourceAsStream(resource), resource)) {
      return new WebhookTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /**
   * One in a file. Blocks.
   *
   * @throws IllegalArgumentException when it holds something else
   */
  static WebhookTemplate read(Path file) throws IOException {
    return new WebhookTemplate(ConfiguredFile.text(file));
  }

  /**
   * @param event as {@link StateChange#toJson} or {@link FindingsChange#toJson} has it
   */
  Buffer render(JsonObject event) {
    return Json.CODEC.toBuffer(fill(json, values(event)));
  }

  private static Map<String, Object> values(JsonObject event) {
    JsonObject data = event.getJsonObject("data");
    Map<String, Object> values = new HashMap<>();
    NAMES.forEach(name -> values.put(name, data.getValue(name, "")));
    String target = data.getString("target");
    String to = data.getString("to", "");
    String text = data.getString("text", "");
    Instant at = Instant.parse(event.getString("timestamp"));
    values.put("timestamp", event.getString("timestamp"));
    values.put(
        "summary",
        to.isEmpty() ? text : target + " is " + to + (text.isEmpty() ? "" : ": " + text));
    values.put("mark", MARKS.getOrDefault(to, "🔎"));
    values.put(
        "alertLabels",
        data.getJsonObject("labels")
            .copy()
            .put("alertname", "WsgaugeTargetDown")
            .put("target", target));
    values.put("endsAt", Instants.format(to.equals("up") ? at : at.plus(ALERT)));
    return values;
  }

  private static @Nullable Object fill(@Nullable Object node, Map<String, Object> values) {
    if (node instanceof JsonObject object) {
      JsonObject filled = new JsonObject();
      object.forEach(entry -> filled.put(entry.getKey(), fill(entry.getValue(), values)));
      return filled;
    }
    if (node instanceof JsonArray array) {
      JsonArray filled = new JsonArray();
      array.forEach(item -> filled.add(fill(item, values)));
      return filled;
    }
    return node instanceof String text ? fill(text, values) : node;
  }

  private static Object fill(String text, Map<String, Object> values) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    if (placeholder.matches()) {
      return values.getOrDefault(placeholder.group(1), "");
    }
    // lines at the end may be empty, where there is nothing to tell
    return placeholder
        .replaceAll(found -> Matcher.quoteReplacement(String.valueOf(values.get(found.group(1)))))
        .stripTrailing();
  }
}
