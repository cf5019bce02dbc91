package io.wsgauge.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Payloads as permessage-deflate has them (RFC 7692, section 7.2.1). */
public final class Deflate {
  private static final byte[] EMPTY_BLOCK = {0, 0, 0, -1, -1};

  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

  /** The next fragment; its window is that of all before. */
  public byte[] fragment(byte[] data, boolean isFinal) {
    deflater.setInput(data);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int count;
    do {
      count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      out.write(buffer, 0, count);
    } while (count == buffer.length);
    if (out.size() == 0) { // of an empty fragment, which zlib takes for flushed
      out.writeBytes(EMPTY_BLOCK);
    }
    byte[] all = out.toByteArray();
    return isFinal ? Arrays.copyOf(all, all.length - 4) : all;
  }

  /** A whole message. */
  public static byte[] compress(byte[] data) {
    return new Deflate().fragment(data, true);
  }

  /**
   * The message that was compressed.
   *
   * @param inflater of its direction, which keeps the window
   */
  public static byte[] inflate(byte[] message, Inflater inflater) throws DataFormatException {
    byte[] input = Arrays.copyOf(message, message.length + 4);
    input[message.length + 2] = -1;
    input[message.length + 3] = -1;
    inflater.setInput(input);
    ByteArrayOutputStream inflated = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
      inflated.write(buffer, 0, count);
    }
    return inflated.toByteArray();
  }
}
