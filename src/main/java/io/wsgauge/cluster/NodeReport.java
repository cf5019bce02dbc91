package io.wsgauge.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.cluster.Mesh.Peer;
import io.wsgauge.status.State;
import io.wsgauge.status.TargetReading;
import io.wsgauge.text.Instants;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells others of itself and of those that it pings, as JSON.
 *
 * @param pairs each with {@code to}, {@code via}, {@code state}, {@code since}, {@code p50} and
 *     {@code reason}
 */
record NodeReport(
    @Nullable Number loopDelay,
    @Nullable Number owned,
    @Nullable Number leftOut,
    List<JsonObject> pairs) {
  static final NodeReport NONE = new NodeReport(null, null, null, List.of());

  /** Twice of what {@code cluster.mesh.peers} and {@code cluster.mesh.fullUpTo} can be. */
  private static final int MAX_PAIRS = 200;

  private static final int MAX_LENGTH = 100;

  static NodeReport of(Duration loopDelay, SharedTargets.Plan plan, List<TargetReading> peers) {
    return new NodeReport(
        seconds(loopDelay),
        plan.owned(),
        plan.leftOut(),
        peers.stream().map(NodeReport::pair).toList());
  }

  private static JsonObject pair(TargetReading reading) {
    Peer peer = Peer.of(reading.name());
    return new JsonObject()
        .put("to", peer.node())
        .put("via", peer.via())
        .put("state", reading.state().label())
        .put("since", Instants.format(reading.since()))
        .put("p50", seconds(reading.p50()))
        .put("reason", reading.reason() == null ? null : reading.reason().label());
  }

  private static @Nullable Double seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toNanos() / 1e9;
  }

  Buffer toBuffer() {
    return new JsonObject()
        .put("loopDelay", loopDelay)
        .put("owned", owned)
        .put("leftOut", leftOut)
        .put("pairs", new JsonArray(pairs))
        .toBuffer();
  }

  /**
   * Reads what another node tells, and leaves out what is not known.
   *
   * @throws IllegalArgumentException when it is not what a node would tell
   */
  static NodeReport read(Buffer told) {
    JsonObject json = json(told);
    if (!(json.getValue("pairs") instanceof JsonArray pairs) || pairs.size() > MAX_PAIRS) {
      throw new IllegalArgumentException("pairs is no list of up to " + MAX_PAIRS);
    }
    return new NodeReport(
        number(json, "loopDelay"),
        number(json, "owned"),
        number(json, "leftOut"),
        pairs.stream().map(NodeReport::pair).toList());
  }

  private static JsonObject json(Buffer told) {
    try {
      return new JsonObject(told);
    } catch (DecodeException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
  }

  private static JsonObject pair(Object told) {
    if (!(told instanceof JsonObject pair)) {
      throw new IllegalArgumentException("a pair is no object");
    }
    String state = text(pair, "state");
    if (Stream.of(State.values()).noneMatch(known -> known.label().equals(state))) {
      throw new IllegalArgumentException("no state of a target: " + state);
    }
    return new JsonObject()
        .put("to", text(pair, "to"))
        .put("via", text(pair, "via"))
        .put("state", state)
        .put("since", text(pair, "since"))
        .put("p50", number(pair, "p50"))
        .put("reason", pair.getValue("reason") == null ? null : text(pair, "reason"));
  }

  private static @Nullable Number number(JsonObject json, String key) {
    Object value = json.getValue(key);
    if (value == null
        || (value instanceof Number number && Double.isFinite(number.doubleValue()))) {
      return (Number) value;
    }
    throw new IllegalArgumentException(key + " is no number");
  }

  private static String text(JsonObject pair, String key) {
    if (pair.getValue(key) instanceof String text && text.length() <= MAX_LENGTH) {
      return text;
    }
    throw new IllegalArgumentException(
        "%s is no text of up to %d characters".formatted(key, MAX_LENGTH));
  }
}
