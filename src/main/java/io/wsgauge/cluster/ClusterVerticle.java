package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.text.ErrorText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A node of a cluster: joins it when it is deployed, tries again for as long as that fails, and
 * leaves it in order. Its deployment never fails, since all that is not of the cluster works
 * without it.
 */
public final class ClusterVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterVerticle.class);

  static final String HELLO = "hello";
  private static final String LEAVE = "leave";

  private static final long RETRY_MILLIS = 10_000;

  /** Longer than a merge takes, between looks for nodes that are in another cluster. */
  private static final long LOOK_MILLIS = 90_000;

  /** How long those that stay have to hear that this node leaves. */
  private static final Duration GOODBYE = Duration.ofMillis(500);

  /** How long a stop waits for an engine that does not end, or has not yet begun. */
  private static final Duration LONGEST_LEAVE = Duration.ofSeconds(4);

  private final ClusterParts parts;
  private final Supplier<Engine> engines;

  private Assignment assignment;
  private Membership membership;
  private ClusterAnswers answers;
  private Outsiders outsiders;

  /** The attempt to join that is under way, or the end of one that has failed. */
  private Future<?> joining = Future.succeededFuture();

  private String outside = "it has not joined yet";

  /** Attempts to join, by which what a former engine tells is known for that. */
  private int attempt;

  private boolean stopped;

  /**
   * @param engines makes one for each attempt to join
   */
  public ClusterVerticle(ClusterParts parts, Supplier<Engine> engines) {
    this.parts = parts;
    this.engines = engines;
  }

  @Override
  public Future<?> start() {
    assignment = new Assignment(vertx, parts);
    membership = new Membership(vertx, parts, assignment);
    answers = new ClusterAnswers(vertx, this, parts);
    parts.metrics().loopDelay().start(vertx);
    parts.routes().begin(context, answers);
    LOGGER.info("cluster    open {}", parts.settings().openings());
    outsiders = new Outsiders(vertx, parts.settings().engine());
    vertx.setTimer(LOOK_MILLIS, id -> look());
    tellUnresolved();
    join();
    return Future.succeededFuture();
  }

  private void look() {
    Future<Void> looked =
        membership.bus() == null ? ended() : outsiders.look(membership.addresses());
    looked.onComplete(done -> vertx.setTimer(LOOK_MILLIS, id -> look()));
  }

  /** Which the engine looks up again and again, and never tells. */
  private void tellUnresolved() {
    vertx
        .executeBlocking(parts.config()::unresolved, false)
        .onSuccess(
            hosts ->
                hosts.forEach(
                    host ->
                        LOGGER.warn(
                            "cluster: the name does not resolve: {}; looked up again every few"
                                + " seconds",
                            host)));
  }

  /** Tells the others, and leaves; ends in time, whatever the engine does. */
  @Override
  public Future<?> stop() {
    stopped = true;
    assignment.stop();
    return goodbye()
        .timeout(LONGEST_LEAVE.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            e -> {
              LOGGER.warn("the cluster was not left in order: {}", ErrorText.of(e));
              return Future.succeededFuture();
            });
  }

  private Future<?> goodbye() {
    Bus bus = membership.bus();
    if (bus == null) {
      return joining;
    }
    return farewell(bus, membership.self().id()).transform(told -> leave(Future.succeededFuture()));
  }

  /** Tells the others that the member of that id leaves, so that it is not missed. */
  private Future<?> farewell(Bus bus, String id) {
    JsonObject words = new JsonObject().put("ask", LEAVE).put("id", id);
    return Future.join(
        membership.others().stream().map(node -> bus.ask(node, words, GOODBYE)).toList());
  }

  /**
   * Takes up another configuration, as far as that can be while the node runs: that of the shared
   * targets and of whom it pings. Thread-safe.
   *
   * @param defaults of targets
   */
  public Future<Void> update(ClusterConfig config, TargetConfig defaults) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v ->
            vertx
                .executeBlocking(() -> NodeSettings.shared(config)) // of many targets it takes long
                .<Void>map(
                    shared -> {
                      assignment.configure(config, defaults);
                      membership.shares(shared);
                      return null;
                    })
                .onComplete(done));
    return done.future();
  }

  private void join() {
    if (stopped) {
      return;
    }
    int own = ++attempt;
    Engine engine = engines.get();
    Engine.Settings settings = parts.settings().engine();
    Map<String, Integer> ports =
        Map.of("cluster.port", settings.port(), "cluster.busPort", parts.config().busPort());
    joining =
        vertx
            .executeBlocking(
                () -> {
                  OwnAddress.check(settings.address(), ports);
                  return settings;
                })
            .compose(
                checked ->
                    stopped
                        ? Future.failedFuture("the node stops")
                        : Bus.on(context, engine.start(checked, new Events(own, engine))))
            .compose(clustered -> serve(own, engine.id(), new Bus(clustered, context)))
            .recover(
                e ->
                    own == attempt
                        ? rejoin("it cannot join: " + ErrorText.of(e), engine)
                        : ended());
  }

  /** What has ended meanwhile has been told so. */
  private static Future<Void> ended() {
    return Future.succeededFuture();
  }

  private Future<Void> serve(int own, String id, Bus bus) {
    if (own != attempt) {
      return bus.close();
    }
    if (stopped) {
      return farewell(bus, id).transform(told -> bus.close());
    }
    outside = "";
    membership.joined(id, bus);
    return bus.serve(membership.self(), this::answer);
  }

  /** Is in no cluster any more, hears nothing of what is left of one, and joins again later. */
  private Future<Void> rejoin(String why, Engine former) {
    attempt++;
    Level level = why.equals(outside) ? Level.DEBUG : Level.WARN; // or else a line each time
    outside = why;
    if (!stopped) {
      LOGGER.atLevel(level).log("cluster: {}; tried again each {} s", why, RETRY_MILLIS / 1000);
      vertx.setTimer(RETRY_MILLIS, id -> join());
    }
    // else the bus would wait for members as it closes, and hold its port meanwhile
    Future<Void> abandoned =
        vertx.executeBlocking(
            () -> {
              former.abandon();
              return null;
            });
    return leave(abandoned.onFailure(e -> LOGGER.warn("The engine has not ended", e)))
        .onFailure(e -> LOGGER.debug("The bus had ended", e));
  }

  /** Leaves the cluster when that is done, in which the node is not from now on. */
  private Future<Void> leave(Future<Void> before) {
    Bus left = membership.bus();
    membership.left();
    return before.transform(done -> left == null ? Future.succeededFuture() : left.close());
  }

  private Future<Buffer> answer(JsonObject question) {
    String id = question.getString("id", "");
    switch (question.getString("ask", "")) {
      case LEAVE -> membership.leaves(id);
      case HELLO -> membership.hears(id, question.getString("shared", ""));
      default -> {
        return answers.forOther(question);
      }
    }
    return Future.succeededFuture(Buffer.buffer(membership.self().shared()));
  }

  Membership membership() {
    return membership;
  }

  Assignment assignment() {
    return assignment;
  }

  /** What is wrong with the cluster, in words. */
  List<String> problems() {
    List<String> problems = new ArrayList<>(membership.problems());
    problems.addAll(assignment.refused());
    if (membership.bus() == null) {
      problems.add("this node is in no cluster: " + outside);
    } else {
      problems.addAll(outsiders.problems());
    }
    return problems;
  }

  /** What the engine of one attempt tells, on its own threads. */
  private final class Events implements Engine.Listener {
    private final int own;
    private final Engine engine;

    Events(int own, Engine engine) {
      this.own = own;
      this.engine = engine;
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
      context.runOnContext(
          v -> {
            // a node that stops while it joins has to know whom to tell
            if (own == attempt && (!stopped || membership.bus() == null)) {
              membership.members(now);
            }
          });
    }

    @Override
    public void merged() {
      on(parts.metrics().cluster()::merged);
    }

    @Override
    public void ended() {
      on(() -> joining = rejoin("Hazelcast has ended", engine));
    }
  }
}
