package io.wsgauge.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.cluster.Gathering.Answer;
import io.wsgauge.cluster.Mesh.Peer;
import io.wsgauge.status.TargetReading;
import io.wsgauge.text.Instants;
import io.wsgauge.text.TimeOfDay;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a node tells of itself, and what is put together of many, as JSON. */
final class ClusterJson {
  private ClusterJson() {}

  /** What a node tells others of itself and of those that it pings. */
  static JsonObject node(Duration loopDelay, SharedTargets.Plan plan, List<TargetReading> peers) {
    return new JsonObject()
        .put("loopDelay", seconds(loopDelay))
        .put("owned", plan.owned())
        .put("leftOut", plan.leftOut())
        .put("pairs", new JsonArray(peers.stream().map(ClusterJson::pair).toList()));
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

  /**
   * All pairs of nodes.
   *
   * @param self name of the node that has asked the others
   */
  static Buffer mesh(
      String self, List<Answer> answers, List<LostNodes.Lost> lost, List<String> problems) {
    JsonArray nodes = new JsonArray();
    JsonArray pairs = new JsonArray();
    for (Answer answer : answers) {
      JsonObject told = answer.body() == null ? new JsonObject() : new JsonObject(answer.body());
      JsonArray own = told.getJsonArray("pairs", new JsonArray());
      own.forEach(pair -> pairs.add(((JsonObject) pair).put("from", answer.node().name())));
      nodes.add(
          describe(answer.node(), answer.missing())
              .put("loopDelay", told.getValue("loopDelay"))
              .put("owned", told.getValue("owned"))
              .put("leftOut", told.getValue("leftOut")));
    }
    lost.forEach(
        gone ->
            nodes.add(
                describe(gone.node(), "it went without a word")
                    .put("lostAt", Instants.format(gone.time()))));
    return new JsonObject()
        .put("time", Instants.format(TimeOfDay.now()))
        .put("node", self)
        .put("nodes", nodes)
        .put("pairs", pairs)
        .put("problems", new JsonArray(List.copyOf(problems)))
        .toBuffer();
  }

  private static JsonObject describe(Node node, String missing) {
    return new JsonObject()
        .put("name", node.name())
        .put("zone", node.zone())
        .put("address", node.address())
        .put("version", node.version())
        .put("missing", missing.isEmpty() ? null : missing);
  }

  /** The targets of all nodes; each answer is a part of a list already. */
  static Buffer targets(List<Answer> answers) {
    Buffer json = Buffer.buffer("{\"time\":\"" + Instants.format(TimeOfDay.now()) + "\",");
    JsonArray missing =
        answers.stream()
            .filter(answer -> answer.body() == null)
            .map(
                answer ->
                    new JsonObject()
                        .put("node", answer.node().name())
                        .put("reason", answer.missing()))
            .collect(Collectors.collectingAndThen(Collectors.toList(), JsonArray::new));
    json.appendString("\"missing\":").appendString(missing.encode());
    json.appendString(",\"targets\":[");
    boolean first = true;
    for (Answer answer : answers) {
      if (answer.body() != null && answer.body().length() > 0) {
        json.appendString(first ? "" : ",").appendBuffer(answer.body());
        first = false;
      }
    }
    return json.appendString("]}");
  }

  /** A part of a list. */
  static Buffer joined(List<Buffer> parts) {
    Buffer all = Buffer.buffer();
    parts.forEach(part -> all.appendString(all.length() == 0 ? "" : ",").appendBuffer(part));
    return all;
  }
}
