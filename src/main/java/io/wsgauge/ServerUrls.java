package io.wsgauge;

import io.wsgauge.server.ServerConfig;
import io.wsgauge.telemetry.Health;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Url;
import java.net.URI;

/** The URLs at which a running server is found. */
record ServerUrls(
    boolean tls,
    String host,
    int port,
    String socketPath,
    String managementHost,
    int managementPort) {

  /**
   * @param managementPort that of the server where it has no second one
   */
  static ServerUrls of(Config config, int port, int managementPort) {
    ServerConfig server = config.server();
    return new ServerUrls(
        server.tls().enabled(),
        server.host(),
        port,
        config.socket().path(),
        server.management().enabled() ? server.managementHost() : server.host(),
        managementPort);
  }

  URI page() {
    return URI.create((tls ? "https://" : "http://") + authority(host, port, "localhost") + "/");
  }

  /** The page where it can show the targets. */
  URI management() {
    String authority = authority(managementHost, managementPort, "localhost");
    return URI.create((tls ? "https://" : "http://") + authority + "/");
  }

  URI socket() {
    return URI.create((tls ? "wss://" : "ws://") + authority(host, port, "localhost") + socketPath);
  }

  URI health() {
    return management().resolve(Health.READY_PATH);
  }

  URI metrics() {
    return management().resolve(Metrics.PATH);
  }

  /**
   * The URL for whoever is on this machine: without a name to resolve, where one is not configured.
   */
  Url self() {
    return Url.of((tls ? "wss://" : "ws://") + authority(host, port, "127.0.0.1") + socketPath);
  }

  /**
   * The origin at which health is asked for by whoever is on this machine, likewise without a name:
   * of the second port where there is one, which those who crowd the first do not reach.
   */
  String healthOrigin() {
    return origin(tls, managementHost, managementPort);
  }

  /** The origin of a server's HTTP for whoever is on this machine, likewise without a name. */
  static String origin(boolean tls, String host, int port) {
    return (tls ? "https://" : "http://") + authority(host, port, "127.0.0.1");
  }

  /** Whether every address is listened on. */
  boolean isAnyHost() {
    return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
  }

  /**
   * @param local what stands for an address that means every interface
   */
  private static String authority(String host, int port, String local) {
    String reachable =
        switch (host) {
          case "0.0.0.0" -> local;
          case "::", "[::]" -> local.equals("localhost") ? local : "::1";
          default -> host;
        };
    return HostPort.of(reachable, port);
  }
}
