package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a node knows itself, and what it gathers from all. Event loop of the node only. */
final class ClusterAnswers {
  /** Names of targets in one question. */
  static final int MAX_NAMES = 100;

  private static final String MESH = "mesh";
  private static final String TARGETS = "targets";

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
    this.gathering = new Gathering(vertx);
  }

  /** What another node asks: as many questions at a time as are asked of others. */
  Future<Buffer> forOther(JsonObject question) {
    if (underWay >= Gathering.MAX_QUESTIONS) {
      return Future.failedFuture("too much is asked of it");
    }
    underWay++;
    return Future.succeededFuture().compose(v -> own(question)).onComplete(done -> underWay--);
  }

  private Future<Buffer> own(JsonObject question) {
    String self = self().name();
    return switch (question.getString("ask", "")) {
      case MESH -> {
        Duration loopDelay = parts.metrics().loopDelay().longest();
        SharedTargets.Plan plan = node.assignment().plan();
        yield blocking(
            () ->
                NodeReport.of(loopDelay, plan, parts.registry().readings(ClusterConfig::isNodeName))
                    .toBuffer());
      }
      case TARGETS -> {
        Set<String> names = names(question);
        yield names.size() > MAX_NAMES
            ? Future.failedFuture("it is asked for more than %d targets".formatted(MAX_NAMES))
            : blocking(() -> TargetParts.joined(parts.registry().ofNode(self, names)));
      }
      default -> Future.failedFuture("it does not know what it was asked");
    };
  }

  private static Set<String> names(JsonObject question) {
    Set<String> names = new TreeSet<>();
    question.getJsonArray("names", new JsonArray()).forEach(name -> names.add((String) name));
    return names;
  }

  private Node self() {
    return node.membership().self();
  }

  /** Each pair of nodes, as JSON; null where too much else is asked for. */
  @Nullable Future<Buffer> mesh() {
    return gathering.shared(
        MESH,
        () -> {
          String self = self().name();
          List<LostNodes.Lost> lost = node.assignment().lost();
          List<String> problems = node.problems();
          return gather(
              new JsonObject().put("ask", MESH),
              NodeReport::read,
              answers -> ClusterJson.mesh(self, answers, lost, problems));
        });
  }

  /**
   * The targets of all nodes, as JSON; null where too much else is asked for.
   *
   * @param names of up to {@link #MAX_NAMES} targets, each then whole; empty for all, each in short
   */
  @Nullable Future<Buffer> targets(Set<String> names) {
    JsonObject question =
        new JsonObject().put("ask", TARGETS).put("names", new JsonArray(List.copyOf(names)));
    return gathering.shared(
        question.encode(), () -> gather(question, TargetParts::read, ClusterJson::targets));
  }

  private <T> Future<Buffer> gather(
      JsonObject question, Function<Buffer, T> reader, Function<List<Answer<T>>, Buffer> together) {
    Bus bus = node.membership().bus();
    Node self = self();
    Future<Answer<Buffer>> own = own(question).map(body -> new Answer<>(self, body, ""));
    Future<List<Answer<Buffer>>> others =
        bus == null
            ? Future.succeededFuture(List.of())
            : gathering.ask(bus, node.membership().others(), question);
    return Future.all(own, others)
        .compose(
            done -> {
              List<Answer<Buffer>> all = new ArrayList<>(others.result());
              all.add(own.result());
              all.sort((a, b) -> a.node().name().compareTo(b.node().name()));
              return blocking(() -> together.apply(read(all, reader)));
            });
  }

  private <T> List<Answer<T>> read(List<Answer<Buffer>> answers, Function<Buffer, T> reader) {
    List<Answer<T>> read = answers.stream().map(answer -> answer.read(reader)).toList();
    read.stream()
        .filter(answer -> answer.body() == null)
        .forEach(missing -> parts.metrics().cluster().answerMissing());
    return read;
  }

  private Future<Buffer> blocking(Callable<Buffer> maker) {
    return vertx.executeBlocking(maker, false);
  }
}
