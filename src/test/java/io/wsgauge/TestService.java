package io.wsgauge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigReader.Effective;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Overrides;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The whole service in this process, on any free port of the loopback address. Two at a time need a
 * Vert.x each, or they share the port.
 */
public final class TestService {
  private final Vertx vertx;
  private final String deploymentId;
  private final ServerUrls addresses;

  private TestService(Vertx vertx, String deploymentId, ServerUrls addresses) {
    this.vertx = vertx;
    this.deploymentId = deploymentId;
    this.addresses = addresses;
  }

  /**
   * Starts it; the client only when the configuration has targets.
   *
   * @param config JSON, put over a quiet configuration for tests
   */
  public static TestService start(Vertx vertx, String config) throws TimeoutException {
    JsonObject json =
        new JsonObject(
            """
            {"server": {"host": "127.0.0.1", "port": 0, "shutdownTimeout": "1s"},
             "client": {"targets": []}}
            """);
    json.mergeIn(new JsonObject(config), true);
    return start(vertx, new ConfigSource("test", json), Map.of());
  }

  /** Starts it with this configuration as it is, which is read again if it is a file. */
  static TestService start(Vertx vertx, ConfigSource source, Map<String, String> environment)
      throws TimeoutException {
    Effective<Config> effective = read(source, environment);
    ConfigReload reload = new ConfigReload(source, Overrides.of(environment), effective);
    MainVerticle verticle = new MainVerticle(effective.config(), reload);
    String id = vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS);
    return new TestService(vertx, id, verticle.addresses());
  }

  private static Effective<Config> read(ConfigSource source, Map<String, String> environment) {
    try {
      return ConfigReader.read(source, Overrides.of(environment), Config.class);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Ends it; calling it again does nothing. */
  public void stop() throws TimeoutException {
    if (!vertx.deploymentIDs().contains(deploymentId)) {
      return;
    }
    vertx.undeploy(deploymentId).await(20, TimeUnit.SECONDS);
  }

  /** Begins to end it. */
  public Future<?> stopping() {
    return vertx.undeploy(deploymentId);
  }

  /** Of the server; there must be one. */
  public int port() {
    return addresses.port();
  }

  public URI page() {
    return addresses.page();
  }

  public URI management() {
    return addresses.management();
  }

  public URI socket() {
    return addresses.socket();
  }
}
