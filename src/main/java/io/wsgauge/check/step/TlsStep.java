package io.wsgauge.check.step;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.wsgauge.check.measurement.TlsExamination;
import io.wsgauge.check.measurement.TlsExamination.Certificate;
import io.wsgauge.text.Instants;
import io.wsgauge.text.TimeOfDay;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Examines the certificate fault by fault, on a connection that trusts anybody, and asks which
 * versions the server agrees to.
 */
final class TlsStep implements Step<TlsExamination> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Map<String, Integer> OLDER = Map.of("TLSv1.1", 0x0302, "TLSv1.2", 0x0303);

  /** As TLS 1.3 has it: the key signs, whatever else it is for. */
  private static final String KEY_EXCHANGE = "UNKNOWN";

  private final X509TrustManager authorities;

  /**
   * @param authorities that are trusted
   */
  TlsStep(X509TrustManager authorities) {
    this.authorities = authorities;
  }

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public Duration budget(Path path) {
    return PATIENCE.multipliedBy(3L);
  }

  @Override
  public Future<TlsExamination> run(Path path) {
    Map<String, Boolean> versions = new LinkedHashMap<>();
    Future<Void> older = versions(path, new ArrayList<>(List.of("TLSv1.1", "TLSv1.2")), versions);
    return session(path)
        // nothing negative counts on one sample
        .compose(first -> first.failure().isEmpty() ? Future.succeededFuture(first) : session(path))
        .compose(
            examined ->
                older.map(
                    v -> {
                      if (examined.version().equals("TLSv1.3")) {
                        versions.put("TLSv1.3", true);
                      }
                      return new TlsExamination(
                          examined.failure(),
                          examined.version(),
                          examined.cipher(),
                          examined.applicationProtocol(),
                          examined.certificate(),
                          versions,
                          examined.certificateWanted());
                    }));
  }

  private Future<TlsExamination> session(Path path) {
    OngoingAttempt attempt = new OngoingAttempt("", List.of(), "", "", path.clock().now());
    AskedForCertificate asked = new AskedForCertificate();
    return path.connector()
        .connect(attempt, PATIENCE, asked)
        .map(
            socket -> {
              TlsExamination examined =
                  examine(socket.tlsSession(), socket.applicationProtocol(), path, asked);
              socket.close();
              return examined;
            })
        .otherwise(error -> failed(attempt.failed(error).detail(), asked));
  }

  private static TlsExamination failed(String failure, AskedForCertificate asked) {
    return new TlsExamination(failure, "", "", "", null, Map.of(), asked.isAsked());
  }

  private TlsExamination examine(
      @Nullable SSLSession session, String protocol, Path path, AskedForCertificate asked) {
    return session == null
        ? failed("no session", asked)
        : new TlsExamination(
            "",
            session.getProtocol(),
            session.getCipherSuite(),
            protocol,
            certificate(session, path.connector().host()),
            Map.of(),
            asked.isAsked());
  }

  private @Nullable Certificate certificate(SSLSession session, String host) {
    X509Certificate[] chain;
    try {
      chain =
          Stream.of(session.getPeerCertificates())
              .filter(X509Certificate.class::isInstance)
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
    } catch (SSLPeerUnverifiedException e) {
      return null; // the peer sent no certificate
    }
    X509Certificate own = chain[0];
    boolean trusted = isTrusted(chain);
    // of a chain that is trusted, certificates that nobody needs may be out of time
    X509Certificate[] dated = isVerified(chain) ? new X509Certificate[] {own} : chain;
    Instant now = TimeOfDay.now();
    Instant begin =
        Stream.of(dated)
            .map(c -> TimeOfDay.of(c.getNotBefore()))
            .max(Instant::compareTo)
            .orElse(now);
    Instant end =
        Stream.of(dated)
            .map(c -> TimeOfDay.of(c.getNotAfter()))
            .min(Instant::compareTo)
            .orElse(now);
    boolean selfSigned = isSelfSigned(own);
    List<String> names = names(own);
    return new Certificate(
        own.getSubjectX500Principal().getName(),
        own.getIssuerX500Principal().getName(),
        names,
        Instants.format(begin),
        Instants.format(end),
        Duration.between(now, end).toMillis() / 86_400_000.0,
        end.isBefore(now),
        begin.isAfter(now),
        selfSigned,
        trusted,
        names.stream().anyMatch(name -> matches(name, host)));
  }

  /** Whether the chain leads to an authority that is trusted, its dates and names aside. */
  private boolean isTrusted(X509Certificate... chain) {
    return isVerified(chain)
        || (Stream.of(chain).anyMatch(TlsStep::isOutOfTime) && isOfTrusted(chain));
  }

  private boolean isVerified(X509Certificate... chain) {
    try {
      authorities.checkServerTrusted(chain, KEY_EXCHANGE);
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static boolean isOutOfTime(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return false;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      return true;
    }
  }

  /** Whether each has signed the one before, and an authority that is trusted the last. */
  private boolean isOfTrusted(X509Certificate... chain) {
    for (int i = 0; i + 1 < chain.length; i++) {
      if (chain[i + 1].getBasicConstraints() < 0 || !hasSigned(chain[i + 1], chain[i])) {
        return false;
      }
    }
    X509Certificate last = chain[chain.length - 1];
    return Stream.of(authorities.getAcceptedIssuers())
        .filter(issuer -> issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
        .anyMatch(issuer -> hasSigned(issuer, last));
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && hasSigned(certificate, certificate);
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          int type = (Integer) alternative.get(0);
          if (type == 2 || type == 7) { // a name or an IP address
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return names; // none that could be read is one that names the host
    }
    return names;
  }

  /** RFC 9525, section 6.3: a star is the whole of the leftmost label. */
  private static boolean matches(String name, String host) {
    String lower = name.toLowerCase(Locale.ROOT);
    String wanted = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    if (NetUtil.isValidIpV4Address(wanted) || NetUtil.isValidIpV6Address(wanted)) {
      byte[] one = NetUtil.createByteArrayFromIpAddressString(lower);
      byte[] other = NetUtil.createByteArrayFromIpAddressString(wanted);
      return one != null && Arrays.equals(one, other);
    }
    int dot = wanted.indexOf('.');
    return lower.equals(wanted)
        || (lower.startsWith("*.") && dot > 0 && lower.substring(1).equals(wanted.substring(dot)));
  }

  private static Future<Void> versions(
      Path path, List<String> left, Map<String, Boolean> versions) {
    if (left.isEmpty()) {
      return Future.succeededFuture();
    }
    String name = left.remove(0);
    int version = OLDER.getOrDefault(name, 0);
    return path.connector()
        .hello(ClientHello.of(version, path.connector().serverName(), new SecureRandom()), PATIENCE)
        .map(
            received -> {
              if (received.bytes().length() > 0) {
                versions.put(name, ClientHello.isAgreedTo(version, received.bytes()));
              }
              return null;
            })
        .otherwiseEmpty() // without an answer that is not known
        .compose(v -> versions(path, left, versions));
  }
}
