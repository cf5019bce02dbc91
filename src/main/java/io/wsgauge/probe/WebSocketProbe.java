package io.wsgauge.probe;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.ProbeConnection.End;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A probe with Vert.x's client. A kept connection is replaced when it ended or a run failed. Event
 * loop only.
 */
final class WebSocketProbe implements Probe {
  private final Context context;
  private final WebSocketClient client;
  private final Supplier<Future<WebSocketConnectOptions>> options;
  private final Target target;
  private final Duration timeout;
  private final boolean keep;
  private final BufferBudget budget;
  private final ProbeListener listener;
  private final AddressRotation addresses;
  private final Exchange.Template exchanges;

  /** The connection kept between runs; null without one. */
  private @Nullable ProbeConnection connection;

  /** The run under way; null between runs. */
  private @Nullable ProbeRun run;

  /**
   * @param options of a connection that has to be opened
   * @param timeout of each run
   * @param keep whether the connection is kept after a run that succeeded
   * @param budget of all connections
   */
  WebSocketProbe(
      Context context,
      WebSocketClient client,
      Supplier<Future<WebSocketConnectOptions>> options,
      Target target,
      Duration timeout,
      boolean keep,
      BufferBudget budget,
      ProbeListener listener) {
    this.context = context;
    this.client = client;
    this.options = options;
    this.target = target;
    this.timeout = timeout;
    this.keep = keep;
    this.budget = budget;
    this.listener = listener;
    this.addresses = new AddressRotation(target.family());
    this.exchanges = new Exchange.Template(target.config());
  }

  @Override
  public Future<ProbeResult> run(long sequence) {
    ProbeRun begun =
        new ProbeRun(context, target, timeout, sequence, exchanges, connection, budget, listener);
    run = begun;
    return begun
        .start(client, options, addresses)
        .map(
            result -> {
              ended(result, begun.connection());
              return result;
            });
  }

  @Override
  public void cancel() {
    if (run != null) {
      run.cancel();
      run = null;
    }
    if (connection != null) {
      ProbeConnection discarded = connection;
      connection = null;
      discarded.close();
    }
  }

  private void ended(ProbeResult result, @Nullable ProbeConnection used) {
    run = null;
    if (used == null) {
      return;
    }
    if (result.succeeded() && keep) {
      keep(used);
    } else {
      // a late reply must not pass for that of the next run
      release(used);
    }
  }

  private void keep(ProbeConnection used) {
    if (connection != used) {
      connection = used;
      used.onEnded(end -> ended(used, end));
    }
  }

  private void release(ProbeConnection used) {
    if (keep && connection != used) {
      used.onEnded(end -> listener.ended(end.lifetime()));
    }
    connection = null;
    used.close();
  }

  /** A kept connection has ended. */
  private void ended(ProbeConnection which, End end) {
    listener.ended(end.lifetime());
    if (connection != which || run != null) {
      return; // the connection was discarded, or the run reports its end
    }
    connection = null;
    boolean accepted =
        end.lifetime().by() == By.PEER
            && target.config().acceptedCloseCodes().contains(end.why().closeCode());
    if (!accepted) {
      listener.lost(end.why());
    }
  }
}
