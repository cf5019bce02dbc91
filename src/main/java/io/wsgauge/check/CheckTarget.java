package io.wsgauge.check;

import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.TargetConfig.AddressFamily;
import io.wsgauge.probe.TargetConfig.AuthConfig;
import io.wsgauge.probe.TargetConfig.ConnectionMode;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.probe.TargetConfig.MessageType;
import io.wsgauge.probe.TargetConfig.ProxyConfig;
import io.wsgauge.probe.TargetConfig.TlsConfig;
import java.time.Duration;
import java.util.List;

/**
 * What of a target a check goes by.
 *
 * @param name of the target
 * @param connectTo host:port; empty for those of the URL
 * @param headers each as {@code Name: value}
 */
public record CheckTarget(
    String name,
    String url,
    String connectTo,
    List<String> headers,
    List<String> subprotocols,
    boolean compression,
    AddressFamily addresses,
    AuthConfig auth,
    TlsConfig tls,
    ProxyConfig proxy) {
  private static final AuthConfig NO_CREDENTIALS = new AuthConfig("", "", "");
  private static final ProxyConfig NO_PROXY = new ProxyConfig("", "", "");

  /** One of whoever asks over HTTP, whom the files and the proxies of this end are no business. */
  static CheckTarget plain(
      String url,
      String connectTo,
      List<String> headers,
      List<String> subprotocols,
      boolean compression,
      AddressFamily addresses,
      boolean insecure) {
    return new CheckTarget(
        url,
        url,
        connectTo,
        headers,
        subprotocols,
        compression,
        addresses,
        NO_CREDENTIALS,
        new TlsConfig("", "", "", insecure),
        NO_PROXY);
  }

  /** The same past the proxy, where neither a place to connect to nor a proxy of this end is. */
  public CheckTarget past() {
    return new CheckTarget(
        name, url, "", headers, subprotocols, compression, addresses, auth, tls, NO_PROXY);
  }

  /** The configuration of a target that runs once. */
  public TargetConfig configuration() {
    return new TargetConfig(
        name,
        url,
        connectTo,
        Kind.MESSAGE,
        ConnectionMode.FRESH,
        "",
        MessageType.TEXT,
        0,
        "",
        "",
        Duration.ofSeconds(1),
        Duration.ZERO,
        Duration.ofSeconds(10),
        Duration.ZERO,
        headers,
        subprotocols,
        compression,
        addresses,
        List.of(),
        1,
        1,
        Duration.ZERO,
        List.of(),
        auth,
        tls,
        proxy);
  }
}
