package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /** At most a sixteenth of the heap, since what was put together is kept for a while. */
  private static final long MAX_ANSWERS = Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16);

  private final Vertx vertx;
  private final Map<String, Future<Buffer>> latest = new LinkedHashMap<>();

  Gathering(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * What all know together; null where too much else is asked for.
   *
   * @param key the same for who wants to know the same
   */
  @Nullable Future<Buffer> shared(String key, Supplier<Future<Buffer>> maker) {
    Future<Buffer> known = latest.get(key);
    if (known == null && latest.size() >= MAX_QUESTIONS) {
      forgetOne();
    }
    if (known != null || latest.size() >= MAX_QUESTIONS) {
      return known;
    }
    Future<Buffer> made = maker.get();
    latest.put(key, made);
    made.onComplete(done -> vertx.setTimer(SHARED_MILLIS, id -> latest.remove(key, made)));
    return made;
  }

  private void forgetOne() {
    latest.values().stream()
        .filter(Future::isComplete)
        .findFirst()
        .ifPresent(oldest -> latest.values().remove(oldest));
  }

  /** Asks these nodes at the same time; never fails. */
  Future<List<Answer<Buffer>>> ask(Bus bus, List<Node> nodes, JsonObject question) {
    List<Future<Answer<Buffer>>> answers =
        nodes.stream().map(node -> ask(bus, node, question)).toList();
    return Future.join(answers)
        .transform(done -> Future.succeededFuture(within(answers.stream().map(Future::result))));
  }

  private static Future<Answer<Buffer>> ask(Bus bus, Node node, JsonObject question) {
    return bus.ask(node, question, DEADLINE)
        .map(body -> answer(node, body))
        .otherwise(e -> Answer.missing(node, String.valueOf(e.getMessage())));
  }

  private static Answer<Buffer> answer(Node node, Buffer body) {
    return body.length() <= MAX_ANSWER
        ? new Answer<>(node, body, "")
        : Answer.missing(node, "its answer is over 4 MiB: ask for some targets alone");
  }

  private static List<Answer<Buffer>> within(Stream<Answer<Buffer>> answers) {
    List<Answer<Buffer>> kept = new ArrayList<>();
    long bytes = 0;
    for (Answer<Buffer> answer : answers.toList()) {
      bytes += answer.body() == null ? 0 : answer.body().length();
      kept.add(
          answer.body() == null || bytes <= MAX_ANSWERS
              ? answer
              : Answer.missing(
                  answer.node(),
                  "the answers of all are over %d MiB".formatted(MAX_ANSWERS >> 20)));
    }
    return kept;
  }
}
