package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Payloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of a cluster: joins it when it is deployed, tries again for as long as that fails, and
 * leaves it in order. Its deployment never fails, since all that is not of the cluster works
 * without it.
 */
public final class ClusterVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterVerticle.class);

  private static final long RETRY_MILLIS = 10_000;

  /** How long those that stay have to hear that this node leaves. */
  private static final Duration GOODBYE = Duration.ofMillis(500);

  /** How long a stop waits for an engine that does not end. */
  private static final Duration LONGEST_LEAVE = Duration.ofSeconds(4);

  /** The first question to a node takes longer than those that follow. */
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private static final long GREET_AGAIN_MILLIS = 500;

  private final ClusterParts parts;
  private final Supplier<Engine> engines;
  private final Set<String> leaving = new HashSet<>();

  /**
   * Ids of the members that have answered: a member is there before its bus and its targets are.
   */
  private final Set<String> greeted = new HashSet<>();

  private List<Member> members = List.of();
  private View view = View.EMPTY;
  private Node self;
  private Assignment assignment;
  private ClusterAnswers answers;
  private @Nullable Bus bus;
  private String outside = "it has not joined yet";

  /** Attempts to join, by which what a former engine tells is known for that. */
  private int attempt;

  private boolean stopped;

  /**
   * @param engines makes one for each attempt to join
   */
  public ClusterVerticle(ClusterParts parts, Supplier<Engine> engines) {
    this.parts = parts;
    this.self = parts.settings().node();
    this.engines = engines;
  }

  @Override
  public Future<?> start() {
    assignment = new Assignment(vertx, parts);
    answers = new ClusterAnswers(vertx, this, parts);
    parts.metrics().loopDelay().start(vertx);
    parts.routes().begin(context, answers);
    LOGGER.info("cluster    open {}", parts.settings().openings());
    join();
    return Future.succeededFuture();
  }

  /** Tells the others, and leaves; ends in time, whatever the engine does. */
  @Override
  public Future<?> stop() {
    stopped = true;
    assignment.stop();
    Bus left = bus;
    List<Node> others = others();
    bus = null;
    if (left == null) {
      return Future.succeededFuture();
    }
    JsonObject goodbye = new JsonObject().put("ask", "leave").put("id", self.id());
    Future<?> told =
        Future.join(others.stream().map(node -> left.ask(node, goodbye, GOODBYE)).toList());
    return here(told.transform(done -> left.close()))
        .timeout(LONGEST_LEAVE.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            e -> {
              LOGGER.warn("the cluster was not left in order: {}", ErrorText.of(e));
              return Future.succeededFuture();
            });
  }

  private void join() {
    int own = ++attempt;
    Engine engine = engines.get();
    Engine.Settings settings = parts.settings().engine();
    Map<String, Integer> ports =
        Map.of("cluster.port", settings.port(), "cluster.busPort", parts.config().busPort());
    vertx
        .executeBlocking(
            () -> {
              OwnAddress.check(settings.address(), ports);
              return settings;
            })
        .compose(checked -> here(engine.start(checked, new Events(own))))
        .compose(clustered -> serve(own, parts.settings().node().withId(engine.id()), clustered))
        .onFailure(
            e -> {
              if (own == attempt) { // else it has ended, and was told so
                leave();
                joinLater("it cannot join: " + ErrorText.of(e));
              }
            });
  }

  /** Is in no cluster any more, and hears nothing of what is left of one. */
  private void leave() {
    attempt++;
    Bus left = bus;
    bus = null;
    if (left != null) {
      left.close().onFailure(e -> LOGGER.debug("The bus had ended", e));
    }
  }

  private Future<Void> serve(int own, Node node, Vertx clustered) {
    Bus opened = new Bus(clustered);
    if (stopped || own != attempt) {
      return opened.close();
    }
    bus = opened;
    self = node;
    LOGGER.info(
        "cluster    joined as {}, {} nodes: {}",
        node.name(),
        view.nodes().size(),
        Payloads.field(String.join(", ", view.nodes().keySet())));
    warmUp(others());
    return here(opened.serve(node, this::answer));
  }

  private void joinLater(String why) {
    outside = why;
    if (!stopped) {
      LOGGER.warn("cluster: {}; tried again in {} s", why, RETRY_MILLIS / 1000);
      vertx.setTimer(RETRY_MILLIS, id -> join());
    }
  }

  /** Called on the event loop of the bus. */
  private Future<Buffer> answer(JsonObject question) {
    String ask = question.getString("ask", "");
    if (ask.equals("leave")) {
      String id = question.getString("id", "");
      context.runOnContext(v -> leaves(id));
      return Future.succeededFuture(Buffer.buffer());
    }
    Promise<Buffer> answer = Promise.promise();
    context.runOnContext(
        v ->
            Future.succeededFuture().compose(now -> answers.forOther(question)).onComplete(answer));
    return answer.future();
  }

  private void leaves(String id) {
    leaving.add(id);
    // whoever is no member any more has left
    leaving.retainAll(members.stream().map(Member::id).toList());
    look();
  }

  /** Takes the members as they are, for what is to be done. */
  private void look() {
    View before = view;
    view = View.of(members, leaving, parts.config().maxNodes());
    view.problems().stream()
        .filter(problem -> !before.problems().contains(problem))
        .forEach(problem -> LOGGER.warn("cluster: {}", Payloads.field(problem)));
    List<Node> gone =
        before.nodes().values().stream()
            .filter(node -> !view.nodes().containsKey(node.name()))
            .toList();
    List<Node> come = view.nodes().values().stream().filter(node -> !before.has(node)).toList();
    gone.forEach(node -> LOGGER.info("cluster    {} {}", node.name(), how(node)));
    come.stream()
        .filter(node -> bus != null)
        .forEach(node -> LOGGER.info("cluster    {} came, from {}", node.name(), node.address()));
    if (!gone.isEmpty() || !come.isEmpty()) {
      parts.metrics().cluster().view(view.nodes().size());
      warmUp(come);
    }
    greeted.retainAll(members.stream().map(Member::id).toList());
    assignment.update(
        view,
        others().stream()
            .filter(node -> !greeted.contains(node.id()))
            .map(Node::name)
            .collect(Collectors.toSet()),
        gone.stream().filter(node -> !leaving.contains(node.id())).toList());
  }

  private String how(Node node) {
    return leaving.contains(node.id()) ? "left" : "is lost";
  }

  /** Greets nodes, again and again until they answer or are gone. */
  private void warmUp(List<Node> nodes) {
    nodes.stream().filter(node -> !node.name().equals(self.name())).forEach(this::greet);
  }

  private void greet(Node node) {
    Bus asked = bus;
    if (asked == null || !view.has(node)) {
      return;
    }
    here(asked.ask(node, new JsonObject().put("ask", "hello"), WARM_UP))
        .onSuccess(
            answer -> {
              greeted.add(node.id());
              look();
            })
        .onFailure(
            e -> {
              LOGGER.debug("{} did not greet", node.name(), e);
              if (!stopped) {
                vertx.setTimer(GREET_AGAIN_MILLIS, id -> greet(node));
              }
            });
  }

  /** The nodes beside this one. */
  List<Node> others() {
    return view.nodes().values().stream().filter(node -> !node.id().equals(self.id())).toList();
  }

  Node self() {
    return self;
  }

  /** The bus; null while the node is in no cluster. */
  @Nullable Bus bus() {
    return bus;
  }

  Assignment assignment() {
    return assignment;
  }

  /** What is wrong with the cluster, in words. */
  List<String> problems() {
    List<String> problems = new ArrayList<>(view.problems());
    problems.addAll(assignment.refused());
    if (bus == null) {
      problems.add("this node is in no cluster: " + outside);
    }
    return problems;
  }

  /** The outcome of what another Vert.x does, on the event loop of this one. */
  <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> done = Promise.promise();
    elsewhere.onComplete(result -> context.runOnContext(v -> done.handle(result)));
    return done.future();
  }

  /** What the engine of one attempt tells, on its own threads. */
  private final class Events implements Engine.Listener {
    private final int own;

    Events(int own) {
      this.own = own;
    }

    private void on(Runnable action) {
      context.runOnContext(
          v -> {
            if (own == attempt && !stopped) {
              action.run();
            }
          });
    }

    @Override
    public void members(List<Member> now) {
      on(
          () -> {
            members = now;
            look();
          });
    }

    @Override
    public void merged() {
      on(parts.metrics().cluster()::merged);
    }

    @Override
    public void ended() {
      on(
          () -> {
            leave();
            joinLater("Hazelcast has ended");
          });
    }
  }
}
