package io.wsgauge.command;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.command.ConnectEvent.FrameType;
import io.wsgauge.probe.CloseReason;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.Handshake;
import io.wsgauge.probe.OpenWebSocket;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.WebSocketConnector;
import io.wsgauge.probe.WebSocketListener;
import io.wsgauge.text.Durations;
import io.wsgauge.text.TimeOfDay;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Talks over one WebSocket, or over one after another: sends what the input says, hands on what
 * comes in, and closes when the input has ended. It holds what it is handed until the peer takes
 * it, and holds the peer when nobody takes what that sends. Event loop only, but for what says
 * otherwise.
 */
final class ConnectSession implements WebSocketListener {
  /** Time that a peer has to answer the close frame, with all that it sends before. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** The same when somebody waits for the end. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

  private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

  /** Closes that are no failure: 1000, 1001, and a close frame without a code. */
  private static final Set<Integer> IN_ORDER = Set.of(1000, 1001, 1005);

  /**
   * How it is to end, and to go on.
   *
   * @param patience with answers after the end of the input
   * @param oneAnswer whether it ends with the first answer, and fails without one
   * @param close what it closes with
   * @param reconnect whether a WebSocket that ended otherwise, or did not open, is replaced
   * @param tellsSent whether messages and pings that are sent are events as well
   * @param pingInterval between pings that keep a WebSocket open; null for none
   */
  record Terms(
      Duration patience,
      boolean oneAnswer,
      CloseReason close,
      boolean reconnect,
      boolean tellsSent,
      @Nullable Duration pingInterval) {}

  /** What waits for a WebSocket. */
  private record Pending(Outgoing what, Promise<Void> taken) {}

  private final Context context;
  private final WebSocketConnector connector;
  private final Terms terms;
  private final ConnectQueue output = new ConnectQueue(this::room);

  /** The WebSocket; null while none is open. */
  private @Nullable OpenWebSocket socket;

  /** Whether the peer has closed the WebSocket, over which nothing more goes then. */
  private boolean peerCloses;

  private @Nullable Pending pending;
  private boolean inputEnded;
  private boolean asked;
  private boolean answered;

  /** Whether this end closes, and nothing more is to be sent. */
  private volatile boolean closes;

  private boolean done;

  /** The exit code of what went wrong on this side; 0 for nothing. */
  private int fault;

  private boolean paused;

  /** Of the WebSocket; null while none is open, or it is not asked for. */
  private @Nullable KeepOpen keepOpen;

  private Duration delay = SHORTEST_DELAY;
  private int exitCode = ExitCode.NOTHING;

  ConnectSession(Context context, WebSocketConnector connector, Terms terms) {
    this.context = context;
    this.connector = connector;
    this.terms = terms;
  }

  /** What happens, of which the last is {@link ConnectEvent.Done}. Thread-safe. */
  ConnectQueue output() {
    return output;
  }

  /** Begins to connect. Thread-safe. */
  void start() {
    onLoop(this::connect);
  }

  /**
   * Sends, as soon as there is a WebSocket, and waits until the peer takes more. One thread, which
   * is none of an event loop.
   *
   * @return false when nothing will be sent any more
   */
  boolean send(Outgoing what) throws InterruptedException {
    if (terms.tellsSent) {
      output.awaitRoom();
    }
    Promise<Void> taken = Promise.promise();
    onLoop(
        () -> {
          if (closes) {
            taken.fail("closed");
          } else if (socket == null || peerCloses) {
            pending = new Pending(what, taken);
          } else {
            pass(socket, what).onComplete(taken);
          }
        });
    if (closes && !taken.future().isComplete()) {
      return false;
    }
    try {
      taken.future().toCompletionStage().toCompletableFuture().get();
      return true;
    } catch (ExecutionException e) {
      return terms.reconnect && !closes;
    }
  }

  /** Nothing more is to be sent. Thread-safe. */
  void endInput() {
    onLoop(
        () -> {
          inputEnded = true;
          if (socket != null) {
            awaitAnswers(socket);
          }
        });
  }

  /**
   * Closes, since the input is not what it should be. Thread-safe.
   *
   * @param code to exit with
   */
  void reject(String why, int code) {
    onLoop(
        () -> {
          fault = code;
          output.add(new ConnectEvent.Told(why));
          if (socket == null) {
            connector.cancel();
            finish();
          } else if (!closes) {
            close(socket, terms.close, CLOSE_TIMEOUT);
          }
        });
  }

  /** Closes, and cuts what closes already. Thread-safe. */
  void stop() {
    onLoop(
        () -> {
          if (socket == null) {
            connector.cancel();
            finish();
          } else if (closes) {
            socket.cancel();
          } else {
            close(socket, terms.close, STOP_TIMEOUT);
          }
        });
  }

  private void connect() {
    if (!done) {
      connector.connect(this);
    }
  }

  @Override
  public void opened(OpenWebSocket open, ConnectionInfo info, Handshake handshake) {
    output.add(new ConnectEvent.Opened(TimeOfDay.now(), info, handshake));
    socket = open;
    peerCloses = false;
    asked = false;
    paused = false;
    context.runOnContext(v -> begin(open)); // behind what came with the handshake
  }

  private void begin(OpenWebSocket open) {
    if (pending != null && !peerCloses && open == socket) {
      Pending waited = pending;
      pending = null;
      pass(open, waited.what()).onComplete(waited.taken());
    }
    if (inputEnded) {
      awaitAnswers(open);
    }
    if (terms.pingInterval != null && open == socket) {
      keepOpen =
          new KeepOpen(
              context.owner(),
              open,
              terms.pingInterval,
              () -> !paused,
              () -> tellSent(FrameType.PING, KeepOpen.PAYLOAD));
    }
  }

