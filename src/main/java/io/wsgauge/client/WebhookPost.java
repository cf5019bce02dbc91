package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.wsgauge.client.ClientConfig.WebhookConfig;
import io.wsgauge.probe.ServerNameIndication;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.RetryAfter;
import io.wsgauge.text.TimeOfDay;
import io.wsgauge.text.Url;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one event over HTTP, on a connection of its own: from one event to the next the receiver
 * would long have ended one that was kept. Follows no redirect. Event loop only.
 */
final class WebhookPost {
  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookPost.class);

  /** What the receiver says beyond its status matters to nobody; it is read out of politeness. */
  private static final int MAX_ANSWER_SIZE = 1 << 16;

  private static final Duration MAX_ANSWER_TIME = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final WebhookConfig config;
  private final String userAgent;
  private final Url url;
  private final HttpClientAgent client;

  /**
   * @param retryAfter zero where the receiver names no time
   */
  record Answer(int status, Duration retryAfter) {}

  WebhookPost(Vertx vertx, WebhookConfig config, String userAgent) {
    this.vertx = vertx;
    this.config = config;
    this.userAgent = userAgent;
    this.url = Url.of(config.url());
    int timeoutMillis = Math.toIntExact(config.timeout().toMillis());
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setSslEngineOptions(new ServerNameIndication())
                .setConnectTimeout(timeoutMillis)
                .setSslHandshakeTimeout(timeoutMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS));
  }

  /**
   * Fails when template or secret cannot be read, or no status comes in time.
   *
   * @param id the same when the event is sent again
   */
  Future<Answer> send(String id, JsonObject event) {
    String timestamp = Long.toString(TimeOfDay.now().getEpochSecond());
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(url.host())
            .setPort(url.effectivePort())
            .setSsl(url.isTls())
            .setURI(url.requestTarget());
    options
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.USER_AGENT, userAgent)
        .putHeader("webhook-id", id)
        .putHeader("webhook-timestamp", timestamp);
    // each time anew, so that another template or secret is used without a restart
    return vertx
        .executeBlocking(() -> config.body(event))
        .recover(error -> unreadable("template", config.templateFile(), error))
        .compose(body -> sign(options, id, timestamp, body).compose(signed -> post(signed, body)));
  }

  private Future<RequestOptions> sign(
      RequestOptions options, String id, String timestamp, Buffer body) {
    if (config.secretFile().isEmpty()) {
      return Future.succeededFuture(options);
    }
    return vertx
        .executeBlocking(() -> WebhookSignature.secret(Path.of(config.secretFile())))
        .map(secret -> WebhookSignature.of(secret, id, timestamp, body))
        .recover(error -> unreadable("secret", config.secretFile(), error))
        .map(signature -> options.putHeader("webhook-signature", signature));
  }

  private static <T> Future<T> unreadable(String what, String file, Throwable error) {
    return Future.failedFuture(
        error instanceof NoSuchFileException
            ? "no such " + what + " file: " + file
            : what + " file " + file + ": " + ErrorText.ofFile(error));
  }

  private Future<Answer> post(RequestOptions options, Buffer body) {
    Future<HttpClientRequest> request = client.request(options);
    return request
        .compose(opened -> opened.send(body))
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(this::inWords)
        .compose(
            response ->
                discard(request.result(), response)
                    .transform(ended -> Future.succeededFuture(answer(response))))
        // it may yet be connecting
        .onComplete(done -> request.onSuccess(WebhookPost::cut));
  }

  private <T> Future<T> inWords(Throwable error) {
    return error instanceof TimeoutException
        ? Future.failedFuture("no answer within " + Durations.format(config.timeout()))
        : Future.failedFuture(error);
  }

  private static Future<Void> discard(HttpClientRequest request, HttpClientResponse response) {
    long[] size = {0};
    response.handler(
        chunk -> {
          size[0] += chunk.length();
          if (size[0] > MAX_ANSWER_SIZE) {
            cut(request);
          }
        });
    return response.end().timeout(MAX_ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void cut(HttpClientRequest request) {
    request.reset().onFailure(e -> LOGGER.debug("The request had ended", e));
  }

  private static Answer answer(HttpClientResponse response) {
    return new Answer(
        response.statusCode(), RetryAfter.parse(response.getHeader(HttpHeaders.RETRY_AFTER)));
  }

  /**
   * @param timeout after which a request that is under way is cut
   */
  Future<Void> stop(Duration timeout) {
    return client.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
