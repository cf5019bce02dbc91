package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.ServerRecord;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Kind;
import io.wsgauge.check.measurement.Silence.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds lanes, each with its own kind of traffic, until the horizon: which of them are cut, and
 * when, tells what the path waits for.
 */
final class SilenceStep implements Step<Silence> {
  /** Opened apart, so that a common age and a common instant are told apart. */
  private static final Duration APART = Duration.ofMillis(170);

  /** The most important first, where not all may be held. */
  private static final List<Kind> LANES =
      List.of(
          Kind.SILENT,
          Kind.BOTH_DATA,
          Kind.SILENT,
          Kind.CLIENT_DATA,
          Kind.SERVER_DATA,
          Kind.FIRST_MESSAGE,
          Kind.SILENT,
          Kind.ASKED_AT_HALF,
          Kind.CLIENT_PINGS,
          Kind.SERVER_PINGS);

  /** Times as long as is usual that an answer is waited for where none has come. */
  private static final double MORE = 3;

  private static final Duration BEAT = Duration.ofMillis(400);

  private final int most;

  /**
   * @param most lanes that may be held at a time
   */
  SilenceStep(int most) {
    this.most = most;
  }

  @Override
  public String name() {
    return "silence";
  }

  @Override
  public Duration budget(Path path) {
    return path.horizon()
        .plus(APART.multipliedBy(LANES.size()))
        .plus(path.patience(8).multipliedBy(8L));
  }

