package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.AUTH_REQUIRED;
import static io.wsgauge.check.rule.FindingId.TLS_EXPIRED;
import static io.wsgauge.check.rule.FindingId.TLS_EXPIRES_SOON;
import static io.wsgauge.check.rule.FindingId.TLS_FAILED;
import static io.wsgauge.check.rule.FindingId.TLS_NAME_MISMATCH;
import static io.wsgauge.check.rule.FindingId.TLS_NOT_YET_VALID;
import static io.wsgauge.check.rule.FindingId.TLS_SELF_SIGNED;
import static io.wsgauge.check.rule.FindingId.TLS_UNTRUSTED;
import static io.wsgauge.check.rule.FindingId.TLS_VERSION;

import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.TlsExamination;
import io.wsgauge.check.measurement.TlsExamination.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is wrong with TLS: every fault, not the first alone. */
final class TlsRules {
  private static final double SOON_DAYS = 14;

  /** A certificate of less than this is renewed by a machine all the time. */
  private static final double SHORT_LIFE_DAYS = 0.9;

  private TlsRules() {}

  static Finding certificateWanted(String step, Object status) {
    return Finding.measured(
        AUTH_REQUIRED,
        Values.of("status", status).and("credentials", "certificate").map(),
        "A certificate of the client is asked for: --cert and --key show one.",
        step);
  }

  static List<Finding> versions(Measurements all) {
    TlsExamination tls = all.tls();
    if (tls == null) {
      return List.of();
    }
    List<String> taken =
        tls.versions().entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .toList();
    boolean current = taken.contains("TLSv1.2") || taken.contains("TLSv1.3");
    if (!current && !taken.isEmpty()) {
      return List.of(
          Finding.measured(
              TLS_VERSION,
              Values.of("versions", taken).map(),
              "Only versions of TLS are spoken that browsers have given up.",
              "tls"));
    }
    if (!tls.failure().isEmpty() && tls.certificateWanted()) {
      return List.of(certificateWanted("tls", "tls-failed"));
    }
    if (!tls.failure().isEmpty()) {
      return List.of(
          Finding.measured(
              TLS_FAILED,
              Values.of("fault", tls.failure()).map(),
              "The TLS handshake fails: " + tls.failure() + ".",
              "tls"));
    }
    if (taken.stream().anyMatch(version -> version.equals("TLSv1") || version.equals("TLSv1.1"))) {
      return List.of(
          Finding.measured(
                  TLS_VERSION,
                  Values.of("versions", taken).map(),
                  "Versions of TLS are still spoken that RFC 8996 forbids.",
                  "tls")
              .withSeverity(Severity.NOTE));
    }
    return List.of();
  }

  static List<Finding> certificate(Measurements all) {
    Certificate certificate = all.tls() == null ? null : all.tls().certificate();
    if (certificate == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    if (certificate.expired()) {
      findings.add(
          fault(
              TLS_EXPIRED,
              Values.of("notAfter", certificate.notAfter()),
              "The certificate expired at " + certificate.notAfter() + "."));
    } else if (certificate.notYetValid()) {
      findings.add(
          fault(
              TLS_NOT_YET_VALID,
              Values.of("notBefore", certificate.notBefore()),
              "The certificate is not valid before " + certificate.notBefore() + "."));
    } else if (isSoon(certificate)) {
      findings.add(
          fault(
              TLS_EXPIRES_SOON,
              Values.of("notAfter", certificate.notAfter()).and("days", certificate.daysLeft()),
              "The certificate expires in %d days.".formatted((long) certificate.daysLeft())));
    }
    if (!certificate.trusted()) {
      findings.add(
          certificate.selfSigned()
              ? fault(
                  TLS_SELF_SIGNED,
                  Values.of("subject", certificate.subject()),
                  "The certificate is signed by itself, and browsers refuse it.")
              : fault(
                  TLS_UNTRUSTED,
                  Values.of("issuer", certificate.issuer()),
                  "Nobody who is trusted has signed the certificate, or the chain lacks its middle."));
    }
    if (!certificate.namesHost()) {
      findings.add(
          fault(
              TLS_NAME_MISMATCH,
              Values.of("names", certificate.names()),
              "The certificate is for other names: "
                  + String.join(", ", certificate.names())
                  + "."));
    }
    return findings;
  }

  private static Finding fault(FindingId id, Values value, String sentence) {
    return Finding.measured(id, value.map(), sentence, "tls");
  }

  private static boolean isSoon(Certificate certificate) {
    return certificate.daysLeft() < SOON_DAYS && life(certificate) > SHORT_LIFE_DAYS;
  }

  private static double life(Certificate certificate) {
    try {
      Duration life =
          Duration.between(
              Instant.parse(certificate.notBefore()), Instant.parse(certificate.notAfter()));
      return life.toHours() / 24.0;
    } catch (DateTimeParseException e) {
      return Double.MAX_VALUE; // no instant, so nothing is known of a short life
    }
  }
}
