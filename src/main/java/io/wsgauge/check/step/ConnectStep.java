package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Reachability;
import io.wsgauge.check.measurement.Reachability.Reach;
import java.time.Duration;
import java.util.List;

/**
 * Opens TCP to each address of the host, twice where the first fails, and leaves the path with the
 * first that connects.
 */
final class ConnectStep implements Step<Reachability> {
  private static final int MOST_ADDRESSES = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<String> addresses;

  /**
   * @param addresses of the host
   */
  ConnectStep(List<String> addresses) {
    this.addresses = addresses.stream().limit(MOST_ADDRESSES).toList();
  }

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public Duration budget(Path path) {
    return PATIENCE.multipliedBy(2L);
  }

  @Override
  public Future<Reachability> run(Path path) {
    List<Future<Reach>> all = addresses.stream().map(address -> reach(path, address)).toList();
    return Future.join(all)
        .map(
            done -> {
              List<Reach> reached = all.stream().map(Future::result).toList();
              reached.stream()
                  .filter(Reach::isConnected)
                  .findFirst()
                  .ifPresent(reach -> path.connector().use(reach.address()));
              return new Reachability(reached);
            });
  }

  private static Future<Reach> reach(Path path, String address) {
    return once(path, address)
        .compose(
            reach -> reach.isConnected() ? Future.succeededFuture(reach) : once(path, address));
  }

  private static Future<Reach> once(Path path, String address) {
    double begun = path.clock().now();
    OngoingAttempt attempt = new OngoingAttempt("", List.of(), "", address, begun);
    return path.connector()
        .tcp(address, PATIENCE)
        .map(
            socket -> {
              socket.close();
              return new Reach(address, Result.ANSWERED, path.clock().now() - begun, "");
            })
        .otherwise(
            error -> {
              Attempt failed = attempt.failed(error);
              return new Reach(
                  address, failed.result(), path.clock().now() - begun, failed.detail());
            });
  }
}
