package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.config.PemFiles;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with an underscore, for which no server of the JDK can be asked. */
class ValidAuthoritiesTest {
  /** For localhost, a_b.example and *.c.example, signed by itself. */
  private static List<X509Certificate> chain;

  @BeforeAll
  static void read() throws Exception {
    Buffer pem = PemFiles.certificates(Path.of("src/test/resources/pem/ec/certificate.pem"));
    chain = PemFiles.parse(pem);
  }

  private static void check(ValidAuthorities trust, String host, String algorithm)
      throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, 443);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(algorithm);
    engine.setSSLParameters(parameters);
    trust.checkServerTrusted(chain.toArray(X509Certificate[]::new), "ECDHE_ECDSA", engine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_b.example", "A_B.Example", "x_y.c.example"})
  @DisplayName("a name with an underscore is one that a certificate can be for")
  void named(String host) throws Exception {
    check(ValidAuthorities.of(chain), host, "HTTPS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"c_d.example", "x_y.z.c.example", "a_b", "a_b.example.org", "_.c.example.x"})
  @DisplayName("a certificate for others is refused as the JDK refuses it")
  void namedOtherwise(String host) throws Exception {
    ValidAuthorities trust = ValidAuthorities.of(chain);
    CertificateException refusal =
        assertThrows(CertificateException.class, () -> check(trust, host, "HTTPS"));
    assertEquals(
        "No subject alternative DNS name matching " + host + " found.", refusal.getMessage());
  }

  @Test
  @DisplayName("the certificate has to be trusted, whatever its name")
  void untrusted() throws Exception {
    ValidAuthorities trust = ValidAuthorities.ofJdk();
    assertThrows(CertificateException.class, () -> check(trust, "a_b.example", "HTTPS"));
  }
}
