package io.wsgauge.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.text.Instants;
import io.wsgauge.text.TimeOfDay;
import java.util.List;

/** What is put together of the answers of many nodes, as JSON. */
final class ClusterJson {
  private ClusterJson() {}

  /**
   * All pairs of nodes.
   *
   * @param self name of the node that has asked the others
   */
  static Buffer mesh(
      String self,
      List<Answer<NodeReport>> answers,
      List<LostNodes.Lost> lost,
      List<String> problems) {
    JsonArray nodes = new JsonArray();
    JsonArray pairs = new JsonArray();
    for (Answer<NodeReport> answer : answers) {
      NodeReport told = answer.body() == null ? NodeReport.NONE : answer.body();
      told.pairs().forEach(pair -> pairs.add(pair.put("from", answer.node().name())));
      nodes.add(
          describe(answer.node(), answer.missing())
              .put("loopDelay", told.loopDelay())
              .put("owned", told.owned())
              .put("leftOut", told.leftOut()));
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

  /**
   * The targets of all nodes.
   *
   * @param answers each a part of a list in JSON
   */
  static Buffer targets(List<Answer<Buffer>> answers) {
    JsonArray missing = new JsonArray();
    Buffer targets = Buffer.buffer();
    for (Answer<Buffer> answer : answers) {
      if (answer.body() == null) {
        missing.add(
            new JsonObject().put("node", answer.node().name()).put("reason", answer.missing()));
      } else if (answer.body().length() > 0) {
        targets.appendString(targets.length() == 0 ? "" : ",").appendBuffer(answer.body());
      }
    }
    return Buffer.buffer("{\"time\":\"" + Instants.format(TimeOfDay.now()) + "\",")
        .appendString("\"missing\":" + missing.encode() + ",\"targets\":[")
        .appendBuffer(targets)
        .appendString("]}");
  }
}
