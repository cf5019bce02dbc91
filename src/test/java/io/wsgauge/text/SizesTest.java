package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "200, 200",
    "200B, 200",
    "64KiB, 65536",
    "1MiB, 1048576",
    "2GiB, 2147483648",
    "999999999GiB, 1073741822926258176"
  })
  @DisplayName("a size is a whole number of bytes, or of a unit")
  void parses(String text, long bytes) {
    assertEquals(bytes, Sizes.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "KiB", "-1", "1.5KiB", "1 KiB", "1KB", "1MB", "1kib", "1K", "1234567890"})
  @DisplayName("anything else is none")
  void refuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> Sizes.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "125, 125",
    "1023, 1023",
    "1024, 1KiB",
    "1025, 1025",
    "1048576, 1MiB",
    "1049600, 1025KiB",
    "1073741824, 1GiB",
    "1099511627776, 1024GiB"
  })
  @DisplayName("is written in the largest unit of which it is a whole number")
  void formats(long bytes, String expected) {
    assertEquals(expected, Sizes.format(bytes));
  }
}
