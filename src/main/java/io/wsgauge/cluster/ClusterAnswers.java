package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.cluster.Gathering.Answer;
import io.wsgauge.status.TargetReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a node knows itself, and what it gathers from all. Event loop of the node only. */
final class ClusterAnswers {
  private static final String MESH = "mesh";
  private static final String TARGETS = "targets";

  /** Names of targets in one question. */
  private static final int MAX_NAMES = 100;

  private final Vertx vertx;
  private final ClusterVerticle node;
  private final ClusterParts parts;
  private final Gathering gathering;

  /** The questions of others that are being answered. */
  private int underWay;

  ClusterAnswers(Vertx vertx, ClusterVerticle node, ClusterParts parts) {
    this.vertx = vertx;
    this.node = node;
    this.parts = parts;
    this.gathering = new Gathering(vertx, parts.metrics().cluster());
  }

  /** What another node asks: as many questions at a time as are asked of others. */
  Future<Buffer> forOther(JsonObject question) {
    if (underWay >= Gathering.MAX_QUESTIONS) {
      return Future.failedFuture("too much is asked of it");
    }
    underWay++;
    return own(question).onComplete(done -> underWay--);
  }

  private Future<Buffer> own(JsonObject question) {
    return switch (question.getString("ask", "")) {
      case "hello" -> Future.succeededFuture(Buffer.buffer());
      case MESH -> blocking(this::ownMesh);
      case TARGETS -> blocking(() -> ownTargets(names(question)));
      default -> Future.failedFuture("it does not know what it was asked");
    };
  }

  /** Each pair of nodes, as JSON; null where too much else is asked for. */
  @Nullable Future<Buffer> mesh() {
    return gathering.shared(
        MESH,
        () -> {
          String self = node.self().name();
          List<LostNodes.Lost> lost = node.assignment().lost();
          List<String> problems = node.problems();
          return gather(
              new JsonObject().put("ask", MESH),
              answers -> ClusterJson.mesh(self, answers, lost, problems));
        });
  }

  /**
   * The targets of all nodes, as JSON; null where too much else is asked for.
   *
   * @param names of the targets, each then whole; empty for all, each in short
   */
  @Nullable Future<Buffer> targets(Set<String> names) {
    JsonObject question =
        new JsonObject().put("ask", TARGETS).put("names", new JsonArray(List.copyOf(names)));
    return gathering.shared(question.encode(), () -> gather(question, ClusterJson::targets));
  }

  private Future<Buffer> gather(JsonObject question, Function<List<Answer>, Buffer> together) {
    Bus bus = node.bus();
    Future<Answer> own = own(question).map(body -> new Answer(node.self(), body, ""));
    Future<List<Answer>> others =
        bus == null
            ? Future.succeededFuture(List.of())
            : node.here(gathering.ask(bus, node.others(), question));
    return Future.all(own, others)
        .compose(
            done -> {
              List<Answer> all = new ArrayList<>(others.result());
              all.add(own.result());
              all.sort((a, b) -> a.node().name().compareTo(b.node().name()));
              return blocking(() -> together.apply(all));
            });
  }

  private Buffer ownMesh() {
    List<TargetReading> peers = parts.registry().readings(ClusterConfig::isNodeName);
    return ClusterJson.node(parts.metrics().loopDelay().longest(), node.assignment().plan(), peers)
        .toBuffer();
  }

  private Buffer ownTargets(Set<String> names) {
    return ClusterJson.joined(parts.registry().ofNode(node.self().name(), names));
  }

  private static Set<String> names(JsonObject question) {
    Set<String> names = new TreeSet<>();
    question.getJsonArray("names", new JsonArray()).stream()
        .limit(MAX_NAMES)
        .forEach(name -> names.add(name.toString()));
    return names;
  }

  private Future<Buffer> blocking(Callable<Buffer> maker) {
    return vertx.executeBlocking(maker, false);
  }
}
