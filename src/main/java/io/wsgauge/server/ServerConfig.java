package io.wsgauge.server;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.wsgauge.config.Checked;
import io.wsgauge.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Section {@code server}; the schema says what the keys mean. */
public record ServerConfig(
    boolean enabled,
    String host,
    int port,
    int instances,
    Duration idleTimeout,
    Duration shutdownTimeout,
    Tls tls)
    implements Checked {

  /** PEM files; both empty for plain HTTP. */
  public record Tls(String certificate, String key) {
    public boolean enabled() {
      return !certificate.isEmpty();
    }
  }

  @Override
  public void check(Problems problems) {
    if (tls.certificate().isEmpty() != tls.key().isEmpty()) {
      problems.add(
          tls.key().isEmpty() ? "server.tls.key" : "server.tls.certificate",
          "",
          "certificate and key need each other");
    }
    checkPem("server.tls.certificate", tls.certificate(), "CERTIFICATE", problems);
    checkPem("server.tls.key", tls.key(), "PRIVATE KEY", problems);
  }

  private static void checkPem(String path, String name, String content, Problems problems) {
    if (name.isEmpty()) {
      return;
    }
    try {
      if (!Files.readString(Path.of(name)).contains(content + "-----")) {
        problems.add(path, name, "holds no " + content + " in PEM");
      }
    } catch (NoSuchFileException | InvalidPathException e) {
      problems.add(path, name, "no such file");
    } catch (IOException e) {
      problems.add(path, name, "cannot be read: " + e);
    }
  }

  /** Server verticles to deploy: as configured, or one per core. */
  public int effectiveInstances() {
    return instances == 0 ? Runtime.getRuntime().availableProcessors() : instances;
  }

  /** HTTP/1.1 only, since a WebSocket needs it and Vert.x has no RFC 8441. */
  public HttpServerOptions httpServerOptions() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            // a negative port is any free one, and the same for all instances
            .setPort(port == 0 ? -1 : port)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(Math.toIntExact(idleTimeout.toMillis()))
            .setHttp2ClearTextEnabled(false)
            .setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
    if (tls.enabled()) {
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions().setCertPath(tls.certificate()).setKeyPath(tls.key()));
    }
    return options;
  }
}
