package io.wsgauge.check.bed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One frame (RFC 6455, section 5.2).
 *
 * @param first its first byte: FIN, the reserved bits and the opcode
 * @param key of the mask; null without one
 * @param payload without its mask
 */
@SuppressWarnings("ArrayRecordComponent") // frames are compared nowhere
record Frame(int first, byte[] key, byte[] payload) {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FIN = 0x80;

  /**
   * @param key null for a server's
   */
  static Frame of(int opcode, boolean fin, byte[] key, byte[] payload) {
    return new Frame((fin ? FIN : 0) | opcode, key, payload);
  }

  static Frame close(byte[] key, int code, byte[] reason) {
    ByteBuffer payload = ByteBuffer.allocate(2 + reason.length);
    payload.putShort((short) code).put(reason);
    return of(CLOSE, true, key, payload.array());
  }

  int opcode() {
    return first & 15;
  }

  boolean fin() {
    return (first & FIN) != 0;
  }

  boolean isData() {
    return opcode() < CLOSE;
  }

  Frame with(byte[] other) {
    return new Frame(first, key, other);
  }

  Frame withOpcode(int opcode) {
    return new Frame((first & 0xF0) | opcode, key, payload);
  }

  Frame masked(byte[] otherKey) {
    return new Frame(first, otherKey, payload);
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
    out.write(first);
    int mask = key == null ? 0 : 0x80;
    if (payload.length < 126) {
      out.write(mask | payload.length);
    } else if (payload.length < 1 << 16) {
      out.write(mask | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(mask | 127);
      out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    byte[] body = payload;
    if (key != null) {
      out.writeBytes(key);
      body = unmasked(key, payload);
    }
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] unmasked(byte[] key, byte[] bytes) {
    byte[] out = bytes.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] ^= key[i & 3];
    }
    return out;
  }

  /** Finds the frames in what comes. */
  static final class Parser {
    private byte[] held = new byte[0];
    private int length;
    private int from;

    void add(byte[] bytes) {
      if (length + bytes.length > held.length) {
        byte[] larger = new byte[Math.max(2 * (length - from), length - from + bytes.length)];
        System.arraycopy(held, from, larger, 0, length - from);
        length -= from;
        from = 0;
        held = larger;
      }
      System.arraycopy(bytes, 0, held, length, bytes.length);
      length += bytes.length;
    }

    /** The next whole one; null before it is there. */
    Frame next() {
      int left = length - from;
      if (left < 2) {
        return null;
      }
      boolean masked = (held[from + 1] & 0x80) != 0;
      int small = held[from + 1] & 0x7F;
      int wide = small == 126 ? 2 : small == 127 ? 8 : 0;
      int head = 2 + wide + (masked ? 4 : 0);
      if (left < head) {
        return null;
      }
      ByteBuffer buffer = ByteBuffer.wrap(held, from + 2, wide);
      long size = wide == 2 ? buffer.getShort() & 0xFFFF : wide == 8 ? buffer.getLong() : small;
      if (left < head + size) {
        return null;
      }
      byte[] key = masked ? Arrays.copyOfRange(held, from + head - 4, from + head) : null;
      byte[] payload = Arrays.copyOfRange(held, from + head, from + head + (int) size);
      Frame frame = new Frame(held[from] & 0xFF, key, masked ? unmasked(key, payload) : payload);
      from += head + (int) size;
      return frame;
    }

    /** What is no whole frame yet. */
    byte[] rest() {
      byte[] rest = Arrays.copyOfRange(held, from, length);
      from = length;
      return rest;
    }
  }
}
