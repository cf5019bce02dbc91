package io.wsgauge.client;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wsgauge.client.ClientConfig.TargetConfig;
import java.net.URI;

/**
 * A target with its address known.
 *
 * @param trustedCertificate PEM file of the one certificate to trust, whatever host it names; empty
 *     for the certificate authorities of the JDK
 */
public record Target(TargetConfig config, URI url, String trustedCertificate) {

  public static Target of(TargetConfig config) {
    return new Target(config, URI.create(config.url()), "");
  }

  /**
   * The target {@code self}.
   *
   * @param url where the server listens
   * @param certificate the server's own; empty when it has none
   */
  public static Target self(TargetConfig config, URI url, String certificate) {
    return new Target(config, url, certificate);
  }

  String name() {
    return config.name();
  }

  WebSocketConnectOptions connectOptions(String userAgent) {
    boolean tls = url.getScheme().equalsIgnoreCase("wss");
    int defaultPort = tls ? 443 : 80;
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options
        .setHost(url.getHost())
        .setPort(url.getPort() < 0 ? defaultPort : url.getPort())
        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
        .setSsl(tls)
        // ends the TCP connection as well when the upgrade does not come
        .setTimeout(config.timeout().toMillis())
        .addHeader(HttpHeaders.USER_AGENT, userAgent);
    // only browsers have an origin
    options.setAllowOriginHeader(false);
    if (!trustedCertificate.isEmpty()) {
      options.setSslOptions(
          new ClientSSLOptions()
              .setTrustOptions(new PemTrustOptions().addCertPath(trustedCertificate))
              .setHostnameVerificationAlgorithm(""));
    }
    return options;
  }
}
