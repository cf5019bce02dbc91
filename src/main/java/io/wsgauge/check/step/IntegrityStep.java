package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Integrity;
import io.wsgauge.check.measurement.Integrity.Flow;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbered messages of both types, of which a wsgauge says what it has received, one by one:
 * that tells the directions apart. Then it has them echoed, and messages of the server's own. A
 * message is lost when later ones have come, or after a long quiet; never by a deadline alone.
 */
final class IntegrityStep implements Step<Integrity> {
  /** Of the server's own binary messages, which are zeros. */
  private static final int BURST = 20;

  private static final int BURST_SIZE = 200;

  private static final int FRAGMENTS = 2;

  @Override
  public String name() {
    return "integrity";
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(Numbered.COUNT).multipliedBy(3L);
  }

  @Override
  public Future<Integrity> run(Path path) {
    Map<Direction, Flow> flows = new EnumMap<>(Direction.class);
    Ending[] cut = {null};
    Future<Void> counted = path.obeys() ? counted(path, flows, cut) : Future.succeededFuture();
    return counted.compose(v -> echoed(path, flows, cut)).map(v -> new Integrity(flows, cut[0]));
  }

  /** What the server says of each message tells of the way there, and its answers of the other. */
  private static Future<Void> counted(
      Path path, Map<Direction, Flow> flows, @Nullable Ending[] cut) {
    OpeningRequest request =
        path.dialer().request().withQuery("reply=count&as=text&id=" + Path.id());
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              CountedFlows count = new CountedFlows();
              return exchange(path, socket, count::add, count::isWhole, count::arrived)
                  .compose(v -> Records.of(path, socket.attempt()))
                  .compose(
                      record -> {
                        cut[0] = end(socket);
                        long received =
                            record == null ? count.highest() : record.received().messages();
                        Flow up = count.up(received, cut[0] != null);
                        Flow down = count.down(received, cut[0] != null);
                        return burst(path)
                            .map(
                                burst -> {
                                  flows.put(Direction.CLIENT_TO_SERVER, up);
                                  flows.put(Direction.SERVER_TO_CLIENT, worse(down, burst));
                                  return null;
                                });
                      });
            });
  }

  /** Binary messages of the server in fragments, which its answers are not. */
  private static Future<int[]> burst(Path path) {
    int[] changed = {0, 0, 0, 0};
    OpeningRequest request =
        path.dialer()
            .request()
            .withQuery(
                "reply=none&fragment=%d&burst=%d&burstSize=%d"
                    .formatted(FRAGMENTS, BURST, BURST_SIZE));
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture(changed);
              }
              Promise<Void> summary = Promise.promise();
              Buffer zeros = Buffer.buffer(new byte[BURST_SIZE]);
              socket.onMessage(
                  message -> {
                    if (message.payload().toString().startsWith("{")) {
                      summary.tryComplete();
                      return;
                    }
                    changed[2]++;
                    changed[3] += message.frames();
                    changed[0] += message.text() ? 1 : 0;
                    changed[1] += message.payload().equals(zeros) ? 0 : 1;
                  });
              return Future.any(summary.future(), socket.ending(), path.after(path.patience(2)))
                  .map(
                      any -> {
                        socket.close();
                        return changed;
                      });
            });
  }

  /**
   * @param burst of the server's binary messages, how many came as text, with other bytes, and at
   *     all, and in how many frames
   */
  private static Flow worse(Flow flow, int[] burst) {
    return new Flow(
        flow.sent(),
        flow.arrived(),
        flow.lost(),
        flow.duplicated(),
        flow.reordered(),
        Math.max(flow.contentChanged(), burst[1]),
        Math.max(flow.typeChanged(), burst[0]),
        (long) FRAGMENTS * burst[2],
        burst[3]);
  }

  private static Future<Void> echoed(
      Path path, Map<Direction, Flow> flows, @Nullable Ending[] cut) {
    return path.openSurely(asked(path))
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              EchoedFlow echo = new EchoedFlow(path.isWsgauge());
              return exchange(path, socket, echo::add, echo::isWhole, echo::arrived)
                  .compose(
                      v -> {
                        Ending ended = end(socket);
                        // of one that echoes nothing, nothing is lost
                        boolean changed = path.isWsgauge() && echo.isChanged();
                        if (!path.obeys() && echo.isEmpty() && !changed) {
                          return Future.failedFuture("the server does not echo");
                        }
                        cut[0] = cut[0] == null ? ended : cut[0];
                        // nor has what the server answered been understood
                        flows.put(
                            changed ? Direction.SERVER_TO_CLIENT : Direction.BOTH,
                            echo.flow(ended != null, socket.framesReceived()));
                        socket.close();
                        return Future.succeededFuture();
                      });
            });
  }

  /** A wsgauge may echo, though its answers come as something else. */
  private static OpeningRequest asked(Path path) {
    return path.isWsgauge() && !path.obeys()
        ? path.dialer().request().withQuery("reply=echo&id=" + Path.id())
        : path.echo();
  }

  private static @Nullable Ending end(CheckSocket socket) {
    return socket.isOpen() ? null : socket.ending().result();
  }

  /** Sends all, and waits until all have come, or none for a long time. */
  private static Future<Void> exchange(
      Path path,
      CheckSocket socket,
      Consumer<CheckSocket.Message> taker,
      BooleanSupplier whole,
      IntSupplier arrived) {
    Promise<Void> all = Promise.promise();
    socket.onMessage(
        message -> {
          taker.accept(message);
          if (whole.getAsBoolean()) {
            all.tryComplete();
          }
        });
    socket.ending().onComplete(end -> all.tryComplete());
    Numbered.send(socket);
    // all of them are soon there, where they are
    return Future.any(all.future(), path.after(Path.seconds(0.2 + 2 * path.openingSeconds())))
        .compose(any -> quiet(path, all, arrived))
        .compose(v -> path.after(Duration.ofMillis(100))); // for what comes twice
  }

  private static Future<Void> quiet(Path path, Promise<Void> all, IntSupplier arrived) {
    int before = arrived.getAsInt();
    return Future.any(all.future(), path.after(path.patience(1)))
        .compose(
            any ->
                all.future().isComplete() || arrived.getAsInt() == before
                    ? Future.succeededFuture()
                    : quiet(path, all, arrived));
  }
}
