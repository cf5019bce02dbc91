package io.wsgauge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigReader.Effective;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.FileWatch;
import io.wsgauge.config.Overrides;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the section {@code client} of the configuration's file, and what of {@code cluster} is told
 * to no other node at the start, to use again when the file has changed, and reports what else has:
 * that takes effect at the next start. A file that is rejected leaves all as it is. Event loop
 * only.
 */
final class ConfigReload {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConfigReload.class);

  /** What a node takes up while it runs. */
  private static final List<String> OF_CLUSTER =
      List.of(
          "cluster.shared.",
          "cluster.mesh.peers",
          "cluster.mesh.fullUpTo",
          "cluster.mesh.allow",
          "cluster.mesh.interval",
          "cluster.mesh.pairMetrics");

  private final ConfigSource source;
  private final Overrides overrides;
  private final Effective<Config> started;

  /** A burst of requests counts as one, so that it is reported at a bounded rate. */
  private static final long BURST_MILLIS = 100;

  /** Reads the file; who asks for it before the start waits. */
  private final Promise<Runnable> reader = Promise.promise();

  private volatile boolean stopping;

  /** Whether a request is going to be answered. Event loop only. */
  private boolean requested;

  /**
   * @param overrides of what is read again as well
   * @param started what was made of the source
   */
  ConfigReload(ConfigSource source, Overrides overrides, Effective<Config> started) {
    this.source = source;
    this.overrides = overrides;
    this.started = started;
  }

  /**
   * Begins; it ends with the calling verticle.
   *
   * @param interval from one look at the file to the next; zero looks when it is asked to
   * @param update takes the new configuration; when it fails, the former is said to stay in use
   * @param counter called for each change, and of each {@link #readNow}, whether it was put to use
   * @return done when each change since the source was read will be seen; it does not fail
   */
  Future<Void> start(
      Vertx vertx,
      Duration interval,
      Function<Config, Future<?>> update,
      Consumer<Boolean> counter) {
    Context context = vertx.getOrCreateContext();
    if (source.file() == null) {
      reader.complete(
          burst(
              context,
              () -> LOGGER.info("nothing to read again: the configuration is {}", source.name())));
      return Future.succeededFuture();
    }
    FileWatch<Effective<Config>> watch =
        new FileWatch<>(
            vertx,
            List.of(source.file().toString()),
            this::read,
            read -> {
              warnOfOthers(started.differences(read));
              return update.apply(read.config());
            },
            counter);
    return watch
        .start(interval)
        .compose(v -> interval.isZero() ? Future.succeededFuture(true) : isAsItWas(vertx))
        .map(
            same -> {
              if (!same) {
                watch.readNow();
              }
              reader.complete(burst(context, watch::readNow));
              return null;
            });
  }

  /** A change from before the watch is not seen by it. */
  private Future<Boolean> isAsItWas(Vertx vertx) {
    return vertx
        .executeBlocking(() -> source.again().json().equals(source.json()))
        .otherwise(false);
  }

  private Runnable burst(Context context, Runnable action) {
    return () ->
        context.runOnContext(
            v -> {
              if (!requested) {
                requested = true;
                context
                    .owner()
                    .setTimer(
                        BURST_MILLIS,
                        fired -> {
                          requested = false;
                          if (!stopping) {
                            action.run();
                          }
                        });
              }
            });
  }

  /**
   * Reads the file within a moment, even if it has not changed. After {@link #stop} it does
   * nothing. Thread-safe.
   */
  void readNow() {
    if (!stopping) {
      reader.future().onSuccess(Runnable::run);
    }
  }

  /** The service stops, and takes no other configuration any more. Thread-safe. */
  void stop() {
    stopping = true;
  }

  /** What the start is to say of the configuration. */
  List<String> warnings() {
    return started.warnings();
  }

  private Effective<Config> read() throws ConfigException {
    Effective<Config> read = ConfigReader.read(source.again(), overrides, Config.class);
    // it is to run beside the sections of the start, and has to fit them as well
    JsonObject mixed = started.json().copy().put("client", read.json().getValue("client"));
    if (isInCluster()) {
      mixed
          .getJsonObject("cluster")
          .put("shared", read.json().getJsonObject("cluster").getValue("shared"));
    }
    ConfigReader.read(new ConfigSource(source.name(), mixed), overrides, Config.class);
    return read;
  }

  private boolean isInCluster() {
    return started.config().cluster().enabled();
  }

  private boolean isTakenUp(String path) {
    return path.startsWith("client.")
        || (isInCluster() && OF_CLUSTER.stream().anyMatch(path::startsWith));
  }

  private void warnOfOthers(List<String> changed) {
    List<String> others = changed.stream().filter(path -> !isTakenUp(path)).sorted().toList();
    if (!others.isEmpty()) {
      LOGGER.warn("takes effect at the next start: {}", String.join(", ", others));
    }
  }
}
