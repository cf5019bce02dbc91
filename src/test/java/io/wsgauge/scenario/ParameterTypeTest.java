package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.text.Labelled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTypeTest {
  private enum Colour implements Labelled {
    RED,
    DARK_BLUE
  }

  private static final ParameterType<Duration> DURATION =
      ParameterType.duration(Duration.ofMillis(10), Duration.ofSeconds(30));
  private static final ParameterType<Integer> SIZE = ParameterType.size(1, 2 << 20);
  private static final ParameterType<Integer> COUNT = ParameterType.count(1, 1000);
  private static final ParameterType<Integer> EVEN =
      ParameterType.number("even", "all even", it -> it % 2 == 0);
  private static final ParameterType<String> TEXT =
      ParameterType.text("letters", Pattern.compile("\\p{L}*"), 4);

  private static <T> Optional<T> read(ParameterType<T> kind, String text) {
    return kind.parser().apply(text);
  }

  @ParameterizedTest
  @CsvSource({"10ms, PT0.01S", "250ms, PT0.25S", "5s, PT5S", "30s, PT30S", "30000ms, PT30S"})
  @DisplayName("a duration has a unit, and both ends of the range are in it")
  void durations(String text, Duration expected) {
    assertEquals(Optional.of(expected), read(DURATION, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "9ms", "30001ms", "1m", "-1s", "1.5s", "5S", " 5s", "999999999d"})
  @DisplayName("what is no duration, or beyond the range, is refused")
  void noDurations(String text) {
    assertEquals(Optional.empty(), read(DURATION, text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT1S, 0s to 1s",
    "PT0.01S, PT24H, 10ms to 24h",
    "PT1.5S, PT90M, 1500ms to 5400s",
    "PT0S, PT0S, 0s to 0s",
  })
  @DisplayName("a range of durations is said as a query has them")
  void durationRange(Duration min, Duration max, String expected) {
    assertEquals(expected, ParameterType.duration(min, max).range());
    assertEquals(
        "must be a duration such as 250ms or 5s, " + expected,
        ParameterType.duration(min, max).rule());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0100, 100",
    "1KiB, 1024",
    "1MiB, 1048576",
    "2MiB, 2097152",
    "2048KiB, 2097152"
  })
  @DisplayName("a size is in bytes or a unit of them, and both ends of the range are in it")
  void sizes(String text, int expected) {
    assertEquals(Optional.of(expected), read(SIZE, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0KiB",
        "2097153",
        "2049KiB",
        "3MiB",
        "-1",
        "1K",
        "1kib",
        "1 KiB",
        "1GiB",
        "KiB",
        "4097MiB",
        "999999999MiB",
        "4294967297",
        "1e3"
      })
  @DisplayName("what is no size, or beyond the range or an int, is refused")
  void noSizes(String text) {
    assertEquals(Optional.empty(), read(SIZE, text));
  }

  @Test
  @DisplayName("the rule of sizes names an example and the range")
  void sizeRule() {
    assertEquals("1 to 2MiB", SIZE.range());
    assertEquals("must be a size in bytes such as 100 or 1KiB, 1 to 2MiB", SIZE.rule());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "007, 7", "1000, 1000"})
  @DisplayName("a count is a whole number, and both ends of the range are in it")
  void counts(String text, int expected) {
    assertEquals(Optional.of(expected), read(COUNT, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "1001",
        "-1",
        "+1",
        "1.0",
        "0x1",
        "1 ",
        "٣",
        "4294967297",
        "99999999999999999999"
      })
  @DisplayName("what is no count, or beyond the range or an int, is refused")
  void noCounts(String text) {
    assertEquals(Optional.empty(), read(COUNT, text));
  }

  @Test
  @DisplayName("the rule of counts names the range")
  void countRule() {
    assertEquals("must be a whole number, 1 to 1000", COUNT.rule());
  }

  @Test
  @DisplayName("a number may have gaps in its range, which is then said in words")
  void numbers() {
    assertEquals(Optional.of(2), read(EVEN, "2"));
    assertEquals(Optional.empty(), read(EVEN, "3"));
    assertEquals("all even", EVEN.range());
    assertEquals("must be a whole number, all even", EVEN.rule());
  }

  @Test
  @DisplayName("a word is a constant in lower case with hyphens, and no other way of writing it")
  void words() {
    ParameterType<Colour> kind = ParameterType.word(Colour.class);
    assertEquals(List.of("red", "dark-blue"), kind.words());
    assertEquals(Optional.of(Colour.DARK_BLUE), read(kind, "dark-blue"));
    for (String other : List.of("", "RED", "dark_blue", "red ", "green")) {
      assertEquals(Optional.empty(), read(kind, other), other);
    }
    assertEquals("must be one of red, dark-blue", kind.rule());
  }

  @Test
  @DisplayName("a flag is yes or no, and nothing else")
  void flags() {
    assertEquals(Optional.of(true), read(ParameterType.flag(), "yes"));
    assertEquals(Optional.of(false), read(ParameterType.flag(), "no"));
    for (String other : List.of("", "true", "1", "Yes", "on")) {
      assertEquals(Optional.empty(), read(ParameterType.flag(), other), other);
    }
    assertEquals("must be yes or no", ParameterType.flag().rule());
  }

  @Test
  @DisplayName("a text is as its pattern says, and of so many bytes, not characters")
  void texts() {
    for (String good : List.of("", "abcd", "üü")) {
      assertEquals(Optional.of(good), read(TEXT, good), good);
    }
    for (String bad : List.of("abcde", "üüa", "a1")) {
      assertEquals(Optional.empty(), read(TEXT, bad), bad);
    }
    assertEquals("must be letters, up to 4 bytes", TEXT.rule());
  }
}
