package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.telemetry.TelemetryConfig;
import io.wsgauge.testing.Configs;
import io.wsgauge.testing.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node whose engine is a Vert.x of its own, on whose bus the test plays the other nodes. */
@Timeout(60)
class ClusterVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final Vertx clustered = Vertx.vertx();
  private final BlockingQueue<List<Target>> pinged = new LinkedBlockingQueue<>();
  private final FakeEngine engine = new FakeEngine();
  private final ClusterRoutes routes = new ClusterRoutes();
  private HttpServer server;
  private ClusterVerticle node;
  private String deployment;

  /** An engine that has begun when the test says so, and no second time. */
  private static final class FakeEngine implements Engine {
    final Promise<Vertx> started = Promise.promise();
    final Promise<Listener> listener = Promise.promise();
    final Promise<Void> abandoned = Promise.promise();

    @Override
    public Future<Vertx> start(Settings settings, Listener listener) {
      return this.listener.tryComplete(listener)
          ? started.future()
          : Promise.<Vertx>promise().future();
    }

    @Override
    public void abandon() {
      abandoned.tryComplete();
    }

    @Override
    public String id() {
      return "own";
    }
  }

  @BeforeEach
  void deploy() throws Exception {
    ClusterConfig config =
        Configs.cluster(
            """
            {"enabled": true, "busPort": %d,
             "shared": {"targets": [{"name": "t", "url": "ws://127.0.0.1:1/"}]}}
            """
                .formatted(Ports.free()));
    Node self = new Node("", "a", "127.0.0.1", "", "1", "", "", "list");
    Engine.Settings settings =
        new Engine.Settings(
            "test",
            "127.0.0.1",
            Ports.free(),
            List.of(),
            "",
            Duration.ofSeconds(8),
            new EventBusOptions(),
            Map.of());
    Metrics metrics = new Metrics(vertx, new TelemetryConfig(true, true), "1", List.of());
    ClusterParts parts =
        new ClusterParts(
            config,
            new NodeSettings(self, settings),
            Configs.client("{}").defaults(),
            metrics,
            new TargetRegistry(""),
            targets -> {
              pinged.add(targets);
              return Future.succeededFuture();
            },
            routes);
    Router router = Router.router(vertx);
    routes.mount(router);
    server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    node = new ClusterVerticle(parts, () -> engine);
    deployment = await(vertx.deployVerticle(node));
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
    await(clustered.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }

  private static Member member(String id, String name) {
    return new Member(id, "127.0.0.1", Map.of("name", name, "shared", "list"));
  }

  private void join(Member... others) throws Exception {
    List<Member> members = new ArrayList<>(List.of(member("own", "a")));
    members.addAll(List.of(others));
    await(engine.listener.future()).members(members);
    engine.started.complete(clustered);
  }

  /** The answers of another node: to a greeting, and to all else. */
  private void answer(String id, Object answer) throws Exception {
    await(
        clustered
            .eventBus()
            .<JsonObject>consumer(
                "wsgauge." + id,
                question ->
                    question.reply(
                        question.body().getString("ask").equals("hello")
                            ? Buffer.buffer("list")
                            : answer))
            .completion());
  }

  private JsonObject get(String path) throws Exception {
    URI url = URI.create("http://127.0.0.1:" + server.actualPort() + path);
    return new JsonObject(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  @Test
  @DisplayName("a stop while the node joins ends when it has left in order what it joined")
  void stopWhileJoining() throws Exception {
    List<String> ended = new CopyOnWriteArrayList<>();
    await(clustered.deployVerticle(new SlowToEnd(() -> ended.add("left"))));
    await(
        clustered
            .eventBus()
            .<JsonObject>consumer(
                "wsgauge.1",
                question -> {
                  ended.add(question.body().getString("ask"));
                  question.reply(Buffer.buffer());
                })
            .completion());
    await(engine.listener.future()).members(List.of(member("own", "a"), member("1", "b")));
    Future<Void> stopped = vertx.undeploy(deployment).onSuccess(v -> ended.add("stopped"));
    await(vertx.timer(200)); // by then the stop has begun
    engine.started.complete(clustered);
    await(stopped);
    assertEquals(List.of("leave", "left", "stopped"), ended);
  }

  @Test
  @DisplayName(
      "an engine that has failed is abandoned before its bus is closed, which waits for it")
  void failed() throws Exception {
    Promise<Void> closed = Promise.promise();
    await(
        clustered.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> stop() {
                return engine.abandoned.future().onComplete(closed);
              }
            }));
    Promise<Message<JsonObject>> greeted = Promise.promise();
    await(
        clustered.eventBus().<JsonObject>consumer("wsgauge.1", greeted::tryComplete).completion());
    join(member("1", "b"));
    await(greeted.future());
    await(engine.listener.future()).ended();
    await(closed.future());
  }

  @Test
  @DisplayName("an engine that does not begin is abandoned, since it may hold its port")
  void notBegun() throws Exception {
    engine.started.fail("taken");
    await(engine.abandoned.future());
  }

  private static final class SlowToEnd extends VerticleBase {
    private final Runnable end;

    SlowToEnd(Runnable end) {
      this.end = end;
    }

    @Override
    public Future<?> stop() {
      return vertx.timer(200).onSuccess(v -> end.run());
    }
  }

  @Test
  @DisplayName("a stop does not wait for ever for an engine that does not begin")
  void stopWithoutEngine() throws Exception {
    await(engine.listener.future());
    await(vertx.undeploy(deployment));
  }

  @Test
  @DisplayName("a node whose answer is not understood is missing with the reason, and no other is")
  void oddAnswers() throws Exception {
    answer("1", Buffer.buffer("{\"pairs\": [{\"state\": 7}]}"));
    answer("2", Buffer.buffer("[[[["));
    answer("3", "no buffer");
    answer(
        "4",
        Buffer.buffer(
            "{\"pairs\": [{\"to\": \"a\", \"via\": \"direct\", \"state\": \"up\", \"since\": \"\"}]}"));
    answer("5", Buffer.buffer("x".repeat((4 << 20) + 1)));
    join(
        member("1", "n1"),
        member("2", "n2"),
        member("3", "n3"),
        member("4", "n4"),
        member("5", "n5"));
    JsonArray nodes = new JsonArray();
    while (nodes.size() < 6) {
      nodes = get("/api/mesh").getJsonArray("nodes");
    }
    List<String> missing =
        nodes.stream()
            .map(JsonObject.class::cast)
            .map(node -> node.getString("name") + " " + node.getString("missing"))
            .toList();
    assertEquals("a null", missing.get(0));
    assertEquals(
        "n1 its answer is not understood: state is no text of up to 100 characters",
        missing.get(1));
    assertEquals("n2 its answer is not understood: no JSON", missing.get(2));
    assertEquals("n3 its answer is of another kind than was asked for", missing.get(3));
    assertEquals("n4 null", missing.get(4));
    assertEquals("n5 its answer is over 4 MiB: ask for some targets alone", missing.get(5));
    assertEquals(1, get("/api/mesh").getJsonArray("pairs").size());
  }

  @Test
  @DisplayName("a list of targets with an odd answer in it is one without that")
  void oddTargets() throws Exception {
    answer("1", Buffer.buffer("{}],\"targets\":[{}"));
    answer("2", Buffer.buffer("{\"name\":\"x\"},{\"name\":\"y\"}"));
    answer("3", Buffer.buffer("7"));
    join(member("1", "n1"), member("2", "n2"), member("3", "n3"));
    JsonArray missing = new JsonArray();
    JsonObject targets = new JsonObject();
    while (missing.size() < 2) {
      targets = get("/api/targets?cluster=true");
      missing = targets.getJsonArray("missing");
    }
    assertEquals("[{\"name\":\"x\"},{\"name\":\"y\"}]", targets.getJsonArray("targets").encode());
    assertEquals(
        "n1 its answer is not understood: no JSON",
        missing.getJsonObject(0).getString("node")
            + " "
            + missing.getJsonObject(0).getString("reason"));
  }

  @Test
  @DisplayName("of two nodes of one name that which does not count pings nothing of what is shared")
  void ownName() throws Exception {
    join();
    List<Target> targets = pinged.poll(20, TimeUnit.SECONDS);
    assertEquals(List.of("t"), targets.stream().map(Target::name).toList());
    answer("0", Buffer.buffer());
    await(engine.listener.future()).members(List.of(member("own", "a"), member("0", "a")));
    assertEquals(List.of(), pinged.poll(20, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("another list of shared targets is pinged at once, and the other nodes hear of it")
  void reload() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    await(
        clustered
            .eventBus()
            .<JsonObject>consumer(
                "wsgauge.1",
                question -> {
                  heard.add(question.body().getString("shared", ""));
                  question.reply(Buffer.buffer());
                })
            .completion());
    join(member("1", "b"));
    String before = heard.poll(20, TimeUnit.SECONDS);
    ClusterConfig read =
        Configs.cluster(
            "{\"shared\": {\"targets\": [{\"name\": \"u\", \"url\": \"ws://127.0.0.1:1/\"}]}}");
    await(node.update(read, Configs.client("{}").defaults()));
    String after = heard.poll(20, TimeUnit.SECONDS);
    assertEquals("list", before);
    assertEquals(NodeSettings.shared(read), after);
    List<String> names = List.of();
    while (!names.equals(List.of("u"))) {
      List<Target> targets = pinged.poll(20, TimeUnit.SECONDS);
      names = targets.stream().map(Target::name).toList();
    }
  }

  @Test
  @DisplayName("more targets than may be are refused rather than left out")
  void tooManyNames() throws Exception {
    assertEquals(
        500, // as the test's server has it, which knows no problems
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:%d/api/targets?cluster=true%s"
                                .formatted(server.actualPort(), names(101))))
                    .build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode());
    assertTrue(get("/api/targets?cluster=true" + names(100)).containsKey("targets"));
  }

  private static String names(int count) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < count; i++) {
      query.append("&target=t").append(i);
    }
    return query.toString();
  }
}
