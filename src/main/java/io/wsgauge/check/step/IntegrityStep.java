package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Integrity;
import io.wsgauge.check.measurement.Integrity.Flow;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Sends numbered messages of both types that are echoed, and counts what came of them. A message is
 * lost when later ones have come, or after a long quiet; never by a deadline alone.
 */
final class IntegrityStep implements Step<Integrity> {
  private static final int COUNT = 40;

  /** Size of each message, some of which go out in two frames. */
  private static final int SIZE = 200;

  private static final Duration QUIET = Duration.ofMillis(1500);

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
    return path.patience(COUNT).plus(QUIET.multipliedBy(2L));
  }

  @Override
  public Future<Integrity> run(Path path) {
    return path.openSurely(path.echo())
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              return socket == null
                  ? Future.failedFuture("the WebSocket did not open")
                  : exchange(path, socket);
            });
  }

  private Future<Integrity> exchange(Path path, CheckSocket socket) {
    Count count = new Count();
    Promise<Void> all = Promise.promise();
    socket.onMessage(
        message -> {
          count.add(message);
          if (count.numbers.size() == COUNT) {
            all.tryComplete();
          }
        });
    for (int i = 0; i < COUNT; i++) {
      Buffer payload = payload(i);
      if (i % 8 == 7) {
        socket.sendFragments(isText(i), payload, SIZE / 2);
      } else {
        socket.send(isText(i), payload);
      }
    }
    socket.ending().onComplete(end -> all.tryComplete());
    return quiet(path, socket, count, all)
        .compose(
            v -> {
              // of one that echoes nothing, nothing is lost
              if (path.obeys() || !count.numbers.isEmpty() || !socket.isOpen()) {
                return Future.succeededFuture();
              }
              socket.close();
              return Future.failedFuture("the server does not echo");
            })
        .compose(v -> path.after(Duration.ofMillis(100))) // for what comes twice
        .compose(v -> Records.of(path, socket.attempt()))
        .map(
            record -> {
              Map<Direction, Flow> flows = new EnumMap<>(Direction.class);
              boolean cut = !socket.isOpen();
              if (cut) {
                path.interrupted(name(), socket, record);
              }
              flows.put(Direction.BOTH, count.flow(cut, socket.framesReceived()));
              if (record != null) {
                long sentFrames = COUNT + COUNT / 8;
                flows.put(
                    Direction.CLIENT_TO_SERVER,
                    new Flow(
                        COUNT,
                        (int) record.received().messages(),
                        cut ? 0 : (int) Math.max(0, COUNT - record.received().messages()),
                        (int) Math.max(0, record.received().messages() - COUNT),
                        0,
                        0,
                        0,
                        sentFrames,
                        record.received().frames()));
              }
              Integrity integrity = new Integrity(flows, cut ? socket.ending().result() : null);
              socket.close();
              return integrity;
            });
  }

  /** Ends when all have come, or none for a long time. */
  private static Future<Void> quiet(Path path, CheckSocket socket, Count count, Promise<Void> all) {
    int before = count.arrived;
    return Future.any(all.future(), path.after(QUIET.plus(path.patience(1))))
        .compose(
            any ->
                all.future().isComplete() || count.arrived == before
                    ? Future.succeededFuture()
                    : quiet(path, socket, count, all));
  }

  private static boolean isText(int number) {
    return number % 2 == 0;
  }

  /** The number, and what cannot be told from it when it is changed. */
  private static Buffer payload(int number) {
    String text = "wsgauge " + number + " " + "abcdefghij".repeat(SIZE / 10);
    return Buffer.buffer(text.substring(0, SIZE));
  }

  /** What has come back. */
  private static final class Count {
    private final Set<Integer> numbers = new HashSet<>();
    private int arrived;
    private int last = -1;
    private int duplicated;
    private int reordered;
    private int changed;
    private int typeChanged;

    void add(CheckSocket.Message message) {
      arrived++;
      int number = number(message.payload().toString());
      if (number < 0 || number >= COUNT) {
        changed++;
        return;
      }
      if (!numbers.add(number)) {
        duplicated++;
        return;
      }
      if (number < last) {
        reordered++;
      }
      last = Math.max(last, number);
      if (!message.payload().equals(payload(number))) {
        changed++;
      }
      if (message.text() != isText(number)) {
        typeChanged++;
      }
    }

    private static int number(String text) {
      String[] words = text.split(" ", 3);
      return words.length > 1 && words[0].equals("wsgauge") && words[1].matches("\\d{1,4}")
          ? Integer.parseInt(words[1])
          : -1;
    }

    /**
     * @param cut whether the connection has ended, so that the last ones are not lost
     */
    Flow flow(boolean cut, long frames) {
      int expected = cut ? last + 1 : COUNT;
      int lost = Math.max(0, expected - numbers.size() - changed);
      return new Flow(
          COUNT,
          arrived,
          lost,
          duplicated,
          reordered,
          changed,
          typeChanged,
          COUNT + COUNT / 8,
          frames);
    }
  }
}
