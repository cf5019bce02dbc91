package io.wsgauge.probe;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.handshake.ConnectAttempt;
import io.wsgauge.handshake.WebSocketClients;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.wire.Limit;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSockets to one target that are talked over, and not measured. A connect is what it is in
 * a {@link Probe}: its steps, its reasons, and one deadline, which is the target's timeout. Event
 * loop only.
 */
public final class WebSocketConnector {
  private final Context context;
  private final WebSocketClient client;
  private final ProbeSettings settings;
  private final Target target;
  private final Limit messageSize;
  private final ConnectOptions options;
  private final AddressRotation addresses;

  /** The connect under way; null without one. */
  private @Nullable Attempt attempt;

  /**
   * @param context of the event loop
   * @param client from {@link #client} for the same size
   * @param maxMessageSize bytes of a message that comes in; a larger one ends its WebSocket
   */
  public WebSocketConnector(
      Context context,
      WebSocketClient client,
      ProbeSettings settings,
      Target target,
      int maxMessageSize) {
    this.context = context;
    this.client = client;
    this.settings = settings;
    this.target = target;
    this.messageSize = Limit.ofSize("what wsgauge takes", maxMessageSize);
    this.options = new ConnectOptions(target, settings.userAgent(), new Trust());
    this.addresses = new AddressRotation(target.family());
  }

  /** A client for it. */
  public static WebSocketClient client(Vertx vertx, int maxMessageSize) {
    return WebSocketClients.create(
        vertx, ProbeFactory.clientOptions().setMaxFrameSize(maxMessageSize));
  }

  /** Begins to connect. No other connect may be under way. */
  public void connect(WebSocketListener listener) {
    Attempt begun = new Attempt(listener);
    attempt = begun;
    begun.start();
  }

  /** Gives up the connect that is under way, of which nothing is told any more. */
  public void cancel() {
    if (attempt != null) {
      attempt.abort();
    }
  }

  private final class Attempt {
    private final WebSocketListener listener;
    private long deadline = -1; // which no timer has

    /** The steps; null while files are being read. */
    private @Nullable ConnectAttempt opening;

    private boolean over;

    Attempt(WebSocketListener listener) {
      this.listener = listener;
    }

    void start() {
      Duration timeout = target.config().timeout();
      deadline = context.owner().setTimer(Math.max(1, timeout.toMillis()), fired -> late(timeout));
      Future.succeededFuture()
          .compose(v -> options.read(context.owner()))
          .compose(this::open)
          .onSuccess(this::opened)
          .onFailure(this::failed);
    }

    private Future<WebSocket> open(WebSocketConnectOptions known) {
      if (over) {
        return Future.failedFuture("too late");
      }
      ConnectAttempt begun =
          new ConnectAttempt(context, known, target.config().compression() ? messageSize : null);
      opening = begun;
      return begun.open(client, addresses);
    }

    private void opened(WebSocket socket) {
      if (over || opening == null) {
        return; // it was given up, which has cut it
      }
      end();
      String subprotocol = socket.subProtocol() == null ? "" : socket.subProtocol();
      ConnectAttempt done = opening;
      OpenWebSocket open = new OpenWebSocket(messageSize, settings.budget(), listener);
      open.begin(
          socket,
          () -> {
            ConnectionInfo info = ConnectionInfo.of(done, true, subprotocol, open.extensions());
            listener.opened(open, Objects.requireNonNull(info, "address"), Handshake.of(done));
          });
    }

    private void failed(Throwable error) {
      tell(opening == null ? FailureClassifier.local(error) : FailureClassifier.of(opening, error));
    }

    private void late(Duration timeout) {
      tell(
          opening == null
              ? new Failed(Reason.LOCAL_ERROR, Phase.RESOLVE, "files were not read in time")
              : FailureClassifier.late(opening, timeout));
      abort();
    }

    private void tell(Failed why) {
      if (!over) {
        end();
        listener.failed(why, opening == null ? Handshake.NONE : Handshake.of(opening));
      }
    }

    void abort() {
      end();
      if (opening != null) {
        opening.abort();
      }
    }

    private void end() {
      over = true;
      context.owner().cancelTimer(deadline);
    }
  }
}
