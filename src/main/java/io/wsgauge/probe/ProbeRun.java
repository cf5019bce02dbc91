package io.wsgauge.probe;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.handshake.ConnectAttempt;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.text.TimeOfDay;
import io.wsgauge.wire.BufferBudget;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a target: opens a connection unless one is kept, asks, and judges, with one deadline
 * over all of it. Event loop only.
 */
final class ProbeRun {
  private final Instant startedAt = TimeOfDay.now();
  private final long begunAt = System.nanoTime();
  private final Promise<ProbeResult> ended = Promise.promise();
  private final Context context;
  private final Target target;
  private final Duration timeout;
  private final long sequence;
  private final BufferBudget budget;
  private final ProbeListener listener;
  private final Exchange question;

  /** The attempt to connect; null with a kept connection, or while files are being read. */
  private @Nullable ConnectAttempt opening;

  private @Nullable ProbeConnection connection;
  private long deadline = -1; // which no timer has

  /** When the connection was open, of a run that is silent first; 0 for another. */
  private long silentSince;

  private long silence = -1;

  /** When the question went out; 0 while it has not. */
  private long askedAt;

  /**
   * @param connection that was kept; null opens one
   * @param budget of all connections
   */
  ProbeRun(
      Context context,
      Target target,
      Duration timeout,
      long sequence,
      Exchange.Template questions,
      @Nullable ProbeConnection connection,
      BufferBudget budget,
      ProbeListener listener) {
    this.context = context;
    this.target = target;
    this.timeout = timeout;
    this.sequence = sequence;
    this.connection = connection;
    this.budget = budget;
    this.listener = listener;
    this.question = questions.at(sequence, startedAt);
  }

  /**
   * Begins the run. May be called once.
   *
   * @param options of a connection that has to be opened
   * @param choice of the address to connect to
   * @return fails only when the run is cancelled
   */
  Future<ProbeResult> start(
      WebSocketClient client,
      Supplier<Future<WebSocketConnectOptions>> options,
      Function<List<InetSocketAddress>, Optional<InetSocketAddress>> choice) {
    deadline = context.owner().setTimer(timeout.toMillis(), fired -> late());
    if (connection == null) {
      options
          .get()
          .compose(known -> open(client, known, choice))
          .onSuccess(this::opened)
          .onFailure(this::failed);
    } else {
      ask(connection);
    }
    return ended.future();
  }

  /** The open connection, asked or not; null before it is open. */
  @Nullable ProbeConnection connection() {
    return connection;
  }

  /** Gives up the run, and closes its connection. */
  void cancel() {
    context.owner().cancelTimer(deadline);
    context.owner().cancelTimer(silence);
    if (opening != null && connection == null) {
      opening.abort();
    }
    if (connection != null) {
      connection.close();
    }
    ended.tryFail("given up");
  }

  private Future<WebSocket> open(
      WebSocketClient client,
      WebSocketConnectOptions options,
      Function<List<InetSocketAddress>, Optional<InetSocketAddress>> choice) {
    if (ended.future().isComplete()) {
      return Future.failedFuture("too late");
    }
    opening =
        new ConnectAttempt(
            context, options, target.config().compression() ? ProbeConnection.REPLY_SIZE : null);
    return opening.open(client, choice);
  }

  private void failed(Throwable error) {
    end(opening == null ? FailureClassifier.local(error) : FailureClassifier.of(opening, error));
  }

  private void opened(WebSocket socket) {
    connection = new ProbeConnection(context, socket, budget, listener);
    if (ended.future().isComplete()) {
      connection.close();
    } else if (target.config().kind() == Kind.IDLE) {
      beSilent(connection);
    } else {
      ask(connection);
    }
  }

  private void beSilent(ProbeConnection open) {
    silentSince = System.nanoTime();
    long millis = Math.max(1, target.config().silence().toMillis());
    silence = context.owner().setTimer(millis, fired -> ask(open));
    open.onEnded(cut -> end(cut.why()));
  }

  private void ask(ProbeConnection open) {
    askedAt = System.nanoTime();
    open.ask(question).onSuccess(this::end);
  }

  private void late() {
    if (connection != null && askedAt == 0) {
      end(
          new Failed(
              Reason.LOCAL_ERROR, Phase.IDLE, "the silence is longer than the run may take"));
    } else if (connection != null) {
      Failed mismatch = connection.mismatch();
      end(
          mismatch == null
              ? new Failed(unanswered(connection), Phase.REPLY, FailureClassifier.within(timeout))
              : mismatch);
    } else if (opening != null) {
      end(FailureClassifier.late(opening, timeout));
      opening.abort();
    } else {
      end(new Failed(Reason.LOCAL_ERROR, Phase.RESOLVE, "files were not read in time"));
    }
  }

  private Reason unanswered(ProbeConnection asked) {
    if (!asked.sent()) {
      return Reason.SEND_TIMEOUT;
    }
    return question.kind() == Kind.PING ? Reason.PONG_TIMEOUT : Reason.REPLY_TIMEOUT;
  }

  private void end(Outcome outcome) {
    context.owner().cancelTimer(deadline);
    context.owner().cancelTimer(silence);
    long now = System.nanoTime();
    ended.tryComplete(
        new ProbeResult(
            target.name(),
            sequence,
            startedAt,
            Duration.ofNanos(now - begunAt),
            phases(now),
            outcome,
            opening == null ? null : ConnectionInfo.of(opening, connection)));
  }

  private Map<Phase, Duration> phases(long now) {
    Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    if (opening != null) {
      opening
          .durations(now)
          .forEach((step, duration) -> phases.put(Phase.valueOf(step.name()), duration));
    }
    if (connection != null && question.kind() != Kind.CONNECT && askedAt != 0) {
      phases.put(Phase.REPLY, Duration.ofNanos(now - askedAt));
    }
    if (silentSince != 0) {
      phases.put(Phase.IDLE, Duration.ofNanos((askedAt == 0 ? now : askedAt) - silentSince));
    }
    return phases;
  }
}
