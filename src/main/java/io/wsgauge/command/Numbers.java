package io.wsgauge.command;

import io.wsgauge.text.Sizes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of options, of which picocli would tell the type of Java that they are not. */
final class Numbers {
  private static final String WHOLE = "must be a whole number, not ";

  private Numbers() {}

  static Integer integer(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(WHOLE + text);
    }
  }

  static Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(WHOLE + text);
    }
  }

  /** Bytes, also with a unit. */
  static final class Size implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        return Math.toIntExact(Sizes.parse(text));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new TypeConversionException(
            "must be bytes, or have a unit: 200B, 64KiB, 1MiB, not " + text);
      }
    }
  }
}
