package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.telemetry.ClusterMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks all nodes the same and puts their answers together: once for all who want to know the same
 * at about the same time. Event loop only.
 */
final class Gathering {
  /** How long a node has to answer. */
  static final Duration DEADLINE = Duration.ofSeconds(1);

  /** How long what was put together serves others. */
  private static final long SHARED_MILLIS = 2000;

  /** Things to know that are asked for, or are kept, at the same time. */
  static final int MAX_QUESTIONS = 8;

  private static final int MAX_ANSWER = 4 << 20;
  private static final int MAX_ANSWERS = 64 << 20;

  private final Vertx vertx;
  private final ClusterMetrics metrics;
  private final Map<String, Future<Buffer>> latest = new HashMap<>();

  /**
   * What came of a question to a node.
   *
   * @param body null where there is none
   * @param missing why there is none, in words; empty where there is one
   */
  record Answer(Node node, @Nullable Buffer body, String missing) {}

  Gathering(Vertx vertx, ClusterMetrics metrics) {
    this.vertx = vertx;
    this.metrics = metrics;
  }

  /**
   * What all know together; null where too much else is asked for.
   *
   * @param key the same for who wants to know the same
   */
  @Nullable Future<Buffer> shared(String key, Supplier<Future<Buffer>> maker) {
    Future<Buffer> known = latest.get(key);
    if (known != null || latest.size() >= MAX_QUESTIONS) {
      return known;
    }
    Future<Buffer> made = maker.get();
    latest.put(key, made);
    made.onComplete(done -> vertx.setTimer(SHARED_MILLIS, id -> latest.remove(key, made)));
    return made;
  }

  /** Asks these nodes at the same time; never fails. */
  Future<List<Answer>> ask(Bus bus, List<Node> nodes, JsonObject question) {
    List<Future<Answer>> answers = nodes.stream().map(node -> ask(bus, node, question)).toList();
    return Future.join(answers)
        .transform(done -> Future.succeededFuture(within(answers.stream().map(Future::result))));
  }

  private static Future<Answer> ask(Bus bus, Node node, JsonObject question) {
    return bus.ask(node, question, DEADLINE)
        .map(body -> answer(node, body))
        .otherwise(e -> new Answer(node, null, String.valueOf(e.getMessage())));
  }

  private static Answer answer(Node node, Buffer body) {
    return body.length() <= MAX_ANSWER
        ? new Answer(node, body, "")
        : new Answer(node, null, "its answer is over 4 MiB: ask for some targets alone");
  }

  private List<Answer> within(Stream<Answer> answers) {
    List<Answer> kept = new ArrayList<>();
    long bytes = 0;
    for (Answer answer : answers.toList()) {
      bytes += answer.body() == null ? 0 : answer.body().length();
      Answer one =
          answer.body() == null || bytes <= MAX_ANSWERS
              ? answer
              : new Answer(answer.node(), null, "the answers of all are over 64 MiB");
      kept.add(one);
      if (one.body() == null) {
        metrics.answerMissing();
      }
    }
    return kept;
  }
}
