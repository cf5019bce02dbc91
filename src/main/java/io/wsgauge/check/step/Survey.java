package io.wsgauge.check.step;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.MeasurementsBuilder;
import io.wsgauge.check.measurement.Negotiation;
import io.wsgauge.check.measurement.Reachability;
import io.wsgauge.check.measurement.TlsExamination;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.step.NegotiationStep.Subject;
import io.wsgauge.check.step.StepReport.State;
import io.wsgauge.config.PemFiles;
import io.wsgauge.handshake.ValidAuthorities;
import io.wsgauge.probe.ConnectOptions;
import io.wsgauge.probe.Target;
import io.wsgauge.text.ErrorText;
import io.wsgauge.wire.BufferBudget;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures a path step by step, those beside each other that do not disturb each other. The failure
 * of a step ends no other, but of those that need it. Event loop only, but for {@link #run}.
 */
public final class Survey {
  private static final Logger LOGGER = LoggerFactory.getLogger(Survey.class);

  /** As browsers say who they are, since some paths refuse others. */
  static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
          + " Safari/537.36";

  /** WebSockets that are held at a time at most. */
  static final int MOST_HELD = 13;

  /**
   * Seconds by which the own event loop may be late while a step runs that would be judged by it.
   */
  private static final double SPOILING_LAG = 0.2;

  /** Times that such a step is run before it counts as not measured. */
  private static final int TRIES = 3;

  /** What the chains hold beside the lanes of silence. */
  private static final int HELD_BY_CHAINS = 3;

  /** Listens to the steps as they begin and end. */
  public interface Listener {
    void begun(String step);

    void ended(StepReport report);
  }

  /** The names of all steps. */
  public static final Set<String> STEPS =
      new TreeSet<>(
          Set.of(
              "resolve",
              "connect",
              "tls",
              "upgrade",
              "garbage",
              "reliability",
              "view",
              "variants",
              "capacity",
              "round-trip",
              "pings",
              "integrity",
              "early-data",
              "close",
              "http2",
              "buffering",
              "compression",
              "subprotocol",
              "sizes",
              "throughput",
              "silence",
              "many"));

  /** Those without which nothing else can be measured. */
  public static final Set<String> NEEDED = Set.of("resolve", "connect", "tls", "upgrade");

  private final Vertx vertx;
  private final SurveyOptions options;
  private final Listener listener;
  private final CheckClock clock = new CheckClock();
  private final MeasurementsBuilder result = MeasurementsBuilder.builder();
  private final List<StepReport> steps = new ArrayList<>();
  private final OwnLag lag;
  private final BufferBudget budget;
  private final Promise<Void> cancelled = Promise.promise();

  /**
   * @param listener called on the survey's event loop
   * @param budget of what the peer makes this end hold
   */
  public Survey(Vertx vertx, SurveyOptions options, Listener listener, BufferBudget budget) {
    this.vertx = vertx;
    this.options = options;
    this.listener = listener;
    this.budget = budget;
    this.lag = new OwnLag(vertx, clock);
  }

  /**
   * Begins, on the current event loop, or from any other thread on one of its own. To be called
   * once.
   *
   * @return fails when it is cancelled, and by a fault on this side
   */
  public Future<SurveyResult> run() {
    Context context = vertx.getOrCreateContext();
    return Future.<SurveyResult>future(
        promise -> context.runOnContext(v -> start().onComplete(promise)));
  }

  /**
   * Ends it: what is open is closed, and no further step begins, so that it fails once the step
   * under way has noticed. Thread-safe.
   */
  public void cancel() {
    cancelled.tryComplete();
  }

  private boolean isCancelled() {
    return cancelled.future().isComplete();
  }

  private Future<SurveyResult> start() {
    lag.start();
    Target target = options.target();
    return new ConnectOptions(target, BROWSER)
        .read(vertx)
        .compose(this::survey)
        .onComplete(done -> lag.stop());
  }

  private Future<SurveyResult> survey(WebSocketConnectOptions connect) {
    Dialer dialer = new Dialer(vertx, clock, connect, budget);
    Context context = vertx.getOrCreateContext();
    cancelled
        .future()
        .onSuccess(
            v ->
                context.runOnContext(now -> dialer.connector().close().onFailure(this::notClosed)));
    Path path = new Path(vertx, clock, lag, dialer, options.horizon());
    boolean proxied = connect.getProxyOptions() != null;
    Future<SurveyResult> surveyed =
        (proxied ? Future.succeededFuture(true) : reach(path))
            .compose(
                reached ->
                    reached && path.connector().isTls()
                        ? secure(path)
                        : Future.succeededFuture(reached))
            .compose(secured -> secured ? open(path) : Future.succeededFuture())
            .map(
                v ->
                    new SurveyResult(
                        result
                            .url(options.target().url().toString())
                            .interruptions(path.interruptions())
                            .violations(path.violations())
                            .own(
                                new Measurements.Own(
                                    lag.max(), path.voids(), path.connector().openings()))
                            .build(),
                        List.copyOf(steps),
                        clock.now()));
    return surveyed.eventually(dialer.connector()::close);
  }

  /** Whether an address was reached. */
  private Future<Boolean> reach(Path path) {
    return measure(path, new ResolveStep(options.target().family()), result::resolution)
        .compose(
            resolution -> {
              List<String> addresses = resolution == null ? List.of() : resolution.addresses();
              if (addresses.isEmpty()) {
                return Future.succeededFuture(false);
              }
              return measure(path, new ConnectStep(addresses), result::reachability)
                  .map(
                      reached ->
                          reached != null
                              && reached.addresses().stream()
                                  .anyMatch(Reachability.Reach::isConnected));
            });
  }

  /** Whether TLS came about, with whatever certificate. */
  private Future<Boolean> secure(Path path) {
    return vertx
        .executeBlocking(() -> authorities(options.target()))
        .compose(authorities -> measure(path, new TlsStep(authorities), result::tls))
        .map(
            tls -> {
              if (tls != null && isTrusted(tls)) {
                path.connector().verify();
              } else {
                path.dialer().dropCredentials();
              }
              return tls != null && tls.failure().isEmpty();
            });
  }

  private boolean isTrusted(TlsExamination tls) {
    TlsExamination.Certificate certificate = tls.certificate();
    return options.target().config().tls().insecure()
        || (certificate != null
            && certificate.trusted()
            && certificate.namesHost()
            && !certificate.expired()
            && !certificate.notYetValid());
  }

  private static ValidAuthorities authorities(Target target)
      throws IOException, GeneralSecurityException {
    String file = target.config().tls().authorities();
    return file.isEmpty()
        ? ValidAuthorities.ofJdk()
        : ValidAuthorities.of(PemFiles.parse(PemFiles.certificates(java.nio.file.Path.of(file))));
  }

  private Future<Void> open(Path path) {
    return Future.join(
            measure(path, new UpgradeStep(), result::upgrade),
            measure(path, new GarbageStep(), result::garbage))
        .compose(
            done -> {
              Upgrade upgrade = done.resultAt(0);
              boolean opens = upgrade != null && upgrade.best().isUpgraded();
              return opens ? measureOpen(path) : Future.succeededFuture();
            });
  }

  private Future<Void> measureOpen(Path path) {
    return measure(path, new ReliabilityStep(), result::reliability)
        .compose(v -> measure(path, new ViewStep(), result::view))
        .compose(v -> measure(path, new VariantsStep(), result::variants))
        .compose(v -> measure(path, new CapacityStep("capacity", MOST_HELD), result::capacity))
        .compose(capacity -> beside(path, capacity))
        .compose(
            v ->
                options.many() > 0
                    ? measure(path, new CapacityStep("many", options.many()), result::many)
                        .mapEmpty()
                    : Future.succeededFuture());
  }

  /** Silence beside all else, where as much may be held; else behind it, in fewer lanes. */
  private Future<Void> beside(Path path, @Nullable Capacity capacity) {
    int held = capacity == null ? MOST_HELD : capacity.held();
    path.room(Math.max(2, held)); // one is asked for the record of another
    if (held >= MOST_HELD) {
      return Future.join(chains(path, true), silence(path, MOST_HELD - HELD_BY_CHAINS)).mapEmpty();
    }
    return chains(path, false).compose(v -> silence(path, Math.max(1, held - 1)));
  }

  private Future<Void> silence(Path path, int lanes) {
    return options.horizon().isZero()
        ? Future.succeededFuture()
        : measure(path, new SilenceStep(lanes), result::silence).mapEmpty();
  }

  /**
   * @param roomy whether steps may be beside each other of which each holds a WebSocket while it
   *     opens another
   */
  private Future<Void> chains(Path path, boolean roomy) {
    if (path.isMute()) {
      // what is held back is all that there is to see, and each other step would wait in vain
      return measure(path, new BufferingStep(), result::buffering).mapEmpty();
    }
    Future<Void> messages =
        measure(path, new RoundTripStep(), result::roundTrips)
            .compose(
                v ->
                    both(
                        roomy,
                        () -> measure(path, new PingsStep(), result::pings),
                        () -> measure(path, new IntegrityStep(), result::integrity)))
            .compose(v -> measure(path, new EarlyDataStep(), result::earlyData))
            .compose(v -> measure(path, new ClosesStep(), result::closes))
            .compose(v -> measure(path, new Http2Step(), result::http2))
            .compose(
                v ->
                    both(
                        roomy,
                        negotiation(path, Subject.COMPRESSION, result::compression),
                        negotiation(path, Subject.SUBPROTOCOL, result::subprotocol)));
    Future<Void> bytes =
        measure(path, new BufferingStep(), result::buffering)
            .compose(v -> measure(path, new ThroughputStep(), result::throughput))
            .compose(v -> measure(path, new SizesStep(), result::sizes))
            .mapEmpty();
    return Future.join(messages, bytes).mapEmpty();
  }

  private Supplier<Future<?>> negotiation(Path path, Subject subject, Consumer<Negotiation> keep) {
    return () -> measure(path, new NegotiationStep(subject), keep);
  }

  /** Both beside each other, or one after the other. */
  private static Future<Void> both(
      boolean beside, Supplier<Future<?>> one, Supplier<Future<?>> other) {
    return beside
        ? Future.join(one.get(), other.get()).mapEmpty()
        : one.get().compose(v -> other.get()).mapEmpty();
  }

  /**
   * @return what was measured; null where it was not, which the step's report says
   */
  private <M> Future<@Nullable M> measure(Path path, Step<M> step, Consumer<M> keep) {
    String name = step.name();
    if (isCancelled()) {
      return Future.failedFuture("cancelled");
    }
    if (options.skip().contains(name) || (!options.only().isEmpty() && !isNeeded(name))) {
      report(new StepReport(name, State.SKIPPED, 0, "not asked for"));
      return Future.succeededFuture(null);
    }
    listener.begun(name);
    double begun = clock.now();
    Path own = path.during(name);
    int tries = step.isRepeatable() ? TRIES : 1;
    return Future.succeededFuture()
        .compose(v -> run(own, step, tries))
        .timeout(step.budget(own).toMillis() * tries + 1000, TimeUnit.MILLISECONDS)
        .eventually(() -> end(own))
        .transform(
            (measured, error) -> {
              double took = clock.now() - begun;
              if (error == null) {
                keep.accept(measured);
                State state = own.missing().isEmpty() ? State.MEASURED : State.PARTLY;
                report(new StepReport(name, state, took, own.missing()));
              } else {
                LOGGER.debug("Step {} was not measured", name, error);
                report(new StepReport(name, State.NOT_MEASURED, took, ErrorText.of(error)));
              }
              return Future.succeededFuture(measured);
            });
  }

  /** Again, where this process was late in it, so that what was measured is its own delay. */
  private <M> Future<M> run(Path path, Step<M> step, int tries) {
    double begun = clock.now();
    return step.run(path)
        .compose(
            measured -> {
              if (!step.isRepeatable() || lag.since(begun) <= SPOILING_LAG) {
                return Future.succeededFuture(measured);
              }
              if (tries == 1) {
                return Future.failedFuture("this process was late, %d times".formatted(TRIES));
              }
              path.voided();
              return run(path, step, tries - 1);
            });
  }

  /** Whether it is asked for, or others need it. */
  private boolean isNeeded(String name) {
    return options.only().contains(name) || NEEDED.contains(name) || name.equals("view");
  }

  /** Never fails, since what was measured is worth more than an end that does not come. */
  private static Future<Void> end(Path path) {
    return Future.succeededFuture()
        .compose(v -> path.end())
        .onFailure(error -> LOGGER.debug("What a step has opened was not ended", error))
        .otherwiseEmpty();
  }

  private void notClosed(Throwable error) {
    LOGGER.debug("A cancelled check was not closed", error);
  }

  private void report(StepReport report) {
    steps.add(report);
    listener.ended(report);
  }
}
