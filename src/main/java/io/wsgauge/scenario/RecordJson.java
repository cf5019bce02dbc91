package io.wsgauge.scenario;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.ConnectionFacts;
import io.wsgauge.socket.ConnectionFacts.CloseFrame;
import io.wsgauge.socket.ConnectionFacts.Ending;
import io.wsgauge.socket.ConnectionFacts.Flow;
import io.wsgauge.socket.ConnectionFacts.SeenFrame;
import io.wsgauge.socket.ConnectionRecord;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Instants;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a connection's record is told. Thread-safe.
 *
 * @param node the server's name
 */
record RecordJson(String node) {
  JsonObject of(ConnectionRecord known) {
    ConnectionFacts facts = known.facts();
    return new JsonObject()
        .put("found", true)
        .put("node", node)
        .put("connection", facts.connection())
        .put("id", known.id())
        .put("opened", Instants.formatPrecisely(known.opened()))
        .mergeIn(known.request().shown())
        .put("answer", UpgradeRequest.shown(known.answer()))
        .put(
            "negotiated",
            new JsonObject()
                .put("subprotocol", facts.subprotocol())
                .put("extensions", facts.extensions()))
        .put("age", Durations.seconds(facts.age()))
        .put("ended", ending(known))
        .put("received", flow(facts.received(), known.id() != null))
        .put("sent", flow(facts.sent(), known.id() != null))
        .put("unsentBytes", facts.unsentBytes());
  }

  /** That nothing is known of a connection. */
  JsonObject unknown() {
    return new JsonObject()
        .put("found", false)
        .put("node", node)
        .put(
            "reason",
            "no WebSocket with this key or id is known here: it is another server's, or was"
                + " forgotten (scenario.records, scenario.recordsKeptFor)");
  }

  private static @Nullable JsonObject ending(ConnectionRecord known) {
    Ending ending = known.facts().ending();
    return ending == null
        ? null
        : new JsonObject()
            .put("time", Instants.formatPrecisely(known.opened().plus(known.facts().age())))
            .put("by", ending.by())
            .put("how", ending.how())
            .put("received", close(ending.received()))
            .put("sent", close(ending.sent()))
            .put("answered", ending.isAnswered());
  }

  private static @Nullable JsonObject close(@Nullable CloseFrame frame) {
    return frame == null
        ? null
        : new JsonObject().put("code", frame.code()).put("reason", frame.reason());
  }

  private static JsonObject flow(Flow flow, boolean named) {
    JsonObject json = counts(flow);
    return named ? json.put("latest", latest(flow)) : json;
  }

  private static JsonArray latest(Flow flow) {
    JsonArray frames = new JsonArray();
    for (SeenFrame frame : flow.latest()) {
      frames.add(
          new JsonObject()
              .put("age", Durations.seconds(frame.age()))
              .put("opcode", frame.opcode())
              .put("final", frame.isFinal())
              .put("compressed", frame.compressed())
              .put("bytes", frame.bytes()));
    }
    return frames;
  }

  private static JsonObject counts(Flow flow) {
    return new JsonObject()
        .put("messages", flow.messages())
        .put("frames", flow.frames())
        .put("fragments", flow.fragments())
        .put("bytes", flow.bytes())
        .put("wireBytes", flow.wireBytes())
        .put("largest", flow.largest())
        .put("pings", flow.pings())
        .put("pongs", flow.pongs())
        .put("lastAge", flow.last() == null ? null : Durations.seconds(flow.last()));
  }
}
