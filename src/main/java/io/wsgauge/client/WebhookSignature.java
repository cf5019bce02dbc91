package io.wsgauge.client;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.config.ConfiguredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs an event as the specification Standard Webhooks says, in its version v1. */
final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String BASE64_PREFIX = "whsec_";

  private WebhookSignature() {}

  /**
   * A file with a secret. Blocks.
   *
   * @throws IllegalArgumentException when it does not hold one; the message does not show it
   */
  static String secret(Path file) throws IOException {
    String secret = ConfiguredFile.secret(file);
    key(secret);
    return secret;
  }

  /**
   * The value of the header {@code webhook-signature}.
   *
   * @param secret base64 after {@code whsec_}, else taken as it is
   * @param timestamp seconds since 1970
   */
  static String of(String secret, String id, String timestamp, Buffer body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(secret), ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static byte[] key(String secret) {
    if (!secret.startsWith(BASE64_PREFIX)) {
      return secret.getBytes(StandardCharsets.UTF_8);
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(secret.substring(BASE64_PREFIX.length()));
    } catch (IllegalArgumentException e) {
      key = new byte[0];
    }
    if (key.length == 0) {
      throw new IllegalArgumentException("must be base64 after " + BASE64_PREFIX);
    }
    return key;
  }
}
