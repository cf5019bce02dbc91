package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.EarlyData;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Has the server send right behind its 101, when some products still look for the head's end, and
 * sends a message glued to the request, before the 101 has come.
 */
final class EarlyDataStep implements Step<EarlyData> {
  private static final int COUNT = 5;
  private static final int TRIES = 2;

  /** The message {@code early} in a frame whose mask is zero (RFC 6455, section 5.2). */
  private static final Buffer GLUED =
      Buffer.buffer(new byte[] {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0}).appendString("early");

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
    return path.patience(4).multipliedBy(TRIES * 4L);
  }

  @Override
  public Future<EarlyData> run(Path path) {
    return path.obeys()
        ? tried(path, TRIES)
            .compose(
                arrived -> glued(path, TRIES).map(glued -> new EarlyData(COUNT, arrived, 1, glued)))
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
              AtomicInteger arrived = new AtomicInteger();
              Promise<Void> summary = Promise.promise();
              socket.onMessage(
                  message -> {
                    if (message.payload().toString().startsWith("{")) {
                      summary.tryComplete();
                    } else {
                      arrived.incrementAndGet();
                    }
                  });
              return Future.any(summary.future(), socket.ending(), path.after(path.patience(2)))
                  .map(
                      any -> {
                        // of one that was cut, what was to come is not known
                        boolean whole = socket.isOpen() || arrived.get() >= COUNT;
                        socket.close();
                        return whole ? arrived.get() : null;
                      });
            });
  }

  private static Future<@Nullable Integer> glued(Path path, int left) {
    return path.openGlued(path.dialer().request().withQuery("reply=count"), GLUED)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture((Integer) null);
              }
              socket.send("in time");
              return socket
                  .next(path.patience(4))
                  .map(
                      message -> {
                        socket.close();
                        Count count = message == null ? null : Count.parse(message);
                        return count == null ? null : count.size() == 5 ? 1 : 0;
                      });
            })
        .compose(
            arrived ->
                left > 1 && arrived != null && arrived == 0
                    ? glued(path, left - 1)
                    : Future.succeededFuture(arrived));
  }
}
