package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.wsgauge.telemetry.MessageLog;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.LoggerFactory;

/** Owns the {@link WebSocketClient} and a loop for each target. */
public final class ClientVerticle extends VerticleBase {
  private final ClientConfig config;
  private final List<Target> targets;
  private final String userAgent;
  private List<TargetLoop> loops = List.of();
  private WebSocketClient client;

  public ClientVerticle(ClientConfig config, List<Target> targets, String userAgent) {
    this.config = config;
    this.targets = targets;
    this.userAgent = userAgent;
  }

  @Override
  public Future<?> start() {
    client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                // the bound is per endpoint, and each target may be the same one
                .setMaxConnections(targets.size()));
    MessageLog log =
        new MessageLog(
            vertx, LoggerFactory.getLogger(ClientVerticle.class), "client recv", config.log());
    loops =
        targets.stream()
            .map(
                target ->
                    new TargetLoop(
                        vertx,
                        client,
                        target.connectOptions(userAgent),
                        target,
                        new Backoff(config.backoff(), ThreadLocalRandom.current()),
                        log))
            .toList();
    loops.forEach(TargetLoop::start);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    loops.forEach(TargetLoop::stop);
    return client.close();
  }
}
