package io.wsgauge.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths of keys as people write them: {@code client.targets[0].url}. */
final class Paths {
  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
  private static final Pattern ITEM = Pattern.compile("(.+?)\\[(\\d+)]");

  private Paths() {}

  /** {@code #/client/targets/0/url} as {@code client.targets[0].url}. */
  static String fromPointer(String pointer) {
    return pointer
        .replaceFirst("^#?/?", "")
        .replaceAll("/(\\d+)(?=/|$)", "[$1]")
        .replace('/', '.')
        .replace("~1", "/")
        .replace("~0", "~");
  }

  /** The value at the path; null where there is none. */
  static @Nullable Object get(JsonObject config, String path) {
    return pointer(path).queryJson(config);
  }

  /** Sets a leaf; a list of which the path names the item past the end grows by it. */
  static void set(JsonObject config, String path, Object value) {
    Matcher item = ITEM.matcher(path);
    if (item.lookingAt()
        && get(config, item.group(1)) instanceof JsonArray list
        && list.size() == Integer.parseInt(item.group(2))) {
      list.add(new JsonObject());
    }
    pointer(path).writeJson(config, value, true);
  }

  /** The paths of the values that differ; both have the same sections. */
  static List<String> differences(JsonObject one, JsonObject other) {
    List<String> paths = new ArrayList<>();
    for (Map.Entry<String, Object> member : one) {
      String key = member.getKey();
      Object value = other.getValue(key);
      if (member.getValue() instanceof JsonObject section) {
        differences(section, (JsonObject) value).forEach(path -> paths.add(key + "." + path));
      } else if (!member.getValue().equals(value)) {
        paths.add(key);
      }
    }
    return paths;
  }

  private static JsonPointer pointer(String path) {
    return JsonPointer.from("/" + INDEX.matcher(path).replaceAll(".$1").replace('.', '/'));
  }
}
