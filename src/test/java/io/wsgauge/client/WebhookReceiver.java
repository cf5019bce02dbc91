package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes events, and answers each as it was told, or else with 204. */
final class WebhookReceiver {
  private final Vertx vertx;
  private final Queue<Handler<HttpServerRequest>> answers = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private HttpServer server;

  /** One request. */
  record Received(String body, String id, String timestamp, String signature, String contentType) {}

  private WebhookReceiver(Vertx vertx) {
    this.vertx = vertx;
  }

  static WebhookReceiver start(Vertx vertx) throws Exception {
    return start(vertx, "127.0.0.1");
  }

  static WebhookReceiver start(Vertx vertx, String host) throws Exception {
    return start(vertx, new HttpServerOptions().setHost(host));
  }

  static WebhookReceiver start(Vertx vertx, HttpServerOptions options) throws Exception {
    WebhookReceiver receiver = new WebhookReceiver(vertx);
    receiver.listen(options.setPort(0));
    return receiver;
  }

  private void listen(HttpServerOptions options) throws Exception {
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::receive)
            .listen()
            .await(10, TimeUnit.SECONDS);
  }

  void stop() throws Exception {
    server.close().await(10, TimeUnit.SECONDS);
  }

  /** After a stop, on the same port. */
  void startAgain() throws Exception {
    listen(new HttpServerOptions().setHost("127.0.0.1").setPort(server.actualPort()));
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              received.add(
                  new Received(
                      body.toString(),
                      request.getHeader("webhook-id"),
                      request.getHeader("webhook-timestamp"),
                      request.getHeader("webhook-signature"),
                      request.getHeader("content-type")));
              Handler<HttpServerRequest> answer = answers.poll();
              if (answer == null) {
                request.response().setStatusCode(204).end();
              } else {
                answer.handle(request);
              }
            });
  }

  /** The next answer that is not spoken for. */
  WebhookReceiver answer(Handler<HttpServerRequest> answer) {
    answers.add(answer);
    return this;
  }

  WebhookReceiver answer(int status) {
    return answer(request -> request.response().setStatusCode(status).end());
  }

  int port() {
    return server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/events?token=abc";
  }

  /** Waits for the next request. */
  Received next() throws InterruptedException {
    Received next = received.poll(10, TimeUnit.SECONDS);
    assertNotNull(next, "no request");
    return next;
  }

  /** Requests that nobody has waited for. */
  int unread() {
    return received.size();
  }
}
