package io.wsgauge.check;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.config.Problems;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Suggestion;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The members of an object that somebody sent; what is wrong with them is a problem each. */
record RequestFields(JsonObject json, Problems problems) {
  /** Of many that are not known, the first are told, since each takes the event loop its time. */
  void refuseOthers(Set<String> known) {
    json.fieldNames().stream()
        .filter(name -> !known.contains(name))
        .limit(known.size())
        .forEach(
            name -> problems.add(name, "is no option of a check" + Suggestion.of(name, known)));
  }

  /** The text; empty where there is none. */
  String text(String name) {
    Object value = json.getValue(name, "");
    if (value instanceof String text) {
      return text;
    }
    problems.add(name, value, "must be a text");
    return "";
  }

  /** Whether it is there, and true. */
  boolean flag(String name) {
    Object value = json.getValue(name, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    problems.add(name, value, "must be true or false");
    return false;
  }

  /** The number, from 0 to a bound; 0 where there is none. */
  int number(String name, int max) {
    Object value = json.getValue(name, 0);
    if (value instanceof Integer number && number >= 0 && number <= max) {
      return number;
    }
    problems.add(name, value, "must be between 0 and " + max);
    return 0;
  }

  /** The duration, from a second to a bound. */
  Duration duration(String name, Duration usual, Duration max) {
    Object value = json.getValue(name);
    if (value == null) {
      return usual.compareTo(max) < 0 ? usual : max;
    }
    try {
      Duration duration = Durations.parse(String.valueOf(value));
      if (duration.toMillis() >= 1000 && duration.compareTo(max) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    problems.add(name, value, "must be a duration between 1s and " + Durations.format(max));
    return usual;
  }

  /**
   * The texts; none where there are none.
   *
   * @param most that there may be; none of more is looked at
   */
  List<String> texts(String name, int most) {
    Object value = json.getValue(name, new JsonArray());
    if (value instanceof JsonArray array && array.size() > most) {
      problems.add(name, "must be at most " + most);
      return List.of();
    }
    if (value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance)) {
      return array.stream().map(String::valueOf).toList();
    }
    problems.add(name, value, "must be a list of texts");
    return List.of();
  }

  /** The texts, each of which has to be one of some. */
  Set<String> names(String name, Collection<String> known) {
    List<String> texts = texts(name, known.size());
    for (String text : texts) {
      if (!known.contains(text)) {
        problems.add(name, text, "no such step" + Suggestion.of(text, known));
      }
    }
    return Set.copyOf(texts);
  }
}
