package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.check.measurement.Attempt.Identity;
import io.wsgauge.check.measurement.Resolution;
import io.wsgauge.probe.ConnectOptions;
import io.wsgauge.probe.Target;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;

/**
 * Asks by one plain handshake who is at a URL, over whatever certificate, and nothing more.
 *
 * @param address numeric, that was connected to
 * @param node the name that a wsgauge gave in its header; empty where none did
 */
public record Identification(String address, String node) {

  /**
   * Asks, at the first address of the host. Event loop only.
   *
   * @param timeout of the handshake
   * @return fails where the host has no address
   */
  public static Future<Identification> of(
      Vertx vertx, Target target, BufferBudget budget, Duration timeout) {
    return new ConnectOptions(target, Survey.BROWSER)
        .read(vertx)
        .compose(options -> ask(vertx, target, options, budget, timeout));
  }

  private static Future<Identification> ask(
      Vertx vertx,
      Target target,
      WebSocketConnectOptions options,
      BufferBudget budget,
      Duration timeout) {
    CheckClock clock = new CheckClock();
    Dialer dialer = new Dialer(vertx, clock, options, budget);
    Path path = new Path(vertx, clock, new OwnLag(vertx, clock), dialer, Duration.ZERO);
    return new ResolveStep(target.family())
        .run(path)
        .compose(resolution -> open(dialer, resolution, timeout))
        .eventually(dialer.connector()::close);
  }

  private static Future<Identification> open(
      Dialer dialer, Resolution resolution, Duration timeout) {
    if (resolution.addresses().isEmpty()) {
      return Future.failedFuture(resolution.failure());
    }
    String address = resolution.addresses().get(0);
    dialer.connector().use(address);
    return dialer
        .open(dialer.request(), timeout)
        .map(
            dialed -> {
              Identity identity = dialed.attempt().identity();
              return new Identification(address, identity == null ? "" : identity.node());
            });
  }
}
