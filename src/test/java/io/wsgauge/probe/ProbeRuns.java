package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.client.ClientConfig;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.testing.Configs;
import io.wsgauge.testing.RawServer;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Runs of one target, one after the other, without a loop. */
final class ProbeRuns implements ProbeListener, AutoCloseable {
  /** A deadline that a test waits for. */
  static final String SOON = "'timeout': '300ms'";

  /** What no text for people has: names of classes, and dumps. */
  private static final Pattern OF_A_LIBRARY =
      Pattern.compile("\\w(Exception|Error)\\b|\\b(io|javax?)\\.[a-z]+\\.|[0-9a-f]{100}");

  final LinkedBlockingQueue<ProbeConnection.End> ends = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<String> replies = new LinkedBlockingQueue<>();
  final AtomicInteger sent = new AtomicInteger();

  private final Context context;
  private final WebSocketClient client;
  private final Trust trust;
  private final Target target;
  private final AddressRotation addresses;
  private final Exchange.Template questions;

  private long sequence;
  private ProbeRun run;
  private ProbeConnection connection;

  private ProbeRuns(Vertx vertx, Target target) {
    this(vertx.getOrCreateContext(), ProbeFactory.client(vertx), new Trust(), target);
  }

  private ProbeRuns(Context context, WebSocketClient client, Trust trust, Target target) {
    this.context = context;
    this.client = client;
    this.trust = trust;
    this.target = target;
    this.addresses = new AddressRotation(target.family());
    this.questions = new Exchange.Template(target.config());
  }

  /**
   * @param options in JSON without its outer braces, with single quotes; empty for the defaults
   */
  static ProbeRuns of(Vertx vertx, RawServer server, String options) {
    return of(vertx, "ws://127.0.0.1:" + server.port() + "/ws", options);
  }

  static ProbeRuns of(Vertx vertx, String url, String options) {
    return of(vertx, url, options, 0);
  }

  /**
   * @param part of a target that is two, one for each family of addresses
   */
  static ProbeRuns of(Vertx vertx, String url, String options, int part) {
    return of(vertx, Target.of(config(url, options)).get(part));
  }

  static ProbeRuns of(Vertx vertx, Target target) {
    return new ProbeRuns(vertx, target);
  }

  /** Of another target, with the client of these. */
  ProbeRuns beside(Target other) {
    return new ProbeRuns(context, client, trust, other);
  }

  static TargetConfig config(String url, String options) {
    JsonObject json =
        new JsonObject("{" + options.replace('\'', '"') + "}").put("name", "t").put("url", url);
    ClientConfig config =
        Configs.client(new JsonObject().put("targets", new JsonArray().add(json)).encode());
    return config.targets().get(0);
  }

  Target target() {
    return target;
  }

  /** Begins one; what comes of it is among the results. */
  void begin() throws Exception {
    onContext(this::start);
  }

  void beginAndCancel() throws Exception {
    onContext(
        () -> {
          start();
          run.cancel();
        });
  }

  private void start() {
    Duration timeout = target.config().timeout();
    run =
        new ProbeRun(
            context,
            target,
            timeout,
            ++sequence,
            questions,
            connection,
            new BufferBudget(1 << 24),
            this);
    run.start(
            client,
            () -> new ConnectOptions(target, "test", trust).read(context.owner()),
            addresses)
        .onSuccess(results::add);
  }

  private ProbeResult end() throws Exception {
    ProbeResult result = results.poll(10, TimeUnit.SECONDS);
    assertTrue(result != null, "no result");
    checkPhases(result);
    return result;
  }

  /** One, over a connection that is open only for it. */
  ProbeResult fresh() throws Exception {
    begin();
    ProbeResult result = end();
    if (run.connection() != null) {
      onContext(() -> run.connection().close());
    }
    return result;
  }

  /** One, over the connection of the former where it is kept as well, which is left open. */
  ProbeResult kept() throws Exception {
    begin();
    ProbeResult result = end();
    if (connection == null && run.connection() != null) {
      connection = run.connection();
      onContext(() -> connection.onEnded(ends::add));
    }
    return result;
  }

  /** The end of the connection that was kept. */
  ProbeConnection.End ended() throws InterruptedException {
    ProbeConnection.End end = ends.poll(10, TimeUnit.SECONDS);
    assertTrue(end != null, "the connection has not ended");
    return end;
  }

  void cancel() throws Exception {
    onContext(() -> run.cancel());
  }

  /** Ends the connection that was kept. */
  @Override
  public void close() {
    if (connection != null) {
      context.runOnContext(v -> connection.close());
    }
  }

  private void onContext(Runnable action) throws Exception {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          action.run();
          done.complete();
        });
    done.future().await(10, TimeUnit.SECONDS);
  }

  @Override
  public void sent() {
    sent.incrementAndGet();
  }

  @Override
  public void replied(boolean text, Buffer payload, Duration roundTrip) {
    replies.add(payload.toString());
  }

  static ProbeResult succeeded(ProbeResult result) {
    assertTrue(result.succeeded(), result.outcome().toString());
    return result;
  }

  static Failed failed(Reason reason, Phase phase, ProbeResult result) {
    assertFalse(result.succeeded(), "it succeeded");
    Failed failed = (Failed) result.outcome();
    assertEquals(
        reason + " in " + phase, failed.reason() + " in " + failed.phase(), failed.toString());
    assertFalse(OF_A_LIBRARY.matcher(failed.detail()).find(), failed.detail());
    if (phase != Phase.IDLE && reason != Reason.LOCAL_ERROR) {
      assertTrue(result.phases().containsKey(phase), result.phases().toString());
      assertEquals(
          List.of(),
          result.phases().keySet().stream().filter(p -> p.compareTo(phase) > 0).toList(),
          "phases after the one that failed");
    }
    return failed;
  }

  /** Of every run. */
  private static void checkPhases(ProbeResult result) {
    Duration sum = Duration.ZERO;
    for (Duration duration : result.phases().values()) {
      assertFalse(duration.isNegative(), result.phases().toString());
      sum = sum.plus(duration);
    }
    assertTrue(sum.compareTo(result.duration()) <= 0, result.toString());
    assertTrue(result.roundTrip() == null || !result.roundTrip().isNegative(), result.toString());
  }
}
