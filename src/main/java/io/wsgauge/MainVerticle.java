package io.wsgauge;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.wsgauge.client.ClientVerticle;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigReader.Effective;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Overrides;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.wire.BufferBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root of the composition: deploys first the server and then the client, which may ping it. Its
 * deployment fails when one of theirs does.
 */
public final class MainVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(MainVerticle.class);

  /** The configuration; null where it is that of the deployment, as is what reads it again. */
  private final @Nullable Config config;

  private final @Nullable ConfigReload reload;

  private volatile @Nullable ServerUrls addresses;
  private volatile @Nullable AddressFile addressFile;

  /** A verticle for {@code vertx run}: takes the configuration that the deployment was given. */
  public MainVerticle() {
    this.config = null;
    this.reload = null;
  }

  MainVerticle(Config config, ConfigReload reload) {
    this.config = config;
    this.reload = reload;
  }

  @Override
  public Future<?> start() {
    LogGuard.install(vertx);
    return config == null || reload == null ? readAndStart() : start(config, reload);
  }

  /** The parts have been stopped by now. */
  @Override
  public Future<?> stop() {
    LOGGER.info("stopped");
    AddressFile written = addressFile;
    return written == null ? Future.succeededFuture() : written.remove();
  }

  /** The addresses of the server, once deployed; null without a server. */
  @Nullable ServerUrls addresses() {
    return addresses;
  }

  private Future<Void> readAndStart() {
    ConfigSource source = new ConfigSource("configuration", config());
    Overrides overrides = Overrides.of(System.getenv());
    return vertx
        .executeBlocking(
            () -> {
              Effective<Config> read = ConfigReader.read(source, overrides, Config.class);
              ClusterDeployment.checkEngine(read.config(), "configuration");
              return read;
            })
        // the command vertx logs it as well, but in one line that is cut
        .onFailure(e -> String.valueOf(e.getMessage()).lines().forEach(LOGGER::error))
        .compose(
            effective -> start(effective.config(), new ConfigReload(source, overrides, effective)));
  }

  private Future<Void> start(Config config, ConfigReload reload) {
    config.log().apply();
    LOGGER.info(
        "wsgauge {} on Java {}, {} transport",
        Version.current(),
        Runtime.version().feature(),
        vertx.isNativeTransportEnabled() ? "native" : "NIO");
    reload.warnings().forEach(LOGGER::warn);
    BufferBudget budget = new BufferBudget(config.socket().effectiveMaxBufferedBytes());
    Metrics metrics =
        new Metrics(vertx, config.telemetry(), Version.current(), ClientVerticle.failureReasons());
    ClientDeployment client = new ClientDeployment(vertx, config, budget, metrics);
    ClusterDeployment cluster = new ClusterDeployment(vertx, config, metrics, client);
    return serve(config, budget, metrics, client, cluster)
        .compose(found -> client.start(found).compose(started -> cluster.start(found)))
        .compose(
            started ->
                reload.start(
                    vertx,
                    config.server().reloadInterval(),
                    read -> client.update(read.client()).compose(v -> cluster.update(read)),
                    metrics::reload));
  }

  /** Where the server is; null without one. */
  private Future<@Nullable ServerUrls> serve(
      Config config,
      BufferBudget budget,
      Metrics metrics,
      ClientDeployment client,
      ClusterDeployment cluster) {
    return config.server().enabled()
        ? new ServerDeployment(vertx, config, budget, metrics, client, cluster)
            .start()
            .onSuccess(found -> addresses = found)
            .compose(found -> writeAddress(config.server().addressFile(), found).map(found))
        : Future.succeededFuture();
  }

  private Future<Void> writeAddress(String file, ServerUrls found) {
    AddressFile written = new AddressFile(vertx, file);
    addressFile = written;
    return written.write(found.healthOrigin());
  }
}
