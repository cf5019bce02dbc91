package io.wsgauge.probe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.config.PemFiles;
import io.wsgauge.probe.TargetConfig.AuthConfig;
import io.wsgauge.probe.TargetConfig.ProxyConfig;
import io.wsgauge.probe.TargetConfig.TlsConfig;
import io.wsgauge.text.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Vert.x's options for a connect to one target. Thread-safe. */
public final class ConnectOptions {
  private final Target target;
  private final TargetConfig config;
  private final Url url;
  private final String userAgent;
  private final Trust trust;

  /** The options of a target that shares its authorities with no other. */
  public ConnectOptions(Target target, String userAgent) {
    this(target, userAgent, new Trust());
  }

  ConnectOptions(Target target, String userAgent, Trust trust) {
    this.target = target;
    this.config = target.config();
    this.url = target.url();
    this.userAgent = userAgent;
    this.trust = trust;
  }

  /** Options for one connect; files are read each time, so that changed ones are used. */
  public Future<WebSocketConnectOptions> read(Vertx vertx) {
    if (!url.isTls() && !hasFiles()) {
      return Future.succeededFuture(withoutFiles());
    }
    return vertx.executeBlocking(
        () -> {
          WebSocketConnectOptions options = withoutFiles();
          addCredentials(options);
          if (url.isTls()) {
            options.setSslOptions(sslOptions());
          }
          if (!config.proxy().passwordFile().isEmpty()) {
            options
                .getProxyOptions()
                .setPassword(ConfiguredFile.secret(Path.of(config.proxy().passwordFile())));
          }
          return options;
        },
        // a file system that hangs holds up no other target
        false);
  }

  private boolean hasFiles() {
    AuthConfig auth = config.auth();
    return Stream.of(auth.tokenFile(), auth.passwordFile(), config.proxy().passwordFile())
        .anyMatch(file -> !file.isEmpty());
  }

  private WebSocketConnectOptions withoutFiles() {
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options
        .setHost(url.host())
        .setPort(url.effectivePort())
        .setURI(url.requestTarget())
        .setSsl(url.isTls())
        // the run has a deadline over all of it
        .setTimeout(0);
    if (!config.connectTo().isEmpty()) {
      Url to = Url.of("tcp://" + config.connectTo());
      options.setServer(SocketAddress.inetSocketAddress(to.port(), to.host()));
    }
    // only browsers have an origin; Vert.x removes this one, without which Netty would make one of
    // the host, and fail with one that has an underscore
    options.setAllowOriginHeader(headersHave("Origin"));
    options.putHeader(HttpHeaders.ORIGIN, "null");
    options.setSubProtocols(config.subprotocols());
    options.putHeader(HttpHeaders.HOST, url.authority());
    options.putHeader(HttpHeaders.USER_AGENT, userAgent);
    addHeaders(options);
    if (!config.proxy().url().isEmpty()) {
      options.setProxyOptions(proxyOptions());
    }
    return options;
  }

  private boolean headersHave(String name) {
    return config.headers().stream()
        .anyMatch(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1));
  }

  /** A repeated name is sent as often; one that is configured replaces the default one. */
  private void addHeaders(WebSocketConnectOptions options) {
    for (CharSequence name :
        List.of(HttpHeaders.HOST, HttpHeaders.ORIGIN, HttpHeaders.USER_AGENT)) {
      if (headersHave(name.toString())) {
        options.getHeaders().remove(name);
      }
    }
    for (String header : config.headers()) {
      int colon = header.indexOf(':');
      options.addHeader(header.substring(0, colon), header.substring(colon + 1).strip());
    }
  }

  private void addCredentials(WebSocketConnectOptions options) throws IOException {
    AuthConfig auth = config.auth();
    if (!auth.tokenFile().isEmpty()) {
      options.putHeader(
          "Authorization", "Bearer " + ConfiguredFile.secret(Path.of(auth.tokenFile())));
    } else if (!auth.user().isEmpty()) {
      String user = auth.user() + ":" + ConfiguredFile.secret(Path.of(auth.passwordFile()));
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      options.putHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
  }

  private ClientSSLOptions sslOptions() throws IOException, GeneralSecurityException {
    TlsConfig tls = config.tls();
    boolean anyName = tls.insecure() || !target.trustedCertificate().isEmpty();
    ClientSSLOptions options =
        new ClientSSLOptions()
            .setTrustOptions(trust.of(target))
            .setHostnameVerificationAlgorithm(anyName ? "" : "HTTPS")
            // the run has a deadline over all of it
            .setSslHandshakeTimeout(0);
    if (!tls.certificate().isEmpty()) {
      options.setKeyCertOptions(PemFiles.pair(tls.certificate(), tls.key()));
    }
    return options;
  }

  private ProxyOptions proxyOptions() {
    ProxyConfig proxy = config.proxy();
    Url at = Url.of(proxy.url());
    ProxyOptions options =
        new ProxyOptions()
            .setType(at.scheme().equals("http") ? ProxyType.HTTP : ProxyType.SOCKS5)
            .setHost(at.host())
            .setPort(at.port())
            // the run has a deadline over all of it, and Vert.x has one such timeout for all
            // targets
            .setConnectTimeout(Duration.ofMillis(Integer.MAX_VALUE));
    return proxy.user().isEmpty() ? options : options.setUsername(proxy.user());
  }
}
