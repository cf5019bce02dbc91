package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocketClient;
import io.wsgauge.client.ClientConfig.BackoffConfig;
import io.wsgauge.client.ClientConfig.WebhookConfig;
import io.wsgauge.client.ClientConfig.WebhookConfig.Template;
import io.wsgauge.probe.ProbeFactory;
import io.wsgauge.probe.ProbeSettings;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.Target;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.status.State;
import io.wsgauge.status.TargetFinding;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Secrets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the {@link WebSocketClient} and a loop for each target; at first there is no loop. */
public final class ClientVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClientVerticle.class);

  /** Lines for changes of the state, of all targets together. */
  private static final int STATE_LINES_PER_SECOND = 10;

  /** Lines for the targets that a start or a reload begins with, and those that it ends. */
  private static final int TARGET_LINES_PER_SECOND = 20;

  /** All that a loop goes by; of equal ones there is one loop. */
  private record Watch(Target target, BackoffConfig backoff) {}

  private final Metrics metrics;
  private final TargetRegistry watchlist;
  private final ProbeSettings settings;
  private final PathChecker checker;
  private final Map<Watch, TargetLoop> running = new LinkedHashMap<>();
  private final Map<Watch, Runnable> checks = new HashMap<>();
  private CheckSchedule schedule;
  private WebSocketClient client;
  private ProbeFactory probes;

  /** The prober; null before the start, and from the stop on. */
  private volatile @Nullable OnDemandProber prober;

  private volatile List<String> readiness = List.of();

  /** Whether the service stops, of which a target that is this very server must not fail. */
  private volatile boolean stopping;

  private LogRate stateRate;
  private LogRate targetRate;

  /** The log of all loops, which share its rate. */
  private @Nullable MessageLog log;

  private @Nullable LogConfig logConfig;

  /** The webhook; null where none is configured. */
  private @Nullable Webhook webhook;

  private @Nullable WebhookConfig webhookConfig;

  /**
   * @param metrics that the results go to
   * @param watchlist that the results go to as well
   * @param checker of the targets that are configured to be checked
   */
  public ClientVerticle(
      Metrics metrics, TargetRegistry watchlist, ProbeSettings settings, PathChecker checker) {
    this.checker = checker;
    this.metrics = metrics;
    this.watchlist = watchlist;
    this.settings = settings;
  }

  /** All that a run can fail for, as the metrics name it. */
  public static List<String> failureReasons() {
    return Reason.labels();
  }

  /** The targets that are down and must not be, for the service to be ready. */
  public List<String> unready() {
    return watchlist.down(readiness);
  }

  /** What has targets run on demand; may be mounted before the verticle is deployed. */
  public RouteGroup probeRoutes() {
    return new ProbeRoutes(() -> prober);
  }

  /** The target of that name, of those that run now; empty without one. Thread-safe. */
  public Optional<Target> target(String name) {
    OnDemandProber started = prober;
    return started == null ? Optional.empty() : started.target(name);
  }

  /** The service is going to stop: no result of a target counts from now on. Thread-safe. */
  public void stopping() {
    stopping = true;
  }

  @Override
  public Future<?> start() {
    stateRate = new LogRate(vertx, LOGGER, "changes of state", STATE_LINES_PER_SECOND);
    targetRate = new LogRate(vertx, LOGGER, "pings", TARGET_LINES_PER_SECOND);
    client = ProbeFactory.client(vertx);
    schedule = new CheckSchedule(vertx, checker);
    probes = new ProbeFactory(context, client, settings);
    prober = new OnDemandProber(context, probes);
    metrics.loopDelay().start(vertx);
    return Future.succeededFuture();
  }

  /**
   * Runs these targets from now on, and no others. A target that is as it was keeps its connection
   * and its history. Thread-safe.
   */
  public Future<Void> update(ClientConfig config, List<Target> targets) {
    Promise<Void> done = Promise.promise();
    // all of it in there: what is added to a future that has completed runs on the caller's thread
    context.runOnContext(
        v ->
            Future.succeededFuture()
                .<Void>map(
                    now -> {
                      OnDemandProber started = prober;
                      if (started != null) {
                        updateWebhook(config.webhook());
                        updateLog(config.log());
                        updateTargets(config, targets);
                        started.update(config, targets);
                      }
                      return null;
                    })
                .onComplete(done));
    return done.future();
  }

  @Override
  public Future<?> stop() {
    stopping();
    OnDemandProber started = prober;
    if (started != null) {
      started.stop();
    }
    prober = null;
    running.values().forEach(TargetLoop::stop);
    checks.values().forEach(Runnable::run);
    return Future.join(client.close(), webhook == null ? Future.succeededFuture() : webhook.stop());
  }

  private void updateWebhook(WebhookConfig config) {
    if (config.equals(webhookConfig)) {
      return;
    }
    webhookConfig = config;
    if (webhook != null) {
      webhook
          .stop()
          .onFailure(e -> LOGGER.warn("the former webhook did not stop: {}", ErrorText.of(e)));
    }
    webhook = config.url().isEmpty() ? null : new Webhook(vertx, config, settings.userAgent());
  }

  private void updateLog(LogConfig config) {
    if (!config.equals(logConfig)) {
      logConfig = config;
      log = new MessageLog(vertx, LOGGER, "client recv", config);
    }
  }

  private MessageLog log() {
    return Objects.requireNonNull(log, "there is one before there are loops");
  }

  private void updateTargets(ClientConfig config, List<Target> targets) {
    Set<Watch> wanted =
        targets.stream()
            .map(target -> new Watch(target, config.backoff()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> names = targets.stream().map(Target::name).collect(Collectors.toSet());
    for (Map.Entry<Watch, TargetLoop> entry : List.copyOf(running.entrySet())) {
      Watch watch = entry.getKey();
      if (!wanted.contains(watch)) {
        running.remove(watch);
        entry.getValue().stop();
        Objects.requireNonNull(checks.remove(watch), "each loop has its checks").run();
        if (!names.contains(watch.target().name()) && targetRate.take()) {
          LOGGER.info("pings      {} no more", watch.target().name());
        }
      }
    }
    readiness = config.readiness();
    wanted.removeAll(running.keySet());
    int number = 0;
    for (Watch watch : wanted) {
      // spread over their interval, so that they do not go out all at once for ever
      Duration delay = watch.target().config().interval().multipliedBy(number++);
      running.put(watch, begin(watch, delay.dividedBy(wanted.size())));
    }
    watchlist.order(targets.stream().map(Target::name).toList());
  }

  private TargetLoop begin(Watch watch, Duration delay) {
    Target target = watch.target();
    if (targetRate.take()) {
      LOGGER.info(
          "pings      {} at {} every {}",
          target.name(),
          Secrets.mask(target.url().toString()),
          Durations.format(target.config().interval()));
    }
    ToldState told = new ToldState();
    Consumer<StateChange> changes =
        change -> {
          if (webhook != null && webhookConfig != null) {
            Set<State> wanted = webhookConfig.states();
            StateChange seen = wanted.contains(State.UNSTABLE) ? change : change.withoutUnstable();
            if (told.take(seen, wanted)) {
              webhook.send(seen.toJson());
            }
          }
        };
    ResultRecorder recorder =
        new ResultRecorder(
            target, metrics.client(), watchlist, this::log, stateRate, changes, System::nanoTime);
    checks.put(watch, schedule.add(target, found -> checked(recorder, found)));
    TargetLoop loop =
        new TargetLoop(
            vertx,
            target,
            listener -> probes.repeated(target, listener),
            recorder,
            new Backoff(
                watch.backoff().atMost(target.config().interval()), ThreadLocalRandom.current()),
            ThreadLocalRandom.current(),
            () -> stopping);
    loop.start(delay);
    return loop;
  }

  /** An alert of Alertmanager is of a target that is down, and has no place for more. */
  private void checked(ResultRecorder recorder, List<TargetFinding> found) {
    FindingsChange change = recorder.checked(found);
    boolean takes = webhookConfig != null && webhookConfig.template() != Template.ALERTMANAGER;
    if (change != null && webhook != null && takes) {
      webhook.send(change.toJson());
    }
  }
}
