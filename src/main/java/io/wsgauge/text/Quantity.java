package io.wsgauge.text;

/** A number with what it counts, in the singular or the plural. Thread-safe. */
public final class Quantity {
  private Quantity() {}

  /**
   * {@code 1 byte}, {@code 2 bytes}.
   *
   * @param noun in the singular; its plural ends with an s
   */
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
