package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.wsgauge.telemetry.LoopDelay;
import io.wsgauge.telemetry.MessageLog;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.LoggerFactory;

/** Owns the {@link WebSocketClient} and a loop for each target, of which there is at least one. */
public final class ClientVerticle extends VerticleBase {
  private final ClientConfig config;
  private final List<Target> targets;
  private final String userAgent;
  private final LoopDelay loopDelay;
  private List<TargetLoop> loops = List.of();
  private WebSocketClient client;

  public ClientVerticle(
      ClientConfig config, List<Target> targets, String userAgent, LoopDelay loopDelay) {
    this.config = config;
    this.targets = targets;
    this.userAgent = userAgent;
    this.loopDelay = loopDelay;
  }

  @Override
  public Future<?> start() {
    loopDelay.start(vertx);
    client = vertx.createWebSocketClient(options());
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
                        () -> target.connectOptions(vertx, userAgent),
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

  private WebSocketClientOptions options() {
    return new WebSocketClientOptions()
        // a bound would make a ping wait for one that was given up and is still closing
        .setMaxConnections(Integer.MAX_VALUE)
        // PingConnection cuts in every case, and Vert.x's own timeout in some only
        .setClosingTimeout(-1)
        // a larger message goes out in fragments of it, and a larger frame is not taken
        .setMaxFrameSize(PingConnection.MAX_REPLY_SIZE)
        .setConnectTimeout(
            targets.stream()
                .mapToInt(target -> Math.toIntExact(target.config().timeout().toMillis()))
                .max()
                .orElseThrow());
  }
}
