package io.wsgauge.scenario;

import io.wsgauge.text.Durations;
import io.wsgauge.text.Labelled;
import io.wsgauge.text.Sizes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the value of a parameter may be.
 *
 * @param type a word for it
 * @param range in words
 * @param rule what is said of any other value
 * @param words all values, where they can be counted; else empty
 * @param parser empty for what breaks the rule
 */
record ParameterType<T>(
    String type,
    String range,
    String rule,
    List<String> words,
    Function<String, Optional<T>> parser) {
  static ParameterType<Duration> duration(Duration min, Duration max) {
    String range = compact(min) + " to " + compact(max);
    return new ParameterType<>(
        "duration",
        range,
        "must be a duration such as 250ms or 5s, " + range,
        List.of(),
        text -> duration(text).filter(it -> it.compareTo(min) >= 0 && it.compareTo(max) <= 0));
  }

  /** Bytes, with or without a unit. */
  static ParameterType<Integer> size(int min, int max) {
    String range = Sizes.format(min) + " to " + Sizes.format(max);
    return new ParameterType<>(
        "size",
        range,
        "must be a size in bytes such as 100 or 1KiB, " + range,
        List.of(),
        text -> size(text).filter(it -> it >= min && it <= max).map(Long::intValue));
  }

  static ParameterType<Integer> count(int min, int max) {
    return number("count", min + " to " + max, it -> it >= min && it <= max);
  }

  /** Whole numbers of which the range is said in words. */
  static ParameterType<Integer> number(String type, String range, IntPredicate admits) {
    return new ParameterType<>(
        type,
        range,
        "must be a whole number, " + range,
        List.of(),
        text ->
            text.matches("\\d{1,9}")
                ? Optional.of(Integer.valueOf(text)).filter(admits::test)
                : Optional.empty());
  }

  /** One of the constants, by its label. */
  static <E extends Enum<E> & Labelled> ParameterType<E> word(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> words = constants.stream().map(Labelled::label).toList();
    String range = String.join(", ", words);
    return new ParameterType<>(
        "word",
        range,
        "must be one of " + range,
        words,
        text -> Optional.of(words.indexOf(text)).filter(i -> i >= 0).map(constants::get));
  }

  static ParameterType<Boolean> flag() {
    return new ParameterType<>(
        "flag",
        "yes, no",
        "must be yes or no",
        List.of("yes", "no"),
        text -> Optional.of(text).filter(List.of("yes", "no")::contains).map("yes"::equals));
  }

  /**
   * Text of so many bytes in UTF-8.
   *
   * @param what it is, in words
   */
  static ParameterType<String> text(String what, Pattern pattern, int maxBytes) {
    String range = what + ", up to " + maxBytes + " bytes";
    return new ParameterType<>(
        "text",
        range,
        "must be " + range,
        List.of(),
        text ->
            Optional.of(text)
                .filter(it -> pattern.matcher(it).matches())
                .filter(it -> it.getBytes(StandardCharsets.UTF_8).length <= maxBytes));
  }

  /** The values of these that are admitted. */
  ParameterType<T> only(Predicate<T> admits) {
    return new ParameterType<>(type, range, rule, words, text -> parser.apply(text).filter(admits));
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Durations.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> size(String text) {
    try {
      return Optional.of(Sizes.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The value as it is written in a query. */
  private static String compact(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toSeconds() % 3600 == 0 && !duration.isZero()
        ? duration.toHours() + "h"
        : duration.toSeconds() + "s";
  }
}
