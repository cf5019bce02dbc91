package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Questions to other nodes, each at the one address that it has, and their answers. Thread-safe.
 */
final class Bus {
  private static final int FAULT = 1;

  private final Vertx clustered;

  /**
   * @param clustered the Vert.x of the engine
   */
  Bus(Vertx clustered) {
    this.clustered = clustered;
  }

  /**
   * Answers the questions to a node from now on.
   *
   * @param answers called on the event loop of the bus
   */
  Future<Void> serve(Node node, Function<JsonObject, Future<Buffer>> answers) {
    return clustered
        .eventBus()
        .<JsonObject>consumer(node.busAddress(), message -> answer(message, answers))
        .completion();
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
    return clustered
        .eventBus()
        .<Buffer>request(node.busAddress(), question, options)
        .map(Message::body)
        // the bus begins to count when it knows where to send to
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .recover(e -> Future.failedFuture(words(e, deadline)));
  }

  private static String words(Throwable error, Duration deadline) {
    if (error instanceof TimeoutException
        || (error instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT)) {
      return "no answer within " + Durations.format(deadline);
    }
    return error instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
        ? "it is not on the bus yet"
        : ErrorText.of(error);
  }

  /** Leaves the cluster. */
  Future<Void> close() {
    return clustered.close();
  }
}
