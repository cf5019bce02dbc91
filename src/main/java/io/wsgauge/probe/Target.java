package io.wsgauge.probe;

import io.wsgauge.probe.TargetConfig.AddressFamily;
import io.wsgauge.text.Url;
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

  /** The same target with another URL. */
  Target at(Url url) {
    return new Target(config, name, family, url, trustedCertificate, measured);
  }

  /** The same target without metrics. */
  public Target unmeasured() {
    return new Target(config, name, family, url, trustedCertificate, false);
  }
}
