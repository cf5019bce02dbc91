package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.client.ClientConfig.BackoffConfig;
import io.wsgauge.client.ClientConfig.WebhookConfig;
import io.wsgauge.client.ClientConfig.WebhookConfig.Template;
import io.wsgauge.client.WebhookReceiver.Received;
import io.wsgauge.status.State;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawNameServer;
import io.wsgauge.testing.RawServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class WebhookIT {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String USER_AGENT = "wsgauge/test";

  private Context context;
  private WebhookReceiver receiver;
  private Webhook webhook;
  private CapturedLog log;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    context = vertx.getOrCreateContext();
    receiver = WebhookReceiver.start(vertx);
    log = CapturedLog.of("io.wsgauge.client");
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
    if (webhook != null) {
      onContext(() -> webhook.stop());
    }
  }

  private <T> T onContext(Supplier<Future<T>> action) throws Exception {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> action.get().onComplete(done));
    return done.future().await(10, TimeUnit.SECONDS);
  }

  private static WebhookConfig config(
      String url, String secretFile, Duration timeout, int attempts, int maxQueue) {
    return new WebhookConfig(
        url, secretFile, timeout, attempts, maxQueue, Set.of(State.UP), Template.EVENT, "");
  }

  private WebhookConfig config(String secretFile, Duration timeout, int attempts, int maxQueue) {
    return config(receiver.url(), secretFile, timeout, attempts, maxQueue);
  }

  private WebhookConfig config(int attempts) {
    return config("", TIMEOUT, attempts, 100);
  }

  private void open(WebhookConfig config, Duration wait) throws Exception {
    webhook =
        onContext(
            () ->
                Future.succeededFuture(
                    new Webhook(
                        context.owner(),
                        config,
                        USER_AGENT,
                        new Backoff(new BackoffConfig(wait, wait), ThreadLocalRandom.current()))));
  }

  private void open(int attempts) throws Exception {
    open(config(attempts), SHORT);
  }

  private static JsonObject event(String target) {
    return new JsonObject()
        .put("timestamp", "2026-11-22T23:00:00.000Z")
        .put(
            "data",
            new JsonObject().put("target", target).put("to", "up").put("labels", new JsonObject()));
  }

  private void send(String... targets) throws Exception {
    onContext(
        () -> {
          List.of(targets).forEach(target -> webhook.send(event(target)));
          return Future.succeededFuture();
        });
  }

  private static String target(Received received) {
    return new JsonObject(received.body()).getJsonObject("data").getString("target");
  }

  private String nextTarget() throws InterruptedException {
    return target(receiver.next());
  }

  @Test
  @DisplayName("events are delivered in order, as JSON")
  void inOrder() throws Exception {
    open(1);
    send("a", "b", "c");
    Received first = receiver.next();
    assertEquals(
        List.of("application/json", "a", "b", "c"),
        List.of(first.contentType(), target(first), nextTarget(), nextTarget()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d", "http://localhost:%d?a=b", "http://[::1]:%d/"})
  @DisplayName("the URL may have no path, a query alone, or an address of IPv6")
  void urls(String url, Vertx vertx) throws Exception {
    WebhookReceiver any = WebhookReceiver.start(vertx, "::");
    open(config(url.formatted(any.port()), "", TIMEOUT, 1, 100), SHORT);
    send("a");
    assertEquals("a", target(any.next()));
  }

  @Test
  @DisplayName("a template gives the body, and a file that is no template any more is said so")
  void templates(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("own.json"), "{\"own\": \"{target}\"}");
    open(
        new WebhookConfig(
            receiver.url(), "", TIMEOUT, 1, 100, Set.of(), Template.EVENT, file.toString()),
        SHORT);
    send("a");
    assertEquals("{\"own\":\"a\"}", receiver.next().body());
    Files.writeString(file, "{");
    send("b");
    log.awaitLine("after attempt 1 of 1: template file " + file + ": must hold JSON");
    onContext(webhook::stop);
    open(
        new WebhookConfig(receiver.url(), "", TIMEOUT, 1, 100, Set.of(), Template.DISCORD, ""),
        SHORT);
    send("a");
    assertTrue(receiver.next().body().contains("\"allowed_mentions\":{\"parse\":[]}"));
  }

  @Test
  @DisplayName("the next event is not sent before the former is answered")
  void oneAtATime() throws Exception {
    BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
    receiver.answer(held::add);
    open(1);
    send("a", "b");
    HttpServerRequest first = held.poll(10, TimeUnit.SECONDS);
    receiver.next();
    assertEquals(0, receiver.unread());
    first.response().setStatusCode(200).end().await(10, TimeUnit.SECONDS);
    assertEquals("b", nextTarget());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 408, 425, 429, 500, 503})
  @DisplayName("an event that is not taken is sent again under its id, before the next")
  void again(int status) throws Exception {
    receiver.answer(status);
    open(2);
    send("a", "b");
    Received first = receiver.next();
    Received second = receiver.next();
    assertEquals(first.id(), second.id());
    assertEquals(first.body(), second.body());
    assertNotEquals(first.id(), receiver.next().id());
  }

  @Test
  @DisplayName("a receiver that is away for a moment misses nothing")
  void refusedConnection() throws Exception {
    receiver.stop();
    open(10_000);
    try (CapturedLog debug = CapturedLog.of("io.wsgauge.client")) {
      send("a");
      debug.awaitLine("attempt 1 failed: Connection refused");
    }
    receiver.startAgain();
    assertEquals("a", nextTarget());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 410})
  @DisplayName("what a receiver refuses for good is dropped at once")
  void refusedForGood(int status) throws Exception {
    receiver.answer(status);
    open(5);
    send("a", "b");
    assertEquals(List.of("a", "b"), List.of(nextTarget(), nextTarget()));
    assertEquals(
        1,
        log.awaitLines("dropped an event of a after attempt 1 of 5: it answered with status", 1)
            .size());
  }

  @Test
  @DisplayName("a receiver may have any name of a host that browsers take")
  void host() throws Exception {
    try (RawNameServer names = RawNameServer.start(List.of("127.0.0.1"))) {
      Vertx resolving = names.vertx();
      String url = "http://my_hook:" + receiver.port() + "/a?b";
      WebhookPost post = new WebhookPost(resolving, config(url, "", TIMEOUT, 1, 1), USER_AGENT);
      assertEquals(204, post.send("id", new JsonObject()).await(10, TimeUnit.SECONDS).status());
      resolving.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("an event is dropped when its attempts are used up, which one line tells")
  void dropped() throws Exception {
    receiver.answer(500).answer(500).answer(500);
    open(3);
    send("a", "b");
    assertEquals(
        List.of("a", "a", "a", "b"),
        List.of(nextTarget(), nextTarget(), nextTarget(), nextTarget()));
    assertEquals(
        List.of(
            "WARN webhook "
                + receiver.url().replaceAll("/events.*", "")
                + ": dropped an event of a after attempt 3 of 3: it answered with status 500"),
        log.linesWith("WARN"));
  }

  @Test
  @DisplayName("Retry-After in seconds puts off the next attempt")
  void retryAfter() throws Exception {
    receiver.answer(
        request -> request.response().setStatusCode(429).putHeader("Retry-After", "1").end());
    open(2);
    send("a");
    receiver.next();
    log.awaitLine("attempt 1 failed: it answered with status 429, again in 1 s");
    receiver.next();
  }

  @Test
  @DisplayName("Retry-After is obeyed up to five minutes, also as a date")
  void retryAfterDate() throws Exception {
    receiver.answer(
        request ->
            request
                .response()
                .setStatusCode(503)
                .putHeader("Retry-After", "Tue, 31 Dec 2199 23:59:59 GMT")
                .end());
    open(2);
    send("a");
    log.awaitLine("it answered with status 503, again in 5 min");
  }

  @Test
  @DisplayName("failures have a rate, and the rest of them is counted")
  void failureRate() throws Exception {
    for (int i = 0; i < 15; i++) {
      receiver.answer(400);
    }
    open(1);
    send("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o");
    log.awaitLine("webhook, failed: …");
    assertTrue(log.linesWith("dropped an event of").size() < 15, log.lines().toString());
  }

  @Test
  @DisplayName("of a full queue the oldest event is dropped")
  void fullQueue() throws Exception {
    open(config("", TIMEOUT, 1, 2), SHORT);
    send("a", "b", "c", "d", "e");
    assertEquals(List.of("a", "d", "e"), List.of(nextTarget(), nextTarget(), nextTarget()));
    assertEquals(1, log.awaitLines("dropped an event of b: already 2 waiting", 1).size());
    log.awaitLine("dropped as its queue is full: … 1 more");
  }

  @Test
  @DisplayName("with a secret the event is signed, with each attempt's own time")
  void signed(@TempDir Path directory) throws Exception {
    byte[] key = "secret of tests".getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("secret");
    Files.writeString(file, "whsec_" + Base64.getEncoder().encodeToString(key) + "\n");
    open(config(file.toString(), TIMEOUT, 1, 100), SHORT);
    send("a");
    Received received = receiver.next();
    assertTrue(received.timestamp().matches("\\d{10}"), received.timestamp());
    assertEquals(signature(key, received), received.signature());
  }

  private static String signature(byte[] key, Received received) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String content = received.id() + "." + received.timestamp() + "." + received.body();
    byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(signature);
  }

  @Test
  @DisplayName("another secret is used from the next event on")
  void rotation(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "first");
    open(config(file.toString(), TIMEOUT, 1, 100), SHORT);
    send("a");
    receiver.next();
    Files.writeString(file, "second");
    send("b");
    Received received = receiver.next();
    assertEquals(
        signature("second".getBytes(StandardCharsets.UTF_8), received), received.signature());
  }

  @Test
  @DisplayName("without its secret an event is not sent")
  void secretMissing(@TempDir Path directory) throws Exception {
    open(config(directory.resolve("none").toString(), TIMEOUT, 2, 100), SHORT);
    send("a");
    log.awaitLine("dropped an event of a after attempt 2 of 2: no such secret file: ");
    assertEquals(0, receiver.unread());
  }

  @Test
  @DisplayName("without a secret there are an id and a time, and no signature")
  void unsigned() throws Exception {
    open(1);
    send("a");
    Received received = receiver.next();
    assertTrue(received.id().startsWith("msg_"), received.id());
    assertTrue(received.timestamp().matches("\\d{10}"), received.timestamp());
    assertNull(received.signature());
  }

  @Test
  @DisplayName("a receiver that says nothing ends by the timeout, and its connection is cut")
  void silent() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd)) {
      open(config("http://127.0.0.1:" + server.port(), "", Duration.ofMillis(100), 2, 100), SHORT);
      send("a");
      log.awaitLine("after attempt 2 of 2: no answer within 100 ms");
      server.awaitAccepted(2); // one after the other: the first was cut
    }
  }

  @Test
  @DisplayName("what follows the status is not waited for, and does not count")
  void unfinishedAnswer() throws Exception {
    receiver.answer(
        request ->
            request.response().setStatusCode(200).putHeader("Content-Length", "9").write("a"));
    open(1);
    send("a", "b");
    assertEquals(List.of("a", "b"), List.of(nextTarget(), nextTarget()));
    assertEquals(List.of(), log.linesWith("WARN"));
  }

  @Test
  @DisplayName("a redirect is not followed")
  void redirect(Vertx vertx) throws Exception {
    WebhookReceiver elsewhere = WebhookReceiver.start(vertx);
    receiver.answer(
        request ->
            request.response().setStatusCode(303).putHeader("Location", elsewhere.url()).end());
    open(1);
    send("a");
    log.awaitLine("dropped an event of a after attempt 1 of 1: it answered with status 303");
    assertEquals(0, elsewhere.unread());
  }

  @Test
  @DisplayName("an answer without end is cut, and the event counts as delivered")
  void hugeAnswer() throws Exception {
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    receiver.answer(
        request -> {
          request.response().setChunked(true).exceptionHandler(e -> {});
          request.response().closeHandler(v -> ends.add("cut"));
          flood(request);
        });
    open(1);
    send("a", "b");
    assertEquals(List.of("a", "b"), List.of(nextTarget(), nextTarget()));
    assertEquals("cut", ends.poll(10, TimeUnit.SECONDS));
    assertEquals(List.of(), log.linesWith("WARN"));
  }

  private static void flood(HttpServerRequest request) {
    request.response().write("a".repeat(10_000)).onSuccess(written -> flood(request));
  }

  @Test
  @DisplayName("a receiver that does not speak TLS is told as that")
  void plain() throws Exception {
    open(config(receiver.url().replace("http:", "https:"), "", TIMEOUT, 1, 100), SHORT);
    send("a");
    log.awaitLine("after attempt 1 of 1: the port does not speak TLS");
  }

  @Test
  @DisplayName("a receiver whose certificate nobody vouches for gets nothing")
  void untrusted(Vertx vertx, @TempDir Path directory) throws Exception {
    Certificates.selfSigned(directory, "localhost");
    WebhookReceiver https =
        WebhookReceiver.start(
            vertx,
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(directory.resolve("certificate.pem").toString())
                        .setKeyPath(directory.resolve("key.pem").toString())));
    String url = https.url().replace("http://127.0.0.1", "https://localhost");
    open(config(url, "", TIMEOUT, 1, 100), SHORT);
    send("a");
    log.awaitLine("after attempt 1 of 1: unable to find valid certification path");
    assertEquals(0, https.unread());
  }

  @Test
  @DisplayName("a stop ends the wait for another attempt")
  void stopAmidRetry() throws Exception {
    receiver.answer(500);
    open(config(5), LONG);
    send("a", "b");
    log.awaitLine("attempt 1 failed");
    onContext(webhook::stop);
    assertEquals(1, log.awaitLines("stopped with 2 undelivered", 1).size());
    webhook = null;
  }

  @Test
  @DisplayName("a stop ends a request that is not answered")
  void stopAmidRequest() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd)) {
      open(config("http://127.0.0.1:" + server.port(), "", LONG, 1, 100), SHORT);
      send("a");
      server.awaitAccepted(1);
      onContext(webhook::stop);
      log.awaitLine("stopped with 1 undelivered");
      webhook = null;
    }
  }

  @Test
  @DisplayName("a request that is under way at the stop has a moment to be answered")
  void answeredAmidStop() throws Exception {
    BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
    receiver.answer(held::add);
    open(1);
    send("a");
    HttpServerRequest request = held.poll(10, TimeUnit.SECONDS);
    onContext(
        () -> {
          Future<Void> stopped = webhook.stop();
          request.response().setStatusCode(200).end();
          return stopped;
        });
    assertEquals(List.of(), log.lines());
    webhook = null;
  }

  @Test
  @DisplayName("after a stop nothing is sent")
  void stopped() throws Exception {
    open(1);
    onContext(webhook::stop);
    send("a");
    assertEquals(List.of(), log.lines());
    webhook = null;
  }

  @Test
  @DisplayName("the log shows of the URL no path and no query")
  void urlInTheLog() throws Exception {
    receiver.answer(400);
    open(1);
    send("a");
    log.awaitLine("dropped an event of a");
    assertEquals(List.of(), log.linesWith("events?"));
    assertEquals(List.of(), log.linesWith("abc"));
  }
}
