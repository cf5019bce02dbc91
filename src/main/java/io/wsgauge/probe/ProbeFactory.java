package io.wsgauge.probe;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.wsgauge.handshake.WebSocketClients;
import java.time.Duration;

/** Factory of probes that share a client, and run on its event loop. */
public final class ProbeFactory {
  private final Context context;
  private final WebSocketClient client;
  private final ProbeSettings settings;
  private final Trust trust = new Trust();

  /**
   * @param context of the event loop
   * @param client from {@link #client}
   */
  public ProbeFactory(Context context, WebSocketClient client, ProbeSettings settings) {
    this.context = context;
    this.client = client;
    this.settings = settings;
  }

  /** The one client that all probes share. */
  public static WebSocketClient client(Vertx vertx) {
    return WebSocketClients.create(vertx, clientOptions());
  }

  static WebSocketClientOptions clientOptions() {
    return new WebSocketClientOptions()
        .setSslEngineOptions(new ServerNameIndication())
        // a bound would make a run wait for another that was given up and is still closing
        .setMaxConnections(Integer.MAX_VALUE)
        // ProbeConnection cuts in every case, and Vert.x's own timeout in some only
        .setClosingTimeout(-1)
        // for frames right behind the upgrade's response; ProbeConnection limits the others
        .setMaxFrameSize(ProbeConnection.MAX_REPLY_SIZE)
        // a run has its own deadline
        .setConnectTimeout(Integer.MAX_VALUE);
  }

  /** A probe that keeps its connection between two runs where its target is configured so. */
  public Probe repeated(Target target, ProbeListener listener) {
    TargetConfig config = target.config();
    return create(target, config.deadline(), config.isKept(), listener);
  }

  /**
   * A probe that keeps no connection.
   *
   * @param timeout of the run, if it is shorter than the target's own
   */
  public Probe once(Target target, Duration timeout) {
    Duration own = target.config().deadline();
    return create(
        target, timeout.compareTo(own) < 0 ? timeout : own, false, new ProbeListener() {});
  }

  private Probe create(Target target, Duration timeout, boolean keep, ProbeListener listener) {
    ConnectOptions options = new ConnectOptions(target, settings.userAgent(), trust);
    return new WebSocketProbe(
        context,
        client,
        () -> options.read(context.owner()),
        target,
        timeout,
        keep,
        settings.budget(),
        listener);
  }
}
