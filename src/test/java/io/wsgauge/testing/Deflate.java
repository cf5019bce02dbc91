package io.wsgauge.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Payloads as permessage-deflate has them (RFC 7692, section 7.2.1). */
public final class Deflate {
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
    byte[] all = out.toByteArray();
    return isFinal ? Arrays.copyOf(all, all.length - 4) : all;
  }

  /** A whole message. */
  public static byte[] compress(byte[] data) {
    return new Deflate().fragment(data, true);
  }

  /** A whole message that stands by itself. */
  public static byte[] inflate(byte[] message) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    byte[] tail = {0, 0, -1, -1};
    byte[] whole = Arrays.copyOf(message, message.length + tail.length);
    System.arraycopy(tail, 0, whole, message.length, tail.length);
    inflater.setInput(whole);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
      out.write(buffer, 0, count);
    }
    inflater.end();
    return out.toByteArray();
  }
}
