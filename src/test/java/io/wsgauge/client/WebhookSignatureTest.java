package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected signatures were computed with OpenSSL. */
class WebhookSignatureTest {
  private static final Buffer BODY = Buffer.buffer("{\"type\":\"state.changed\"}");

  @Test
  @DisplayName("what follows whsec_ is base64 of the key")
  void base64() {
    assertEquals(
        "v1,UzMG4KiLIUZb5FYbDulMvuiqWJI25oSSN+ExtS1qqEc=",
        WebhookSignature.of("whsec_c2VjcmV0IG9mIHRlc3Rz", "msg_1", "1700000000", BODY));
  }

  @Test
  @DisplayName("any other secret is the key itself")
  void plain() {
    assertEquals(
        "v1,UzMG4KiLIUZb5FYbDulMvuiqWJI25oSSN+ExtS1qqEc=",
        WebhookSignature.of("secret of tests", "msg_1", "1700000000", BODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"whsec_", "whsec_***"})
  @DisplayName("a file without base64 after whsec_ is refused, and its content not shown")
  void noBase64(String secret, @TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), secret);
    assertEquals(
        "must be base64 after whsec_",
        assertThrows(IllegalArgumentException.class, () -> WebhookSignature.secret(file))
            .getMessage());
  }
}
