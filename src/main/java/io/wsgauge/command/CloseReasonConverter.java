package io.wsgauge.command;

import io.wsgauge.probe.CloseReason;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What to close with, as an option has it. */
final class CloseReasonConverter implements ITypeConverter<CloseReason> {
  @Override
  public CloseReason convert(String text) {
    try {
      return CloseReason.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
