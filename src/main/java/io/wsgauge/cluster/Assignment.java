package io.wsgauge.cluster;

import io.vertx.core.Vertx;
import io.wsgauge.probe.Target;
import io.wsgauge.telemetry.ClusterMetrics;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.TimeOfDay;
import java.util.ArrayList;
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

  private final Vertx vertx;
  private final String label;
  private final SharedTargets shared;
  private final Mesh mesh;
  private final LostNodes lost;
  private final ClusterMetrics metrics;
  private final ClusterParts.Sink targets;
  private View view = View.EMPTY;
  private Set<String> silent = Set.of();
  private List<Target> current = List.of();
  private SharedTargets.Plan plan = new SharedTargets.Plan(List.of(), 0, 0, null);
  private List<String> refused = List.of();

  /** -1, which no timer has, while there is none: 0 is the first of all. */
  private long timer = -1;

  private boolean stopped;

  Assignment(Vertx vertx, ClusterParts parts) {
    String self = parts.settings().node().name();
    ClusterConfig config = parts.config();
    this.vertx = vertx;
    this.label = ClusterConfig.NODE_LABEL + "=" + self;
    this.shared = new SharedTargets(config.shared(), self);
    this.mesh = new Mesh(config.mesh(), parts.defaults(), self);
    this.lost = new LostNodes(config.maxNodes());
    this.metrics = parts.metrics().cluster();
    this.targets = parts.sink();
    vertx.setPeriodic(REVIEW_MILLIS, id -> assign());
  }

  /**
   * Other nodes are there now.
   *
   * @param silent names of those that have not answered yet
   * @param gone those of the former view that went without a word
   */
  void update(View now, Set<String> silent, List<Node> gone) {
    view = now;
    this.silent = Set.copyOf(silent);
    gone.forEach(node -> lost.add(node, System.nanoTime(), TimeOfDay.now()));
    lost.removeAll(now.nodes().keySet());
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
    return plan;
  }

  List<String> refused() {
    return refused;
  }

  private void assign() {
    View now = view;
    Set<String> unheard = silent;
    List<Node> nodes =
        Stream.concat(now.nodes().values().stream(), lost().stream().map(LostNodes.Lost::node))
            .toList();
    metrics.lost(lost().size());
    // of many targets it takes long; one after the other, since the plans build on each other
    vertx
        .executeBlocking(() -> shared.plan(now.sharers(), unheard, System.nanoTime()))
        .onSuccess(next -> begin(next, mesh.plan(nodes)))
        .onFailure(e -> LOGGER.error("The targets could not be shared out", e));
  }

  private void begin(SharedTargets.Plan next, Mesh.Plan nodes) {
    if (stopped) {
      return;
    }
    plan = next;
    metrics.shared(next.owned(), next.leftOut());
    nodes.refused().stream().filter(text -> !refused.contains(text)).forEach(LOGGER::warn);
    refused = nodes.refused();
    vertx.cancelTimer(timer);
    if (next.again() != null) {
      timer = vertx.setTimer(next.again().toMillis() + 1, id -> assign());
    }
    List<Target> all = new ArrayList<>();
    next.targets().forEach(target -> all.addAll(Target.of(target.labelled(label))));
    all.addAll(nodes.targets());
    if (!all.equals(current)) {
      current = all;
      targets
          .ping(all)
          .onFailure(e -> LOGGER.error("The targets were not changed: {}", ErrorText.of(e)));
    }
  }
}
