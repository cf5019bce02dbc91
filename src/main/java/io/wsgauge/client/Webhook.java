package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wsgauge.client.ClientConfig.BackoffConfig;
import io.wsgauge.client.ClientConfig.WebhookConfig;
import io.wsgauge.client.WebhookPost.Answer;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import io.wsgauge.text.Url;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Reports events to a URL, one request at a time and in order. An event that cannot be delivered is
 * sent again after a back-off, under the same id, until its attempts are used up; those behind it
 * wait. At least once: a receiver knows a repeated event by its id. Event loop only.
 */
final class Webhook {
  private static final Logger LOGGER = LoggerFactory.getLogger(Webhook.class);

  /** Wide enough that some attempts outlast a restart of the receiver. */
  private static final BackoffConfig BACKOFF =
      new BackoffConfig(Duration.ofSeconds(5), Duration.ofMinutes(5));

  /** A receiver that asks for more is asked again earlier. */
  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

  /** How long a request that is under way has at a stop. */
  private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);

  /** Timeout, too early, too many requests; any other 4xx would be the same again. */
  private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);

  /** Attempts and events that failed, of which there is a line. */
  private static final int FAILURES_PER_SECOND = 10;

  private record Event(String id, String target, JsonObject event) {}

  private final Vertx vertx;
  private final WebhookConfig config;
  private final WebhookPost post;
  private final Backoff backoff;
  private final LogRate droppedLog;
  private final LogRate failedLog;

  /** The path and query of such URLs are often secrets themselves. */
  private final String origin;

  private final Queue<Event> waiting = new ArrayDeque<>();

  /** The event under way, or to be sent again; null while none is. */
  private @Nullable Event current;

  private Future<?> underWay = Future.succeededFuture();
  private int attempts;
  private boolean stopped;

  /** -1, which no timer has, while there is none: 0 is the first of all. */
  private long timer = -1;

  Webhook(Vertx vertx, WebhookConfig config, String userAgent) {
    this(vertx, config, userAgent, new Backoff(BACKOFF, ThreadLocalRandom.current()));
  }

  Webhook(Vertx vertx, WebhookConfig config, String userAgent, Backoff backoff) {
    this.vertx = vertx;
    this.config = config;
    this.post = new WebhookPost(vertx, config, userAgent);
    this.backoff = backoff;
    this.droppedLog = new LogRate(vertx, LOGGER, "webhook, dropped as its queue is full", 1);
    this.failedLog = new LogRate(vertx, LOGGER, "webhook, failed", FAILURES_PER_SECOND);
    Url url = Url.of(config.url());
    this.origin = url.scheme() + "://" + url.authority();
  }

  /**
   * Returns at once. When {@code maxQueue} events wait behind the one under way, the oldest of them
   * is dropped. After a stop it does nothing.
   *
   * @param event names its target as {@code data.target}
   */
  void send(JsonObject event) {
    if (stopped) {
      return;
    }
    if (waiting.size() == config.maxQueue()) {
      Event oldest = waiting.remove();
      if (droppedLog.take()) {
        LOGGER.warn(
            "webhook {}: dropped an event of {}: already {} waiting",
            origin,
            oldest.target(),
            config.maxQueue());
      }
    }
    String target = event.getJsonObject("data").getString("target");
    waiting.add(new Event("msg_" + UUID.randomUUID(), target, event));
    if (current == null) {
      next();
    }
  }

  /** Lets a request that is under way end within a moment; what waits is lost, which is logged. */
  Future<Void> stop() {
    if (stopped) {
      return Future.succeededFuture();
    }
    stopped = true;
    vertx.cancelTimer(timer);
    Future<?> ended = underWay.timeout(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    return Future.join(post.stop(STOP_TIMEOUT), ended.otherwiseEmpty())
        .onComplete(done -> logUndelivered())
        .mapEmpty();
  }

  private void logUndelivered() {
    int lost = waiting.size() + (current == null ? 0 : 1);
    if (lost > 0) {
      LOGGER.warn("webhook {}: stopped with {} undelivered", origin, lost);
    }
  }

  private void next() {
    current = waiting.poll();
    attempts = 0;
    backoff.reset();
    if (current != null) {
      attempt(current);
    }
  }

  private void attempt(Event event) {
    attempts++;
    underWay =
        post.send(event.id(), event.event())
            .onSuccess(answer -> answered(event, answer))
            .onFailure(error -> failed(event, words(error), true, Duration.ZERO));
  }

  private void answered(Event event, Answer answer) {
    int status = answer.status();
    if (status / 100 == 2) {
      LOGGER.debug("webhook {}: delivered an event of {}", origin, event.target());
      ended();
    } else {
      boolean again = status / 100 != 4 || TEMPORARY.contains(status);
      failed(event, "it answered with status " + status, again, answer.retryAfter());
    }
  }

  private void failed(Event event, String cause, boolean again, Duration retryAfter) {
    if (stopped) {
      return;
    }
    if (!again || attempts >= config.attempts()) {
      line(Level.WARN)
          .log(
              "webhook {}: dropped an event of {} after attempt {} of {}: {}",
              origin,
              event.target(),
              attempts,
              config.attempts(),
              cause);
      ended();
      return;
    }
    long asked = Math.min(retryAfter.toMillis(), MAX_RETRY_AFTER.toMillis());
    long wait = Math.max(asked, backoff.nextMillis());
    line(Level.INFO)
        .log(
            "webhook {}: attempt {} failed: {}, again in {}",
            origin,
            attempts,
            cause,
            Durations.format(Duration.ofMillis(wait)));
    timer = vertx.setTimer(wait, fired -> attempt(event));
  }

  private LoggingEventBuilder line(Level level) {
    return LOGGER.atLevel(failedLog.take() ? level : Level.DEBUG);
  }

  private void ended() {
    current = null;
    if (!stopped) {
      next();
    }
  }

  /** The message that an error has at its root, which may quote the receiver. */
  private static String words(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Payloads.field(Secrets.mask(ErrorText.of(root)));
  }
}
