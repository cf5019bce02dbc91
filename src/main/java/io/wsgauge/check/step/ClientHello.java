package io.wsgauge.check.step;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/**
 * The first message of a TLS handshake, byte by byte, since the JDK does not speak the versions
 * that it holds to be broken (RFC 4346, RFC 5246 and RFC 8446, section 4.1.2). The handshake is not
 * gone on with: whether the server agrees to the version is in its answer.
 */
final class ClientHello {
  private static final int RECORD_OF_ALERT = 21;
  private static final int RECORD_OF_HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 2;
  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int POINT_FORMATS = 11;
  private static final int SIGNATURE_ALGORITHMS = 13;

  /** ECDHE with AES in CBC and in GCM, DHE and RSA: each server of the last 20 years has one. */
  private static final List<Integer> SUITES =
      List.of(
          0xc02f, 0xc02b, 0xc030, 0xc02c, 0xc013, 0xc009, 0xc014, 0xc00a, 0x0033, 0x0039, 0x009c,
          0x002f, 0x0035, 0x000a);

  private static final List<Integer> GROUPS = List.of(0x001d, 0x0017, 0x0018);
  private static final List<Integer> SIGNATURES =
      List.of(0x0403, 0x0503, 0x0804, 0x0805, 0x0401, 0x0501, 0x0201, 0x0203);

  private ClientHello() {}

  /**
   * @param version the highest that is offered: 0x0302 for TLS 1.1, 0x0303 for TLS 1.2
   * @param serverName to ask for; empty for none
   */
  static Buffer of(int version, String serverName, SecureRandom random) {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    Buffer extensions = Buffer.buffer();
    if (!serverName.isEmpty()) {
      byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
      Buffer entry = Buffer.buffer().appendByte((byte) 0).appendBuffer(sized(Buffer.buffer(name)));
      extension(extensions, SERVER_NAME, sized(entry));
    }
    extension(extensions, SUPPORTED_GROUPS, sized(shorts(GROUPS)));
    extension(extensions, POINT_FORMATS, Buffer.buffer().appendByte((byte) 1).appendByte((byte) 0));
    if (version >= 0x0303) {
      extension(extensions, SIGNATURE_ALGORITHMS, sized(shorts(SIGNATURES)));
    }
    Buffer body =
        Buffer.buffer()
            .appendUnsignedShort(version)
            .appendBytes(nonce)
            .appendByte((byte) 0) // no session
            .appendBuffer(sized(shorts(SUITES)))
            .appendByte((byte) 1) // one method of compression: none
            .appendByte((byte) 0)
            .appendBuffer(sized(extensions));
    Buffer message =
        Buffer.buffer()
            .appendByte((byte) CLIENT_HELLO)
            .appendMedium(body.length())
            .appendBuffer(body);
    return Buffer.buffer()
        .appendByte((byte) RECORD_OF_HANDSHAKE)
        .appendUnsignedShort(0x0301)
        .appendBuffer(sized(message));
  }

  /** Whether an answer's first bytes agree to that version. */
  static boolean isAgreedTo(int version, Buffer answer) {
    return answer.length() >= 11
        && answer.getUnsignedByte(0) == RECORD_OF_HANDSHAKE
        && answer.getUnsignedByte(5) == SERVER_HELLO
        && answer.getUnsignedShort(9) == version;
  }

  /** Whether an answer is of TLS at all, if only an alert (RFC 8446, section 5.1). */
  static boolean isAnswered(Buffer answer) {
    return answer.length() >= 3
        && (answer.getUnsignedByte(0) == RECORD_OF_HANDSHAKE
            || answer.getUnsignedByte(0) == RECORD_OF_ALERT)
        && answer.getUnsignedByte(1) == 3;
  }

  private static Buffer shorts(List<Integer> values) {
    Buffer buffer = Buffer.buffer();
    values.forEach(buffer::appendUnsignedShort);
    return buffer;
  }

  private static Buffer sized(Buffer content) {
    return Buffer.buffer().appendUnsignedShort(content.length()).appendBuffer(content);
  }

  private static void extension(Buffer all, int type, Buffer content) {
    all.appendUnsignedShort(type).appendBuffer(sized(content));
  }
}
