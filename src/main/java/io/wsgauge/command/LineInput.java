package io.wsgauge.command;

import io.wsgauge.text.Quantity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of a stream, each of which ends with LF or CRLF, or with the stream. */
final class LineInput implements ConnectInput {
  private final InputStream in;
  private final ConnectFormat format;
  private final int maxSize;
  private long number;

  /**
   * @param in buffered
   * @param maxSize of a line in bytes
   */
  LineInput(InputStream in, ConnectFormat format, int maxSize) {
    this.in = in;
    this.format = format;
    this.maxSize = maxSize;
  }

  @Override
  public @Nullable Outgoing next() throws IOException {
    number++;
    byte[] line = line();
    try {
      return line == null ? null : format.parse(line);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private byte @Nullable [] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
      if (line.size() > maxSize) {
        throw wrong("is longer than " + Quantity.of(maxSize, "byte"));
      }
    }
    byte[] bytes = line.toByteArray();
    boolean carriageReturn = next == '\n' && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("line " + number + " of standard input: " + what);
  }
}
