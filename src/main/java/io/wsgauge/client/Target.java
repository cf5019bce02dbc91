package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wsgauge.client.TargetConfig.AuthConfig;
import io.wsgauge.client.TargetConfig.TlsConfig;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.config.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * A target with its address known.
 *
 * @param trustedCertificate PEM file of the one certificate to trust, whatever host it names; empty
 *     for the authorities that are configured, or those of the JDK
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
    return new Target(config, url, config.tls().authorities().isEmpty() ? certificate : "");
  }

  String name() {
    return config.name();
  }

  /** Made anew for each connect, so that files that have changed are used. */
  Future<WebSocketConnectOptions> connectOptions(Vertx vertx, String userAgent) {
    if (!hasFiles()) {
      return Future.succeededFuture(addressOptions(userAgent));
    }
    return vertx.executeBlocking(
        () -> {
          WebSocketConnectOptions options = addressOptions(userAgent);
          addCredentials(options);
          if (options.isSsl()) {
            options.setSslOptions(sslOptions());
          }
          return options;
        });
  }

  private boolean hasFiles() {
    AuthConfig auth = config.auth();
    TlsConfig tls = config.tls();
    return Stream.of(
            trustedCertificate,
            auth.tokenFile(),
            auth.passwordFile(),
            tls.authorities(),
            tls.certificate())
        .anyMatch(file -> !file.isEmpty());
  }

  private WebSocketConnectOptions addressOptions(String userAgent) {
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
        .setTimeout(config.timeout().toMillis());
    // only browsers have an origin
    options.setAllowOriginHeader(false);
    options.setSubProtocols(config.subprotocols());
    options.putHeader(HttpHeaders.USER_AGENT, userAgent);
    addHeaders(options);
    return options;
  }

  /** A name that is there several times is sent so; User-Agent takes the place of ours. */
  private void addHeaders(WebSocketConnectOptions options) {
    for (String header : config.headers()) {
      int colon = header.indexOf(':');
      String name = header.substring(0, colon);
      if (name.equalsIgnoreCase(HttpHeaders.USER_AGENT.toString())) {
        options.getHeaders().remove(HttpHeaders.USER_AGENT);
      }
      options.addHeader(name, header.substring(colon + 1).strip());
    }
  }

  private void addCredentials(WebSocketConnectOptions options) throws IOException {
    AuthConfig auth = config.auth();
    if (!auth.tokenFile().isEmpty()) {
      options.putHeader(
          HttpHeaders.AUTHORIZATION, "Bearer " + ConfiguredFile.secret(Path.of(auth.tokenFile())));
    } else if (!auth.user().isEmpty()) {
      String user = auth.user() + ":" + ConfiguredFile.secret(Path.of(auth.passwordFile()));
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      options.putHeader(
          HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
  }

  private ClientSSLOptions sslOptions() throws IOException, GeneralSecurityException {
    TlsConfig tls = config.tls();
    ClientSSLOptions options =
        new ClientSSLOptions()
            .setHostnameVerificationAlgorithm(trustedCertificate.isEmpty() ? "HTTPS" : "");
    String trusted = trustedCertificate.isEmpty() ? tls.authorities() : trustedCertificate;
    if (!trusted.isEmpty()) {
      options.setTrustOptions(
          new PemTrustOptions().addCertValue(PemFiles.certificates(Path.of(trusted))));
    }
    if (!tls.certificate().isEmpty()) {
      options.setKeyCertOptions(PemFiles.pair(tls.certificate(), tls.key()));
    }
    return options;
  }
}
