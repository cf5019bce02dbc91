package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.client.PingResult.Failed;
import io.wsgauge.client.PingResult.Replied;
import io.wsgauge.config.Durations;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.Payloads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Pings one target until it is stopped. The next ping is armed when the former has ended, so that
 * none overlap; a connection is kept between them and made anew, after a back-off, when it ended or
 * a reply did not come. On one event loop only.
 */
final class TargetLoop {
  private final Vertx vertx;
  private final WebSocketClient client;
  private final Supplier<Future<WebSocketConnectOptions>> connectOptions;
  private final TargetConfig target;
  private final TargetState state;
  private final Backoff backoff;
  private final MessageLog log;

  /** Kept between pings; null when there is none. */
  private PingConnection connection;

  /** Number of the latest attempt to connect; an earlier one was given up. */
  private int attempts;

  private boolean running;
  private boolean stopped;
  private long timer;

  TargetLoop(
      Vertx vertx,
      WebSocketClient client,
      Supplier<Future<WebSocketConnectOptions>> connectOptions,
      Target target,
      Backoff backoff,
      MessageLog log) {
    this.vertx = vertx;
    this.client = client;
    this.connectOptions = connectOptions;
    this.target = target.config();
    this.state = new TargetState(target);
    this.backoff = backoff;
    this.log = log;
  }

  void start() {
    run();
  }

  /** Ends the loop and its connection. Calling it again does nothing. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    discard();
  }

  private void run() {
    running = true;
    long startedAt = System.nanoTime();
    Future<PingConnection> connected =
        connection == null ? connect() : Future.succeededFuture(connection);
    connected
        .compose(open -> open.ping(target.message()))
        .otherwise(failure -> new Failed(Phase.CONNECT, Failures.reason(failure)))
        .timeout(target.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(timeout -> timedOut(connected))
        .onSuccess(result -> ended(result, startedAt));
  }

  private Future<PingConnection> connect() {
    int attempt = ++attempts;
    return connectOptions
        .get()
        .compose(client::connect)
        .compose(
            socket -> {
              PingConnection opened = new PingConnection(socket);
              if (attempt != attempts) {
                opened.close();
                return Future.failedFuture("connected after it was given up");
              }
              connection = opened;
              opened.onClosed(failure -> closed(opened, failure));
              return Future.succeededFuture(opened);
            });
  }

  private Failed timedOut(Future<PingConnection> connected) {
    String within = " within " + Durations.format(target.timeout());
    return connected.isComplete()
        ? new Failed(Phase.REPLY, "no reply" + within)
        : new Failed(Phase.CONNECT, "no connection" + within);
  }

  private void ended(PingResult result, long startedAt) {
    running = false;
    if (stopped) {
      discard();
      return;
    }
    if (result instanceof Failed failed) {
      failed(failed);
    } else if (result instanceof Replied replied) {
      replied(replied, startedAt);
    }
  }

  private void replied(Replied replied, long startedAt) {
    backoff.reset();
    if (isExpected(replied)) {
      state.succeeded();
    } else {
      state.failed(new Failed(Phase.REPLY, "not the expected reply: " + shown(replied)));
    }
    if (log.take()) {
      log.log(
          target.name(),
          replied.text(),
          replied.payload().slice(0, Math.min(replied.payload().length(), log.maxLength())),
          replied.payload().length(),
          " (" + Durations.format(replied.roundTrip()) + ")");
    }
    Duration spent = Duration.ofNanos(System.nanoTime() - startedAt);
    arm(Math.max(1, target.interval().minus(spent).toMillis()));
  }

  private boolean isExpected(Replied replied) {
    return target.expect().isEmpty() || replied.payload().equals(Buffer.buffer(target.expect()));
  }

  private String shown(Replied replied) {
    Buffer head = replied.payload().slice(0, Math.min(replied.payload().length(), log.maxLength()));
    return replied.text() ? Payloads.text(head) : Payloads.hex(head);
  }

  /** A late reply must not pass for that of the next ping, so the connection goes as well. */
  private void failed(Failed failure) {
    state.failed(failure);
    discard();
    arm(backoff.nextMillis());
  }

  private void closed(PingConnection which, Failed failure) {
    if (connection != which) {
      return; // it was discarded
    }
    connection = null;
    if (!running && !stopped) {
      vertx.cancelTimer(timer);
      failed(failure);
    }
  }

  /** Gives up the connection, or what may yet become one. */
  private void discard() {
    attempts++;
    if (connection != null) {
      PingConnection discarded = connection;
      connection = null;
      discarded.close();
    }
  }

  private void arm(long delayMillis) {
    timer = vertx.setTimer(delayMillis, fired -> run());
  }
}