  @Override
  public Future<Silence> run(Path path) {
    List<Kind> kinds =
        LANES.stream()
            .filter(kind -> path.obeys() || isPossible(kind))
            .limit(Math.max(1, most))
            .toList();
    List<Future<@Nullable Lane>> lanes = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      Kind kind = kinds.get(i);
      lanes.add(path.after(APART.multipliedBy(i)).compose(v -> lane(path, kind)));
    }
    return Future.join(lanes)
        .map(
            done -> {
              List<Lane> held = new ArrayList<>();
              for (Future<@Nullable Lane> lane : lanes) {
                Lane result = lane.result();
                if (result != null) {
                  held.add(result);
                }
              }
              if (held.size() < LANES.size()) {
                path.partly("%d of %d lanes".formatted(held.size(), LANES.size()));
              }
              return new Silence(held, path.horizon().toMillis() / 1e3);
            });
  }

  /** Whether a server that does not do what a query asks can have such a lane. */
  private static boolean isPossible(Kind kind) {
    return kind != Kind.SERVER_DATA && kind != Kind.SERVER_PINGS;
  }

  private static OpeningRequest request(Path path, Kind kind) {
    if (!path.obeys()) {
      return path.dialer().request();
    }
    String query =
        switch (kind) {
          case CLIENT_DATA -> "reply=none";
          case SERVER_DATA -> "reply=none&push=" + BEAT.toMillis() + "ms";
          case SERVER_PINGS -> "reply=echo&ping=" + BEAT.toMillis() + "ms";
          default -> "reply=echo";
        };
    // the pings of a server that looks after silent clients would be no silence
    return path.dialer().request().withQuery(query + "&keepAlive=no&id=" + Path.id());
  }

  private static Future<@Nullable Lane> lane(Path path, Kind kind) {
    return path.openSurely(request(path, kind))
        .compose(
            dialed ->
                dialed.socket() == null
                    ? Future.succeededFuture(null)
                    : held(path, kind, dialed.socket()));
  }

  private static Future<Lane> held(Path path, Kind kind, CheckSocket socket) {
    double openedAt = socket.openedAt();
    socket.expectEnd(); // the lane says it
    boolean[] failed = {false};
    keepBusy(path, kind, socket);
    Duration horizon = path.horizon();
    Future<Void> watched =
        kind == Kind.ASKED_AT_HALF
            ? Future.any(socket.ending(), path.after(horizon.dividedBy(2)))
                .compose(any -> answered(path, socket))
                .compose(
                    answer -> {
                      failed[0] = Boolean.FALSE.equals(answer);
                      return Future.any(socket.ending(), path.after(horizon.dividedBy(2)))
                          .mapEmpty();
                    })
            : Future.any(socket.ending(), path.after(horizon)).mapEmpty();
    return watched.compose(v -> atEnd(path, kind, socket, openedAt, failed[0]));
  }

  private static void keepBusy(Path path, Kind kind, CheckSocket socket) {
    switch (kind) {
      case FIRST_MESSAGE -> socket.send("one exchange, then silence");
      case CLIENT_DATA ->
          beat(
              path,
              socket,
              () -> {
                if (path.obeys()) {
                  socket.send("client");
                } else {
                  socket.pong(Buffer.buffer()); // which no server answers
                }
              });
      case BOTH_DATA -> beat(path, socket, () -> socket.send("both"));
      case CLIENT_PINGS -> beat(path, socket, () -> socket.ping(Buffer.buffer()));
      default -> {
        // silent here
      }
    }
    socket.onMessage(message -> {}); // else what comes would wait to be taken
  }

  private static void beat(Path path, CheckSocket socket, Runnable action) {
    if (socket.isOpen()) {
      action.run();
      path.vertx().setTimer(BEAT.toMillis(), fired -> beat(path, socket, action));
    }
  }

  private static Future<Lane> atEnd(
      Path path, Kind kind, CheckSocket socket, double openedAt, boolean failedBefore) {
    double lastDataAt = socket.lastDataAt();
    Ending ending = socket.isOpen() ? null : socket.ending().result();
    double ownLag = path.lag().since((ending == null ? path.clock().now() : ending.at()) - 2);
    Future<@Nullable Boolean> asked =
        ending == null && !failedBefore && answers(path, kind)
            ? answered(path, socket)
            : Future.succeededFuture(null);
    return asked.compose(
        answer -> {
          Boolean answered = failedBefore ? Boolean.FALSE : answer;
          Future<@Nullable ServerRecord> record =
              ending == null && !Boolean.FALSE.equals(answered)
                  ? Future.succeededFuture(null)
                  : Records.of(path, socket.attempt());
          return record.map(
              found -> {
                socket.drop(false);
                return new Lane(kind, openedAt, lastDataAt, ending, answered, ownLag, found);
              });
        });
  }

  private static boolean answers(Path path, Kind kind) {
    return path.obeys() ? kind != Kind.CLIENT_DATA && kind != Kind.SERVER_DATA : true;
  }

  /**
   * Asks, and once more where no answer came while this process was late.
   *
   * @return whether it was answered; null where a server that is no wsgauge has answered nothing
   */
  private static Future<@Nullable Boolean> answered(Path path, CheckSocket socket) {
    if (!socket.isOpen()) {
      return Future.succeededFuture(null);
    }
    double askedAt = path.clock().now();
    Duration patience = path.patience(8);
    long before = socket.messagesReceived();
    int pongs = socket.pongsReceived();
    boolean answersUsually = path.obeys() || before + pongs > 0;
    socket.send("still there?");
    socket.ping(Buffer.buffer("still there?"));
    double wait = patience.toMillis() / 1e3;
    return reply(path, socket, before, pongs, askedAt + wait)
        .compose(
            // a gateway that is busy with what other steps have sent answers late
            reply ->
                reply || !answersUsually || !socket.isOpen()
                    ? Future.succeededFuture(reply)
                    : reply(path, socket, before, pongs, askedAt + MORE * wait))
        .compose(
            reply -> {
              boolean late = path.lag().since(askedAt) > patience.toMillis() / 1e3 * 0.1;
              if (!reply && late && socket.isOpen()) {
                path.voided();
                return answered(path, socket);
              }
              // who is not asked for an echo may end what it does not understand
              boolean told = !path.obeys() && !socket.isOpen();
              return Future.succeededFuture((reply || (answersUsually && !told)) ? reply : null);
            });
  }

  private static Future<Boolean> reply(
      Path path, CheckSocket socket, long messages, int pongs, double until) {
    if (socket.messagesReceived() > messages || socket.pongsReceived() > pongs) {
      return Future.succeededFuture(true);
    }
    if (!socket.isOpen() || path.clock().now() > until) {
      return Future.succeededFuture(false);
    }
    return path.after(Duration.ofMillis(20))
        .compose(v -> reply(path, socket, messages, pongs, until));
  }
}
