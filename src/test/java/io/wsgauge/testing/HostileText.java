package io.wsgauge.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What must never reach a log as it is: controls of 7 and 8 bits, and what turns or breaks text.
 */
public final class HostileText {
  /** Stands behind each character; no line may begin with it. */
  public static final String MARK = "!!forged";

  private static final int[] INVISIBLE = {
    0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067,
    0x2068, 0x2069, 0xfeff
  };

  private HostileText() {}

  /** A text around each such character. */
  public static List<String> all() {
    return IntStream.of(characters()).mapToObj(c -> "a" + Character.toString(c) + MARK).toList();
  }

  private static int[] characters() {
    return IntStream.concat(
            IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0)),
            IntStream.of(INVISIBLE))
        .toArray();
  }

  /** Fails when the text holds one, but for line breaks and the tabs in front of stack frames. */
  public static void assertNone(String text) {
    List<Integer> hostile = IntStream.of(characters()).boxed().toList();
    List<String> wrong =
        Stream.of(text.split("\n", -1))
            .filter(
                line ->
                    line.startsWith(MARK)
                        || line.replaceFirst("^\t+(?=at |\\.\\.\\. |Suppressed: )", "")
                            .codePoints()
                            .anyMatch(hostile::contains))
            .toList();
    assertEquals(List.of(), wrong);
  }
}
