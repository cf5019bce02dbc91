package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wsgauge.check.measurement.EarlyData;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Has the server send right behind its 101, when some products still look for the head's end. */
final class EarlyDataStep implements Step<EarlyData> {
  private static final int COUNT = 5;
  private static final int TRIES = 2;

  @Override
  public String name() {
    return "early-data";
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(4).multipliedBy(TRIES * 2L);
  }

  @Override
  public Future<EarlyData> run(Path path) {
    return path.obeys()
        ? tried(path, TRIES).map(arrived -> new EarlyData(COUNT, arrived))
        : Future.failedFuture("the server cannot be asked to send first");
  }

  /** The best of the tries: nothing negative counts on one sample. */
  private static Future<@Nullable Integer> tried(Path path, int left) {
    return once(path)
        .compose(
            arrived ->
                left == 1 || (arrived != null && arrived >= COUNT)
                    ? Future.succeededFuture(arrived)
                    : tried(path, left - 1)
                        .map(
                            again ->
                                again == null || (arrived != null && arrived > again)
                                    ? arrived
                                    : again));
  }

  private static Future<@Nullable Integer> once(Path path) {
    OpeningRequest request =
        path.dialer().request().withQuery("reply=echo&burstSize=20&burst=" + COUNT);
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture(null);
              }
              AtomicInteger binary = new AtomicInteger();
              Promise<Void> summary = Promise.promise();
              socket.onMessage(
                  message -> {
                    if (message.text()) {
                      summary.tryComplete();
                    } else {
                      binary.incrementAndGet();
                    }
                  });
              return Future.any(summary.future(), path.after(path.patience(2)))
                  .map(
                      any -> {
                        socket.close();
                        return binary.get();
                      });
            });
  }
}
