package io.wsgauge.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Payloads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Questions to other nodes, each at the one address that it has, and their answers. What it returns
 * completes on the event loop of the node, not on that of the engine. Thread-safe.
 */
final class Bus {
  private static final int FAULT = 1;

  private final Vertx clustered;
  private final Context home;

  /**
   * @param clustered the Vert.x of the engine
   * @param home of the node
   */
  Bus(Vertx clustered, Context home) {
    this.clustered = clustered;
    this.home = home;
  }

  /** The outcome of what the engine does, on the event loop of the node. */
  static <T> Future<T> on(Context home, Future<T> elsewhere) {
    Promise<T> done = Promise.promise();
    elsewhere.onComplete(result -> home.runOnContext(v -> done.handle(result)));
    return done.future();
  }

  /**
   * Answers the questions to a node from now on.
   *
   * @param answers called on the event loop of the node
   */
  Future<Void> serve(Node node, Function<JsonObject, Future<Buffer>> answers) {
    // no class of another node is made here
    clustered.eventBus().serializableChecker(name -> false);
    clustered.eventBus().clusterSerializableChecker(name -> false);
    return on(
        home,
        clustered
            .eventBus()
            .<JsonObject>consumer(
                node.busAddress(), message -> home.runOnContext(v -> answer(message, answers)))
            .completion());
  }

  private static void answer(
      Message<JsonObject> message, Function<JsonObject, Future<Buffer>> answers) {
    Future.succeededFuture()
        .compose(v -> answers.apply(message.body()))
        .onSuccess(message::reply)
        .onFailure(e -> message.fail(FAULT, ErrorText.of(e)));
  }

  /** Asks a node; a failure says in words why there is no answer. */
  Future<Buffer> ask(Node node, JsonObject question, Duration deadline) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(deadline.toMillis());
    return on(
        home,
        clustered
            .eventBus()
            .request(node.busAddress(), question, options)
            .compose(message -> buffer(message.body()))
            // the bus begins to count when it knows where to send to
            .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
            .recover(e -> Future.failedFuture(words(e, deadline))));
  }

  private static Future<Buffer> buffer(Object body) {
    return body instanceof Buffer buffer
        ? Future.succeededFuture(buffer)
        : Future.failedFuture("its answer is of another kind than was asked for");
  }

  private static String words(Throwable error, Duration deadline) {
    if (error instanceof TimeoutException
        || (error instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT)) {
      return "no answer within " + Durations.format(deadline);
    }
    return error instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
        ? "it is not on the bus yet"
        // in the words of the other, where it has failed
        : Payloads.field(ErrorText.of(error));
  }

  /** Leaves the cluster. */
  Future<Void> close() {
    return on(home, clustered.close());
  }
}
