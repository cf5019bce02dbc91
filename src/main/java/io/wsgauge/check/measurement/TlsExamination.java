package io.wsgauge.check.measurement;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code tls}: the certificate examined fault by fault, on a connection that trusts
 * anybody.
 *
 * @param failure of the handshake itself; empty where it went well
 * @param versions whether the server agrees to each, {@code TLSv1.1} to {@code TLSv1.3}; without an
 *     entry where that is not known
 * @param certificateWanted whether the client was asked for a certificate, and has none
 */
public record TlsExamination(
    String failure,
    String version,
    String cipher,
    String applicationProtocol,
    @Nullable Certificate certificate,
    Map<String, Boolean> versions,
    boolean certificateWanted) {

  /** The certificate and what is wrong with it. */
  public record Certificate(
      String subject,
      String issuer,
      List<String> names,
      String notBefore,
      String notAfter,
      double daysLeft,
      boolean expired,
      boolean notYetValid,
      boolean selfSigned,
      boolean trusted,
      boolean namesHost) {}
}
