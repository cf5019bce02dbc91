package io.wsgauge.probe;

import io.netty.handler.proxy.ProxyConnectException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.wsgauge.handshake.ConnectAttempt;
import io.wsgauge.handshake.UpgradeException;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Payloads;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Reasons for which a connection was not opened. Thread-safe. */
public final class FailureClassifier {
  private static final String RESET = "Connection reset by peer";

  private static final Set<Reason> OF_CERTIFICATE =
      Set.of(
          Reason.TLS_UNTRUSTED,
          Reason.TLS_EXPIRED,
          Reason.TLS_NOT_YET_VALID,
          Reason.TLS_NAME_MISMATCH);

  private FailureClassifier() {}

  /** The failure of an attempt that could not begin. */
  static Failed local(Throwable error) {
    return new Failed(Reason.LOCAL_ERROR, Phase.RESOLVE, message(error));
  }

  /** The failure of an attempt that ended with an error. */
  static Failed of(ConnectAttempt opening, Throwable error) {
    if (error instanceof UpgradeException upgrade) {
      return refused(opening, upgrade);
    }
    Phase phase = phase(opening);
    Reason reason = reason(opening, phase, error);
    return new Failed(reason, phase, detail(opening, reason, error));
  }

  private static String detail(ConnectAttempt opening, Reason reason, Throwable error) {
    String message = message(error);
    Instant notAfter = ConnectionInfo.certificateNotAfter(opening);
    if (reason == Reason.CONNECT_REFUSED && opening.address() != null) {
      // the system's message differs from one transport to another
      return HostPort.of(opening.address());
    } else if (reason == Reason.UPGRADE_NO_ANSWER) {
      String how = message.equals(RESET) ? message : "the peer closed it";
      return opening.isTls() ? how : how + ", as a port that speaks TLS may do";
    } else if (OF_CERTIFICATE.contains(reason) && notAfter != null) {
      return message + ", certificate valid until " + Instants.format(notAfter);
    }
    return message;
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
          case RESOLVE -> opening.isProxied() ? Reason.PROXY_TIMEOUT : Reason.RESOLVE_TIMEOUT;
          case CONNECT -> opening.isProxied() ? Reason.PROXY_TIMEOUT : Reason.CONNECT_TIMEOUT;
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

  private static Reason reason(ConnectAttempt opening, Phase phase, Throwable error) {
    if (opening.isProxied() && phase.compareTo(Phase.CONNECT) <= 0) {
      return proxy(error);
    }
    return switch (phase) {
      case RESOLVE -> resolve(error);
      case CONNECT -> connect(error);
      case TLS -> tls(error);
      // TLS 1.3: the handshake is over for the client when its certificate is rejected
      default -> has(error, SSLException.class) ? tls(error) : Reason.UPGRADE_NO_ANSWER;
    };
  }

  private static Reason proxy(Throwable error) {
    return resolve(error) == Reason.RESOLVE_TIMEOUT || connect(error) == Reason.CONNECT_TIMEOUT
        ? Reason.PROXY_TIMEOUT
        : Reason.PROXY_FAILED;
  }

  private static Reason resolve(Throwable error) {
    return has(error, DnsNameResolverTimeoutException.class)
        ? Reason.RESOLVE_TIMEOUT
        : Reason.RESOLVE_FAILED;
  }

  private static Reason connect(Throwable error) {
    String message = message(error).toLowerCase(Locale.ROOT);
    if (message.contains("timed out")) {
      return Reason.CONNECT_TIMEOUT;
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
    Throwable told =
        error instanceof ProxyConnectException
            ? causes(error).reduce((a, b) -> b).orElseThrow()
            : error;
    String message =
        told instanceof ProxyConnectException
            ? String.valueOf(told.getMessage())
                .replaceFirst("^.* => [^,]*, ", "")
                .replace("disconnected", "it closed")
            : ErrorText.of(told);
    // transports differ in the words before it
    return message.endsWith(RESET) ? RESET : Payloads.field(message);
  }
}
