package io.wsgauge.wire;

import java.nio.ByteBuffer;

/**
 * Checks UTF-8 (RFC 3629) as it comes, in pieces of any size: a piece is rejected with the first
 * byte after which no text can be valid. Not thread-safe.
 */
public final class Utf8Validator {
  private static final long NOT_ASCII = 0x8080808080808080L;

  /** Continuation bytes that are still due. */
  private int due;

  /** The range of the next of them, which the byte before may narrow. */
  private int least;

  private int most;

  /**
   * Whether text that begins with all the bytes until now can be valid.
   *
   * @param bytes the next, from the position to the limit, which are left as they are
   */
  public boolean accepts(ByteBuffer bytes) {
    int to = bytes.limit();
    int i = bytes.position();
    while (i < to) {
      if (due == 0) {
        while (i <= to - 32 && (fourLongs(bytes, i) & NOT_ASCII) == 0) {
          i += 32;
        }
        while (i <= to - 8 && (NativeLongs.get(bytes, i) & NOT_ASCII) == 0) {
          i += 8;
        }
        if (i == to) {
          return true;
        }
      }
      if (!accepts(bytes.get(i++) & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /** The bits that any of four longs has. */
  private static long fourLongs(ByteBuffer bytes, int i) {
    return NativeLongs.get(bytes, i)
        | NativeLongs.get(bytes, i + 8)
        | NativeLongs.get(bytes, i + 16)
        | NativeLongs.get(bytes, i + 24);
  }

  /** Whether the text may end here; begins anew. */
  public boolean ends() {
    boolean complete = due == 0;
    due = 0;
    return complete;
  }

  private boolean accepts(int b) {
    if (due > 0) {
      if (b < least || b > most) {
        return false;
      }
      return expect(due - 1, 0x80, 0xbf);
    }
    if (b < 0x80) {
      return true;
    }
    // what is left out: C0, C1 and E0 or F0 before too small a byte would be an overlong form, ED
    // before A0 and more a surrogate, F4 before 90 and more a code point beyond 10FFFF
    return switch (b) {
      case 0xe0 -> expect(2, 0xa0, 0xbf);
      case 0xed -> expect(2, 0x80, 0x9f);
      case 0xf0 -> expect(3, 0x90, 0xbf);
      case 0xf4 -> expect(3, 0x80, 0x8f);
      default -> {
        if (b >= 0xc2 && b <= 0xdf) {
          yield expect(1, 0x80, 0xbf);
        }
        if (b >= 0xe1 && b <= 0xef) {
          yield expect(2, 0x80, 0xbf);
        }
        yield b >= 0xf1 && b <= 0xf3 && expect(3, 0x80, 0xbf);
      }
    };
  }

  private boolean expect(int count, int from, int to) {
    due = count;
    least = from;
    most = to;
    return true;
  }
}
