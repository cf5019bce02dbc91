package io.wsgauge.probe;

import io.netty.util.NetUtil;
import io.wsgauge.probe.TargetConfig.AddressFamily;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.text.Url;
import java.util.Arrays;
import java.util.List;

/**
 * A target with its address known.
 *
 * @param name unique; as configured, followed by the family where both families are apart
 * @param family of addresses to connect to; not {@code BOTH}
 * @param trustedCertificate PEM file of the one certificate to trust, whatever host it names; empty
 *     for the configured authorities, or those of the JDK
 * @param measured whether the target is in the metrics
 */
public record Target(
    TargetConfig config,
    String name,
    AddressFamily family,
    Url url,
    String trustedCertificate,
    boolean measured) {

  /** One target, or two where both families of addresses are configured. */
  public static List<Target> of(TargetConfig config) {
    return of(config, Url.of(config.url()), "");
  }

  /**
   * The target {@code self}, or two of them where both families of addresses are configured.
   *
   * @param url where the server listens
   * @param certificate the server's own; empty without TLS
   */
  public static List<Target> self(TargetConfig config, Url url, String certificate) {
    return of(config, url, config.tls().authorities().isEmpty() ? certificate : "");
  }

  private static List<Target> of(TargetConfig config, Url url, String certificate) {
    List<String> names = config.names();
    if (names.size() == 1) {
      return List.of(new Target(config, names.get(0), config.addresses(), url, certificate, true));
    }
    return List.of(
        new Target(config, names.get(0), AddressFamily.IPV4, url, certificate, true),
        new Target(config, names.get(1), AddressFamily.IPV6, url, certificate, true));
  }

  /**
   * The reasons for which its runs may fail: none of TLS without TLS, of a proxy without one, of
   * names where there is none to resolve, or of an answer that its kind does not await.
   */
  public List<Reason> reasons() {
    return Arrays.stream(Reason.values()).filter(this::mayFail).toList();
  }

  private boolean mayFail(Reason reason) {
    boolean proxied = !config.proxy().url().isEmpty();
    boolean pings =
        config.kind() == Kind.PING || (config.kind() == Kind.IDLE && config.message().isEmpty());
    return switch (reason) {
      case RESOLVE_FAILED, RESOLVE_TIMEOUT -> !proxied && !NetUtil.isValidIpV4Address(host());
      case PROXY_FAILED, PROXY_TIMEOUT -> proxied;
      case TLS_UNTRUSTED,
          TLS_EXPIRED,
          TLS_NOT_YET_VALID,
          TLS_NAME_MISMATCH,
          TLS_TIMEOUT,
          TLS_FAILED ->
          url.isTls();
      case SEND_TIMEOUT -> config.kind() != Kind.CONNECT;
      case PONG_TIMEOUT -> pings;
      case REPLY_TIMEOUT, REPLY_MISMATCH -> !pings && config.kind() != Kind.CONNECT;
      default -> true;
    };
  }

  /** The name or address that is connected to. */
  private String host() {
    String other = config.connectTo();
    return other.isEmpty() ? url.host() : Url.of("tcp://" + other).host();
  }

  /** The same target with another URL. */
  Target at(Url url) {
    return new Target(config, name, family, url, trustedCertificate, measured);
  }

  /** The same target without metrics. */
  public Target unmeasured() {
    return new Target(config, name, family, url, trustedCertificate, false);
  }
}
