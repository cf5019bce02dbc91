package io.wsgauge.cluster;

import io.vertx.core.Vertx;
import io.wsgauge.cluster.ClusterConfig.MeshConfig;
import io.wsgauge.cluster.ClusterConfig.SharedConfig;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.telemetry.ClusterMetrics;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.TimeOfDay;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the view of a node into the targets that it pings. Event loop only. */
final class Assignment {
  private static final Logger LOGGER = LoggerFactory.getLogger(Assignment.class);

  /** How often lost nodes are looked at whose hour may be over. */
  private static final long REVIEW_MILLIS = 60_000;

  private static final int LINES_PER_SECOND = 10;

  private final Vertx vertx;
  private final TargetPlanner planner;
  private final LostNodes lost;
  private final ClusterMetrics metrics;
  private final ClusterParts.Sink targets;
  private final LogRate rate;
  private SharedConfig shared;
  private MeshConfig mesh;
  private TargetConfig defaults;
  private View view = View.EMPTY;
  private boolean here;
  private Set<String> silent = Set.of();
  private TargetPlanner.Plan plan = TargetPlanner.Plan.NONE;

  /** Whether targets are being planned, and whether that is to be done once more. */
  private boolean planning;

  private boolean changed;

  /** -1, which no timer has, while there is none: 0 is the first of all. */
  private long timer = -1;

  private boolean stopped;

  Assignment(Vertx vertx, ClusterParts parts) {
    this.vertx = vertx;
    this.planner = new TargetPlanner(parts.settings().node().name());
    this.shared = parts.config().shared();
    this.mesh = parts.config().mesh();
    this.defaults = parts.defaults();
    this.lost = new LostNodes(parts.config().maxNodes());
    this.metrics = parts.metrics().cluster();
    this.targets = parts.sink();
    this.rate = new LogRate(vertx, LOGGER, "URLs of nodes", LINES_PER_SECOND);
    vertx.setPeriodic(REVIEW_MILLIS, id -> assign());
  }

  /**
   * Other nodes are there now.
   *
   * @param here whether this one is there
   * @param silent names of those that have not answered yet
   * @param gone those of the former view that went without a word
   */
  void update(View now, boolean here, Set<String> silent, List<Node> gone) {
    view = now;
    this.here = here;
    this.silent = Set.copyOf(silent);
    gone.forEach(node -> lost.add(node, System.nanoTime(), TimeOfDay.now()));
    lost.removeAll(now.nodes().keySet());
    assign();
  }

  /** The targets are of this configuration from now on, as far as that can be. */
  void configure(ClusterConfig config, TargetConfig defaults) {
    this.shared = config.shared();
    this.mesh = mesh.takingUp(config.mesh());
    this.defaults = defaults;
    assign();
  }

  /** No target is changed any more. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  List<LostNodes.Lost> lost() {
    return lost.list(System.nanoTime());
  }

  SharedTargets.Plan plan() {
    return plan.shared();
  }

  /** What is wrong with URLs of nodes that are not pinged, in words. */
  List<String> refused() {
    return plan.refused();
  }

  /** Plans once for all changes that come while the targets are being planned. */
  private void assign() {
    changed = true;
    if (planning || stopped) {
      return;
    }
    changed = false;
    planning = true;
    metrics.lost(lost().size());
    List<Node> nodes =
        Stream.concat(view.nodes().values().stream(), lost().stream().map(LostNodes.Lost::node))
            .toList();
    TargetPlanner.Situation given =
        new TargetPlanner.Situation(shared, mesh, defaults, view.sharers(), here, silent, nodes);
    vertx
        .executeBlocking(() -> planner.plan(given, System.nanoTime()))
        .onSuccess(this::begin)
        .onFailure(e -> LOGGER.error("The targets could not be shared out", e))
        .onComplete(
            done -> {
              planning = false;
              if (changed) {
                assign();
              }
            });
  }

  private void begin(TargetPlanner.Plan next) {
    if (stopped) {
      return;
    }
    TargetPlanner.Plan before = plan;
    plan = next;
    metrics.shared(next.shared().owned(), next.shared().leftOut());
    next.refused().stream()
        .filter(text -> !before.refused().contains(text) && rate.take())
        .forEach(LOGGER::warn);
    vertx.cancelTimer(timer);
    if (next.shared().again() != null) {
      timer = vertx.setTimer(next.shared().again().toMillis() + 1, id -> assign());
    }
    if (next.targets() != before.targets()) {
      targets
          .ping(next.targets())
          .onFailure(e -> LOGGER.error("The targets were not changed: {}", ErrorText.of(e)));
    }
  }
}
