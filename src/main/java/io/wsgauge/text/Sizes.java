package io.wsgauge.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as the configuration and queries write them: a whole number and a unit, or bytes. */
public final class Sizes {
  private static final Pattern FORMAT = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)?");
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  private Sizes() {}

  /**
   * Reads {@code 200}, {@code 200B}, {@code 64KiB}, {@code 1MiB} or {@code 2GiB}; at most nine
   * digits.
   *
   * @return bytes
   * @throws IllegalArgumentException for anything else
   */
  public static long parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    return Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
  }

  /** The same bytes in the largest unit of which they are a whole number; bytes have none. */
  public static String format(long bytes) {
    if (bytes == 0 || bytes % KIB != 0) {
      return Long.toString(bytes);
    }
    if (bytes % MIB != 0) {
      return bytes / KIB + "KiB";
    }
    return bytes % GIB == 0 ? bytes / GIB + "GiB" : bytes / MIB + "MiB";
  }

  private static long unit(String name) {
    if (name == null) {
      return 1;
    }
    return switch (name) {
      case "KiB" -> KIB;
      case "MiB" -> MIB;
      case "GiB" -> GIB;
      default -> 1;
    };
  }
}
