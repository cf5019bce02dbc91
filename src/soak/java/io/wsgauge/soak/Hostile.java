package io.wsgauge.soak;

import io.wsgauge.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;

/** Bytes of which attacks are made. */
final class Hostile {
  static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
  static final String HOST = " HTTP/1.1\r\nHost: x\r\n";

  static final int FINAL = 0x80;
  static final int RSV1 = 0x40;
  static final int TEXT = 1;
  static final int BINARY = 2;

  private Hostile() {}

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Spaces are ignored. */
  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static byte[] upgrade(String path, String more) {
    return text(RawClient.upgradeRequest(path, more));
  }

  static String get(String path) {
    return "GET " + path + HOST + "\r\n";
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] times(byte[] bytes, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length * count);
    for (int i = 0; i < count; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  static byte[] frame(int firstByte, byte[] payload) {
    return RawClient.frame(firstByte, payload);
  }

  /** A binary message of full fragments of 64 KiB, without the last where it is not finished. */
  static byte[] message(int fragments, boolean isFinished) {
    byte[] payload = text("x".repeat(65_536));
    byte[] first = frame(BINARY, payload);
    byte[] last = isFinished ? frame(FINAL, payload) : new byte[0];
    return join(first, times(frame(0, payload), fragments - 2), last);
  }

  /** Zeros, deflated to a thousandth. */
  static byte[] bomb(int size) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(new byte[size]);
    byte[] buffer = new byte[size / 500 + 100];
    int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(buffer, count - 4);
  }

  /** A ClientHello of TLS 1.2, to which a server answers with a signature. */
  static byte[] clientHello() {
    byte[] extensions = hex("000a 0004 0002 0017  000b 0002 01 00  000d 0006 0004 0403 0804");
    byte[] hello =
        join(
            hex("0303"), new byte[32], hex("00  0006 c02b c02f 00ff  01 00"), sized(2, extensions));
    byte[] handshake = join(hex("01"), sized(3, hello));
    return join(hex("16 0301"), sized(2, handshake));
  }

  private static byte[] sized(int bytes, byte[] content) {
    byte[] length = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      length[i] = (byte) (content.length >> (8 * (bytes - 1 - i)));
    }
    return join(length, content);
  }
}
