package io.wsgauge.probe;

import io.netty.handler.proxy.ProxyConnectException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.wsgauge.handshake.ConnectAttempt;
import io.wsgauge.handshake.UpgradeException;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Payloads;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Reasons for which a connection was not opened. Thread-safe. */
public final class FailureClassifier {
  private FailureClassifier() {}

  /** The failure of an attempt that could not begin. */
  static Failed local(Throwable error) {
    return new Failed(Reason.LOCAL_ERROR, Phase.RESOLVE, message(error));
  }

  /**
   * The failure of an attempt that ended with an error.
   *
   * @param proxied whether the attempt went through a proxy
   */
  static Failed of(ConnectAttempt opening, Throwable error, boolean proxied) {
    Phase phase = phase(opening);
    if (error instanceof UpgradeException upgrade) {
      return refused(opening, upgrade);
    }
    Reason reason = reason(phase, error, proxied);
    // the system's message differs from one transport to another
    String detail =
        reason == Reason.CONNECT_REFUSED && opening.address() != null
            ? HostPort.of(opening.address())
            : message(error);
    return new Failed(reason, phase, detail);
  }

  private static Failed refused(ConnectAttempt opening, UpgradeException why) {
    return new Failed(reason(why), Phase.UPGRADE, why.getMessage(), opening.status(), 0);
  }

  /** The failure of an attempt that did not end in time. */
  static Failed late(ConnectAttempt opening, Duration timeout) {
    UpgradeException refusal = opening.refusal();
    if (refusal != null) {
      return refused(opening, refusal); // whose body has not ended
    }
    Phase phase = phase(opening);
    Reason reason =
        switch (phase) {
          case RESOLVE -> Reason.RESOLVE_TIMEOUT;
          case CONNECT -> Reason.CONNECT_TIMEOUT;
          case TLS -> Reason.TLS_TIMEOUT;
          default -> Reason.UPGRADE_TIMEOUT;
        };
    return new Failed(reason, phase, within(timeout));
  }

  static String within(Duration timeout) {
    return "within " + Durations.format(timeout);
  }

  static Phase phase(ConnectAttempt opening) {
    return opening.step() == null ? Phase.UPGRADE : Phase.valueOf(opening.step().name());
  }

  private static Reason reason(UpgradeException error) {
    return switch (error.fault()) {
      case REFUSED -> Reason.UPGRADE_REFUSED;
      case NOT_WEBSOCKET -> Reason.UPGRADE_NOT_WEBSOCKET;
      case TOO_LARGE -> Reason.UPGRADE_TOO_LARGE;
      case CUT -> Reason.UPGRADE_NO_ANSWER;
      case ACCEPT_KEY -> Reason.BAD_ACCEPT_KEY;
      case SUBPROTOCOL -> Reason.BAD_SUBPROTOCOL;
      case EXTENSION -> Reason.BAD_EXTENSION;
    };
  }

  private static Reason reason(Phase phase, Throwable error, boolean proxied) {
    return switch (phase) {
      case RESOLVE ->
          has(error, DnsNameResolverTimeoutException.class)
              ? Reason.RESOLVE_TIMEOUT
              : Reason.RESOLVE_FAILED;
      case CONNECT -> connect(error, proxied);
      case TLS -> tls(error);
      // TLS 1.3: the handshake is over for the client when its certificate is rejected
      default -> has(error, SSLException.class) ? tls(error) : Reason.UPGRADE_NO_ANSWER;
    };
  }

  private static Reason connect(Throwable error, boolean proxied) {
    String message = message(error).toLowerCase(Locale.ROOT);
    if (message.contains("timed out")) {
      return Reason.CONNECT_TIMEOUT;
    }
    if (proxied || error instanceof ProxyConnectException) {
      return Reason.PROXY_FAILED;
    }
    return error instanceof ConnectException && message.contains("refused")
        ? Reason.CONNECT_REFUSED
        : Reason.CONNECT_FAILED;
  }

  private static Reason tls(Throwable error) {
    if (has(error, CertificateExpiredException.class)) {
      return Reason.TLS_EXPIRED;
    }
    if (has(error, CertificateNotYetValidException.class)) {
      return Reason.TLS_NOT_YET_VALID;
    }
    if (has(error, CertPathBuilderException.class)
        || has(error, CertPathValidatorException.class)) {
      return Reason.TLS_UNTRUSTED;
    }
    // the JDK has no type of exception for a name that does not match, only these messages
    boolean otherName =
        causes(error)
            .filter(CertificateException.class::isInstance)
            .map(FailureClassifier::message)
            .anyMatch(m -> m.contains("subject alternative") || m.startsWith("No name matching"));
    return otherName ? Reason.TLS_NAME_MISMATCH : Reason.TLS_FAILED;
  }

  private static boolean has(Throwable error, Class<? extends Throwable> type) {
    return causes(error).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
  }

  /** The error in words. It may quote the peer, and is escaped and cut. */
  public static String message(Throwable error) {
    String message = ErrorText.of(error);
    // transports differ in the words before it
    return message.endsWith("Connection reset by peer")
        ? "Connection reset by peer"
        : Payloads.field(message);
  }
}