  private void tellSent(FrameType type, Buffer payload) {
    if (terms.tellsSent) {
      output.add(new ConnectEvent.Frames(TimeOfDay.now(), true, type, payload));
    }
  }

  private void endKeepOpen() {
    if (keepOpen != null) {
      keepOpen.end();
      keepOpen = null;
    }
  }

  private void heard() {
    if (keepOpen != null) {
      keepOpen.heard();
    }
  }

  private Future<Void> pass(OpenWebSocket to, Outgoing what) {
    asked = true;
    if (what instanceof Outgoing.Message message) {
      tellSent(FrameType.of(message.text()), message.payload());
      return to.send(message.text(), message.payload());
    }
    if (what instanceof Outgoing.Ping ping) {
      tellSent(FrameType.PING, ping.payload());
      return to.ping(ping.payload());
    }
    close(to, ((Outgoing.Close) what).reason(), CLOSE_TIMEOUT);
    return Future.failedFuture("closed");
  }

  /** As long as answers wait to be printed, they are none that are late. */
  private void awaitAnswers(OpenWebSocket open) {
    context
        .owner()
        .setTimer(
            Math.max(1, terms.patience.toMillis()),
            fired -> {
              if (open != socket || closes) {
                return;
              }
              if (!output.isEmpty()) {
                awaitAnswers(open);
                return;
              }
              if (terms.oneAnswer && !answered) {
                output.add(
                    new ConnectEvent.Told("no answer within " + Durations.format(terms.patience)));
              }
              close(open, terms.close, CLOSE_TIMEOUT);
            });
  }

  private void close(OpenWebSocket open, CloseReason reason, Duration within) {
    closes = true;
    endKeepOpen();
    output.add(new ConnectEvent.Close(TimeOfDay.now(), true, reason.code(), reason.text()));
    open.close(reason, within);
  }

  @Override
  public void message(boolean text, Buffer payload) {
    heard();
    if (!terms.oneAnswer) {
      came(FrameType.of(text), payload);
    } else if (asked && !answered) {
      answered = true;
      came(FrameType.of(text), payload);
      if (socket != null) {
        close(socket, terms.close, CLOSE_TIMEOUT);
      }
    }
  }

  @Override
  public void ping(Buffer payload) {
    heard();
    came(FrameType.PING, payload);
  }

  @Override
  public void pong(Buffer payload) {
    heard();
    if (terms.tellsSent || !payload.equals(KeepOpen.PAYLOAD)) {
      came(FrameType.PONG, payload);
    }
  }

  private void came(FrameType type, Buffer payload) {
    output.add(new ConnectEvent.Frames(TimeOfDay.now(), false, type, payload));
    if (output.isFull() && socket != null && !paused) {
      paused = true;
      socket.pause();
    }
  }

  private void room() {
    onLoop(
        () -> {
          if (paused && !output.isFull() && socket != null) {
            paused = false;
            socket.resume();
          }
        });
  }

  @Override
  public void closing(int code, String reason) {
    peerCloses = true;
    output.add(new ConnectEvent.Close(TimeOfDay.now(), false, code, reason));
  }

  @Override
  public void ended(ConnectionEnd end, @Nullable Failed cause) {
    boolean lost = keepOpen != null && keepOpen.hasLost();
    endKeepOpen();
    Failed why = lost ? new Failed(Reason.PONG_TIMEOUT, Phase.IDLE, "") : cause;
    boolean inOrder = why == null && (end.by() == By.CLIENT || IN_ORDER.contains(end.code()));
    boolean missing = terms.oneAnswer && !answered;
    exitCode = inOrder && !missing ? ExitCode.FINE : ExitCode.FAILED;
    socket = null;
    output.add(new ConnectEvent.Ended(end, why, inOrder));
    if (inOrder && missing && !closes) {
      output.add(new ConnectEvent.Told("closed without an answer"));
    }
    if (end.duration().compareTo(LONGEST_DELAY) > 0) {
      delay = SHORTEST_DELAY;
    }
    context.runOnContext(v -> reconnectOrFinish());
  }

  @Override
  public void failed(Failed why, Handshake handshake) {
    exitCode = ExitCode.NOTHING;
    output.add(new ConnectEvent.Unopened(TimeOfDay.now(), why, handshake));
    context.runOnContext(v -> reconnectOrFinish());
  }

  private void reconnectOrFinish() {
    // with nothing left to send, and all sent, a new WebSocket would have no purpose
    if (!terms.reconnect || closes || (asked && inputEnded && pending == null)) {
      finish();
      return;
    }
    // half of it is random, so that many clients do not come at once
    Duration wait = delay.dividedBy(2).plusMillis(jitter());
    delay = delay.compareTo(LONGEST_DELAY.dividedBy(2)) > 0 ? LONGEST_DELAY : delay.multipliedBy(2);
    output.add(new ConnectEvent.Retry(wait));
    context.owner().setTimer(Math.max(1, wait.toMillis()), fired -> connect());
  }

  private long jitter() {
    return ThreadLocalRandom.current().nextLong(delay.toMillis() / 2 + 1);
  }

  /** When all has ended, so has the event loop, and there is nothing left to do. */
  private void onLoop(Runnable task) {
    try {
      context.runOnContext(v -> task.run());
    } catch (RejectedExecutionException e) {
      closes = true;
    }
  }

  private void finish() {
    if (done) {
      return;
    }
    done = true;
    closes = true;
    if (pending != null) {
      pending.taken().tryFail("the session has ended");
      pending = null;
    }
    output.add(new ConnectEvent.Done(fault == 0 ? exitCode : fault));
  }
}
