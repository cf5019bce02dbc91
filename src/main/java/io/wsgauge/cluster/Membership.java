package io.wsgauge.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wsgauge.telemetry.ClusterMetrics;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.text.Payloads;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is there, as this node sees it: says who comes and goes, and greets those. Event loop only.
 */
final class Membership {
  private static final Logger LOGGER = LoggerFactory.getLogger(Membership.class);

  /** The first question to a node takes longer than those that follow. */
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private static final long GREET_AGAIN_MILLIS = 500;
  private static final int LINES_PER_SECOND = 20;

  private final Vertx vertx;
  private final int maxNodes;
  private final ClusterMetrics metrics;
  private final LogRate rate;
  private final Assignment assignment;

  /** Ids of the members that have said that they leave. */
  private final Set<String> leaving = new HashSet<>();

  /**
   * Ids of the members that have answered: a member is there before its bus and its targets are.
   */
  private final Set<String> greeted = new HashSet<>();

  /** By ids of members, what they have last said of their lists of shared targets. */
  private final Map<String, String> shared = new HashMap<>();

  private Node self;
  private List<Member> members = List.of();
  private View view = View.EMPTY;

  /** The bus by which nodes are greeted; null while this one is in no cluster. */
  private @Nullable Bus bus;

  /**
   * @param assignment told of each change
   */
  Membership(Vertx vertx, ClusterParts parts, Assignment assignment) {
    this.vertx = vertx;
    this.self = parts.settings().node();
    this.maxNodes = parts.config().maxNodes();
    this.metrics = parts.metrics().cluster();
    this.rate = new LogRate(vertx, LOGGER, "cluster", LINES_PER_SECOND);
    this.assignment = assignment;
  }

  Node self() {
    return self;
  }

  @Nullable Bus bus() {
    return bus;
  }

  /** The nodes beside this one, and beside one of the same name. */
  List<Node> others() {
    return view.nodes().values().stream().filter(node -> !isSelf(node)).toList();
  }

  private boolean isSelf(Node node) {
    return node.name().equals(self.name());
  }

  /** Those of all members, also of such as are not heeded. */
  Set<String> addresses() {
    return members.stream().map(Member::address).collect(Collectors.toSet());
  }

  /** What is wrong with what the nodes tell, in words. */
  List<String> problems() {
    return view.problems();
  }

  /** This node is a member, of that id, and can ask others. */
  void joined(String id, Bus bus) {
    this.self = self.withId(id);
    this.bus = bus;
    shared.put(id, self.shared());
    LOGGER.info(
        "cluster    joined as {}, {} nodes: {}",
        self.name(),
        view.nodes().size(),
        Payloads.field(String.join(", ", view.nodes().keySet())));
    look();
    others().forEach(this::greet);
  }

  /** This node is no member any more, which changes nothing about its targets. */
  void left() {
    if (bus != null) {
      bus = null;
      metrics.view(0);
    }
  }

  /**
   * @param now in the order in which they came, this one among them
   */
  void members(List<Member> now) {
    members = now;
    look();
  }

  /**
   * This node has another list of shared targets.
   *
   * @param list what stands for it
   */
  void shares(String list) {
    if (!list.equals(self.shared())) {
      self = self.withShared(list);
      hears(self.id(), list);
      others().forEach(this::greet);
    }
  }

  /** The member of that id says what its list of shared targets is. */
  void hears(String id, String list) {
    shared.put(id, Node.cut(list));
    look();
  }

  /** The member of that id says that it leaves. */
  void leaves(String id) {
    leaving.add(id);
    look();
  }

  private void look() {
    View before = view;
    view = View.of(members, leaving, shared, maxNodes);
    List<Node> gone =
        before.nodes().values().stream()
            .filter(node -> !view.nodes().containsKey(node.name()))
            .toList();
    List<Node> come = view.nodes().values().stream().filter(node -> !before.has(node)).toList();
    tell(before, gone, come);
    if (!gone.isEmpty() || !come.isEmpty()) {
      metrics.view(view.nodes().size());
      come.stream().filter(node -> !isSelf(node)).forEach(this::greet);
    }
    List<Node> lost = gone.stream().filter(node -> !leaving.contains(node.id())).toList();
    Set<String> ids = members.stream().map(Member::id).collect(Collectors.toSet());
    leaving.retainAll(ids);
    greeted.retainAll(ids);
    shared.keySet().retainAll(ids);
    assignment.update(view, view.has(self), silent(), lost);
  }

  /** Names of those that have not answered yet. */
  private Set<String> silent() {
    return others().stream()
        .filter(node -> !greeted.contains(node.id()))
        .map(Node::name)
        .collect(Collectors.toSet());
  }

  private void tell(View before, List<Node> gone, List<Node> come) {
    view.problems().stream()
        .filter(problem -> !before.problems().contains(problem) && rate.take())
        .forEach(problem -> LOGGER.warn("cluster: {}", Payloads.field(problem)));
    gone.stream()
        .filter(node -> rate.take())
        .forEach(
            node ->
                LOGGER.info(
                    "cluster    {} {}",
                    node.name(),
                    leaving.contains(node.id()) ? "left" : "is lost"));
    come.stream()
        .filter(node -> bus != null && rate.take())
        .forEach(node -> LOGGER.info("cluster    {} came, from {}", node.name(), node.address()));
  }

  /** Exchanges lists with a node; again and again until it answers or is gone. */
  private void greet(Node node) {
    Bus asked = bus;
    if (asked == null || !view.has(node)) {
      return;
    }
    asked
        .ask(
            node,
            new JsonObject()
                .put("ask", ClusterVerticle.HELLO)
                .put("id", self.id())
                .put("shared", self.shared()),
            WARM_UP)
        .onSuccess(
            answer -> {
              greeted.add(node.id());
              hears(node.id(), answer.toString());
            })
        .onFailure(
            e -> {
              LOGGER.debug("{} did not greet", node.name(), e);
              vertx.setTimer(GREET_AGAIN_MILLIS, id -> greet(node));
            });
  }
}
