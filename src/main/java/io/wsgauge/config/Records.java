package io.wsgauge.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Sizes;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of JSON that the schema admits: a component is what the key of its name holds. It
 * can be a text, an int or a long, which may be a size, a boolean, a duration, an enum's word in
 * any case, a record, and a list or a set of these.
 */
final class Records {
  private Records() {}

  /**
   * @throws IllegalStateException when the type has no place for what the schema admits
   */
  static <T extends Record> T read(JsonObject json, Class<T> type) {
    try {
      return record(json, type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException("the schema admits what " + type + " does not", e);
    }
  }

  private static <T> T record(JsonObject json, Class<T> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(json.getValue(components[i].getName()), components[i].getGenericType());
    }
    Constructor<T> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true); // of a record that is not public
    return constructor.newInstance(values);
  }

  /** The value as that type has it; null for a key that is not there. */
  private static @Nullable Object value(@Nullable Object json, Type type)
      throws ReflectiveOperationException {
    if (json instanceof JsonArray array) {
      return items(array, (ParameterizedType) type);
    }
    if (json instanceof JsonObject section) {
      return record(section, (Class<?>) type);
    }
    if (json instanceof Number number) {
      return number(number.longValue(), type);
    }
    return json instanceof String text ? ofText(text, (Class<?>) type) : json;
  }

  private static Object number(long number, Type type) {
    return type == long.class ? (Object) number : (Object) (int) number;
  }

  private static Object ofText(String text, Class<?> type) {
    if (type == Duration.class) {
      return Durations.parse(text);
    }
    if (type == int.class || type == long.class) {
      return number(Sizes.parse(text), type);
    }
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .filter(constant -> constant.toString().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow()
        : text;
  }

  private static Object items(JsonArray array, ParameterizedType type)
      throws ReflectiveOperationException {
    List<Object> items = new ArrayList<>();
    for (Object item : array) {
      items.add(value(item, type.getActualTypeArguments()[0]));
    }
    return type.getRawType() == Set.class ? new LinkedHashSet<>(items) : List.copyOf(items);
  }
}
