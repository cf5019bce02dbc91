package io.wsgauge.server;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.wsgauge.config.Checked;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.config.PemFiles;
import io.wsgauge.config.Problems;
import io.wsgauge.handshake.TrustedProxies;
import io.wsgauge.handshake.ValidAuthorities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Section {@code server}; the schema says what the keys mean. */
public record ServerConfig(
    boolean enabled,
    String name,
    String publicUrl,
    String host,
    int port,
    String addressFile,
    int instances,
    Duration requestTimeout,
    Duration idleTimeout,
    Duration writeTimeout,
    Duration shutdownTimeout,
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxRequestLineSize,
    int maxHeaderSize,
    Duration reloadInterval,
    List<String> allowedHosts,
    boolean identity,
    List<String> trustedProxies,
    boolean proxyProtocol,
    Management management,
    Tls tls)
    implements Checked {

  /**
   * A second port.
   *
   * @param host empty for that of the first
   * @param port 0 for any free port, -1 for no port
   */
  public record Management(String host, int port) {
    public boolean enabled() {
      return port >= 0;
    }
  }

  /** PEM files are named, and empty where there is none; without a certificate it is plain HTTP. */
  public record Tls(
      String certificate,
      String key,
      String clientAuthorities,
      Set<String> protocols,
      Duration handshakeTimeout,
      int maxHandshakes) {
    public boolean enabled() {
      return !certificate.isEmpty();
    }

    /** All that are named. */
    public List<String> files() {
      return Stream.of(certificate, key, clientAuthorities)
          .filter(file -> !file.isEmpty())
          .toList();
    }
  }

  @Override
  public void check(Problems problems) {
    PemFiles.check("server.tls", tls.certificate(), tls.key(), problems);
    ConfiguredFile.check(
        "server.tls.clientAuthorities", tls.clientAuthorities(), PemFiles::certificates, problems);
    if (!tls.enabled() && !tls.clientAuthorities().isEmpty()) {
      problems.add(
          "server.tls.clientAuthorities", tls.clientAuthorities(), "needs server.tls.certificate");
    }
    for (int i = 0; i < trustedProxies.size(); i++) {
      try {
        TrustedProxies.of(List.of(trustedProxies.get(i)));
      } catch (IllegalArgumentException e) {
        problems.add(
            "server.trustedProxies[" + i + "]",
            trustedProxies.get(i),
            "must be an address or a network, such as 10.0.0.7, 10.0.0.0/8 or fd00::/8");
      }
    }
    if (proxyProtocol && trustedProxies.isEmpty()) {
      problems.add("server.proxyProtocol", true, "needs server.trustedProxies");
    }
    if (port > 0 && management.port() == port && managementHost().equals(host)) {
      problems.add("server.management.port", port, "must be another than server.port");
    }
  }

  /** Where the second port is listened on, if there is one. */
  public String managementHost() {
    return management.host().isEmpty() ? host : management.host();
  }

  /** Whether nobody reaches it but from this machine. */
  public boolean isLoopback() {
    return host.equals("localhost") || host.startsWith("127.") || host.matches("\\[?::1]?");
  }

  /** The name that is configured, or this machine's; blocks to find out. */
  public String effectiveName() {
    if (!name.isEmpty()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unnamed"; // the machine does not know its own
    }
  }

  /** Server verticles to deploy: as configured, or one per core. */
  public int effectiveInstances() {
    return instances == 0 ? Runtime.getRuntime().availableProcessors() : instances;
  }

  /** What to listen on; any free port is the same one for all instances. */
  public SocketAddress address() {
    return port == 0
        ? SocketAddress.sharedRandomPort(1, host)
        : SocketAddress.inetSocketAddress(port, host);
  }

  /** The same of the second port, if there is one. */
  public SocketAddress managementAddress() {
    return management.port() == 0
        ? SocketAddress.sharedRandomPort(2, managementHost())
        : SocketAddress.inetSocketAddress(management.port(), managementHost());
  }

  Http1ServerConfig headLimits() {
    return new Http1ServerConfig()
        .setMaxInitialLineLength(maxRequestLineSize)
        .setMaxHeaderSize(maxHeaderSize);
  }

  /**
   * HTTP/1.1 only, since a WebSocket needs it and Vert.x has no RFC 8441. Blocks, to read the files
   * of TLS.
   *
   * @throws IllegalArgumentException when a file holds something else, or certificate and key do
   *     not belong to each other
   */
  public HttpServerOptions httpServerOptions() throws IOException, GeneralSecurityException {
    HttpServerOptions options =
        new HttpServerOptions()
            .setTcpKeepAlive(true)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(Math.toIntExact(idleTimeout.toMillis()))
            // without a queue for other threads, that takes 5 KiB of each connection
            .setStrictThreadMode(true)
            .setHttp2ClearTextEnabled(false)
            .setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
    if (tls.enabled()) {
      options
          .setSsl(true)
          // so that an event loop has its time for those that are open
          .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
          .setKeyCertOptions(PemFiles.pair(tls.certificate(), tls.key()))
          .setEnabledSecureTransportProtocols(tls.protocols());
      cipherSuites().forEach(options::addEnabledCipherSuite);
      options
          .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
          .setSslHandshakeTimeout(tls.handshakeTimeout().toMillis());
    }
    if (!tls.clientAuthorities().isEmpty()) {
      Path authorities = Path.of(tls.clientAuthorities());
      options
          // whether one is required is for the WebSocket to say, in HTTP
          .setClientAuth(ClientAuth.REQUEST)
          .setTrustOptions(
              TrustOptions.wrap(
                  ValidAuthorities.of(PemFiles.parse(PemFiles.certificates(authorities)))));
    }
    return options;
  }

  /**
   * Those of the JDK but for the ones without forward secrecy, such as RSA key exchange (RFC 9325,
   * section 4.1).
   */
  private static List<String> cipherSuites() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], new TrustManager[0], null);
    return Stream.of(context.getDefaultSSLParameters().getCipherSuites())
        .filter(suite -> suite.matches("TLS_(AES|CHACHA20|ECDHE|DHE)_.*"))
        .toList();
  }
}
