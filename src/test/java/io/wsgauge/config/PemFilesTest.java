package io.wsgauge.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as openssl writes them: of RSA and EC in its old forms, all others in PKCS#8. */
class PemFilesTest {
  private static final Path MADE = Path.of("src/test/resources/pem");

  /** The rule that a key breaks; empty for none. */
  private static String broken(String certificate, Path key) {
    Problems problems = new Problems();
    String file = MADE.resolve(certificate).resolve("certificate.pem").toString();
    PemFiles.check("tls", file, key.toString(), problems);
    try {
      problems.throwIfAny("file", Map.of());
      return "";
    } catch (ConfigException e) {
      return e.getMessage().replaceFirst("(?s).* - ", "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "rsa-pss", "ec", "ed25519"})
  @DisplayName("a key of each algorithm belongs to its certificate")
  void belongs(String algorithm) {
    assertEquals("", broken(algorithm, MADE.resolve(algorithm).resolve("key.pem")));
  }

  @ParameterizedTest
  @CsvSource({"rsa, rsa-pss", "rsa-pss, rsa", "ec, ed25519", "ed25519, ec", "ec, rsa", "rsa, ec"})
  @DisplayName("a key of another certificate is refused")
  void belongsToAnother(String certificate, String key) {
    assertEquals(
        "is not the key of the certificate",
        broken(certificate, MADE.resolve(key).resolve("key.pem")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ec"})
  @DisplayName("an encrypted key is named as that, in PKCS#8 and in the form before")
  void encrypted(String algorithm) {
    assertEquals(
        "is encrypted, and must not be",
        broken(algorithm, MADE.resolve(algorithm).resolve("key-encrypted.pem")));
  }

  @Test
  @DisplayName("a key of an algorithm that TLS has no use for is refused with those that it has")
  void otherAlgorithm(@TempDir Path directory) throws IOException {
    Path x25519 =
        Files.writeString(
            directory.resolve("key.pem"),
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VuBCIEIHgpLZQ5DkNQS6sXsjUbgvy1kNzN7kx7BLjeaFMV1r5L
            -----END PRIVATE KEY-----
            """);
    assertEquals("is no key of RSA, RSA-PSS, EC, Ed25519 or Ed448", broken("ec", x25519));
  }

  @Test
  @DisplayName("a file that holds a key of no form in PEM holds none")
  void noKey(@TempDir Path directory) throws IOException {
    Path ssh =
        Files.writeString(
            directory.resolve("key.pem"), "-----BEGIN OPENSSH PRIVATE KEY-----\nAA==\n");
    assertEquals("holds no PRIVATE KEY in PEM", broken("ec", ssh));
  }

  @Test
  @DisplayName("a pair is not made of what does not belong together")
  void pair() {
    String certificate = MADE.resolve("ec/certificate.pem").toString();
    String key = MADE.resolve("ed25519/key.pem").toString();
    assertThrows(IllegalArgumentException.class, () -> PemFiles.pair(certificate, key));
  }
}
