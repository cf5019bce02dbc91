package io.wsgauge.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.handshake.HttpPipeline;
import io.wsgauge.server.HttpConnections;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.server.ServerVerticle;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.Configs;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TargetRoutesIT {
  private final TargetRegistry watchlist = new TargetRegistry("");

  private int serve(Vertx vertx) throws Exception {
    ServerConfig config = Configs.server("{\"host\": \"127.0.0.1\", \"port\": 0}");
    ServerVerticle server =
        new ServerVerticle(
            config,
            config.address(),
            config.httpServerOptions(),
            new HttpConnections(config, new HttpPipeline(new BufferBudget(1 << 24))),
            connection -> {},
            socket -> {},
            (request, problem) -> {},
            List.of(new TargetRoutes(vertx, watchlist, config.idleTimeout())));
    vertx.deployVerticle(server).await(10, TimeUnit.SECONDS);
    return server.actualPort();
  }

  private static Answer get(int port, String query) {
    return Answer.to(port, "GET /api/targets" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private static List<String> names(Answer answer) {
    JsonArray targets = new JsonObject(answer.body()).getJsonArray("targets");
    return targets.stream().map(target -> ((JsonObject) target).getString("name")).toList();
  }

  @Test
  @DisplayName("the targets are told as they are now, in their order, and are not to be stored")
  void targets(Vertx vertx) throws Exception {
    int port = serve(vertx);
    watchlist.add(ProbeResults.description("b"));
    TargetStatus a = watchlist.add(ProbeResults.description("a"));
    a.record(ProbeResults.succeeded("a", 1, Duration.ofMillis(1)), State.UP);
    Answer answer = get(port, "");
    assertEquals(200, answer.status());
    assertTrue(answer.hasHeader("Cache-Control: no-store"), answer.head());
    assertTrue(answer.hasHeader("Content-Type: application/json"), answer.head());
    assertEquals(List.of("b", "a"), names(answer));
    JsonObject json = new JsonObject(answer.body());
    assertFalse(json.getString("time").isEmpty());
    assertEquals(
        1, json.getJsonArray("targets").getJsonObject(1).getJsonObject("last").getLong("sequence"));
  }

  @Test
  @DisplayName("a target that was removed is told of no more")
  void removed(Vertx vertx) throws Exception {
    int port = serve(vertx);
    TargetStatus a = watchlist.add(ProbeResults.description("a"));
    watchlist.add(ProbeResults.description("b"));
    watchlist.remove(a);
    assertEquals(List.of("b"), names(get(port, "")));
  }

  @Test
  @DisplayName("the query names the targets to tell of")
  void filter(Vertx vertx) throws Exception {
    int port = serve(vertx);
    for (String name : List.of("a", "b/ipv4", "c")) {
      watchlist.add(ProbeResults.description(name));
    }
    assertEquals(List.of("b/ipv4", "c"), names(get(port, "?target=c&target=b%2Fipv4")));
  }

  @Test
  @DisplayName("the results in brief, which are most of the answer, can be left out")
  void withoutResults(Vertx vertx) throws Exception {
    int port = serve(vertx);
    TargetStatus a = watchlist.add(ProbeResults.description("a"));
    a.record(ProbeResults.succeeded("a", 1, Duration.ofMillis(1)), State.UP);
    JsonObject whole = only(get(port, ""));
    JsonObject brief = only(get(port, "?results=false"));
    assertEquals(1, whole.getJsonArray("results").size());
    whole.remove("results");
    whole.remove("historyFrom");
    whole.remove("percentiles"); // which cover more each moment
    brief.remove("percentiles");
    assertEquals(whole, brief);
  }

  private static JsonObject only(Answer answer) {
    return new JsonObject(answer.body()).getJsonArray("targets").getJsonObject(0);
  }

  @Test
  @DisplayName("a target that there is not is 404, and the reason names it")
  void unknownTarget(Vertx vertx) throws Exception {
    int port = serve(vertx);
    watchlist.add(ProbeResults.description("a"));
    Answer answer = get(port, "?target=a&target=other");
    assertEquals(404, answer.status());
    assertEquals("there is no target other", answer.detail());
  }

  @Test
  @DisplayName("a server whose client has no target tells of none")
  void noClient(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    assertEquals(List.of(), names(get(service.port(), "")));
  }
}
