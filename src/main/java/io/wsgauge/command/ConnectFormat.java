package io.wsgauge.command;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** What a line is that stands for a message, both ways. */
enum ConnectFormat {
  TEXT {
    @Override
    Outgoing parse(byte[] line) {
      if (!isUtf8(line)) {
        throw new IllegalArgumentException("is not UTF-8; --hex and --base64 send any bytes");
      }
      return new Outgoing.Message(true, Buffer.buffer(line));
    }
  },
  BINARY,
  HEX {
    @Override
    Outgoing parse(byte[] line) {
      try {
        String digits = text(line).replaceAll("\\s", "");
        return new Outgoing.Message(false, Buffer.buffer(HexFormat.of().parseHex(digits)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("must be bytes in hexadecimal, such as 00 ff", e);
      }
    }

    @Override
    byte[] print(Buffer payload) {
      return HexFormat.of().formatHex(payload.getBytes()).getBytes(StandardCharsets.US_ASCII);
    }
  },
  BASE64 {
    @Override
    Outgoing parse(byte[] line) {
      return new Outgoing.Message(false, Buffer.buffer(base64(text(line).strip())));
    }

    @Override
    byte[] print(Buffer payload) {
      return Base64.getEncoder().encode(payload.getBytes());
    }
  },
  JSON {
    @Override
    Outgoing parse(byte[] line) {
      return ConnectJson.parse(text(line));
    }
  };

  /**
   * What a line says.
   *
   * @throws IllegalArgumentException with the rule that it breaks
   */
  Outgoing parse(byte[] line) {
    return new Outgoing.Message(false, Buffer.buffer(line));
  }

  /** A message of bytes that come from elsewhere, such as a file, as they are. */
  Outgoing whole(byte[] payload) {
    return this == TEXT ? parse(payload) : new Outgoing.Message(false, Buffer.buffer(payload));
  }

  /** The line of a message that came in, without its end. */
  byte[] print(Buffer payload) {
    return payload.getBytes();
  }

  /** Whether a message that came in looks the same on any screen. */
  boolean isHarmless() {
    return this == HEX || this == BASE64;
  }

  /**
   * @throws IllegalArgumentException with the rule that the text breaks
   */
  static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be Base64 (RFC 4648)", e);
    }
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }

  static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
