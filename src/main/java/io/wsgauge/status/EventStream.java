package io.wsgauge.status;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.wsgauge.server.HttpConnections;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of events, as the response to a request. What is sent in one turn of its event loop
 * goes out in one write. Who does not read as fast as there are events is cut. Any thread, but for
 * {@link #start}.
 */
final class EventStream {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventStream.class);

  /** Bytes that the peer has not taken; with more of them it is cut at the next event. */
  private static final int MAX_UNREAD = 128 * 1024;

  /** Bytes that wait for a turn of the event loop. */
  private static final int MAX_WAITING = 256 * 1024;

  private static final Buffer COMMENT = Buffer.buffer(":\n\n");
  private static final Buffer TARGETS = EventStreams.encode("targets", new JsonObject());
  private static final long COALESCING_MILLIS = 100;

  private final Context context;
  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final Set<String> targets;
  private final AtomicBoolean targetsChanged = new AtomicBoolean();

  /** Guarded by this; null when nothing waits. */
  private Buffer waiting;

  /**
   * @param context of the request
   * @param targets the names of those to hear of; empty for all
   */
  EventStream(Context context, HttpServerRequest request, Set<String> targets) {
    this.context = context;
    this.response = request.response();
    this.connection = request.connection();
    this.targets = targets;
  }

  /**
   * Begins the response, and keeps it from being idle. On its event loop.
   *
   * @param commentInterval above zero
   * @return the timer to cancel when the response has ended
   */
  long start(Duration commentInterval) {
    response.setChunked(true).setWriteQueueMaxSize(MAX_UNREAD).putHeader("X-Accel-Buffering", "no");
    write(COMMENT); // so that it is seen to be open
    return context.owner().setPeriodic(commentInterval.toMillis(), id -> write(COMMENT));
  }

  boolean wants(String target) {
    return targets.isEmpty() || targets.contains(target);
  }

  void send(Buffer event) {
    boolean first;
    synchronized (this) {
      first = waiting == null;
      if (first) {
        waiting = Buffer.buffer();
      }
      if (waiting.length() <= MAX_WAITING) { // beyond, it is going to be cut
        waiting.appendBuffer(event);
      }
    }
    if (first) {
      context.runOnContext(v -> flush());
    }
  }

  void targetsChanged() {
    if (targetsChanged.compareAndSet(false, true)) {
      context.runOnContext(
          v ->
              context
                  .owner()
                  .setTimer(
                      COALESCING_MILLIS,
                      id -> {
                        targetsChanged.set(false);
                        write(TARGETS);
                      }));
    }
  }

  /** In order, after what was sent. */
  void end() {
    context.runOnContext(
        v -> {
          flush();
          if (isOpen()) {
            response.end().onFailure(e -> LOGGER.debug("The end of a stream was not sent", e));
          }
        });
  }

  private void flush() {
    Buffer events;
    synchronized (this) {
      events = waiting;
      waiting = null;
    }
    if (events != null) {
      write(events);
    }
  }

  private void write(Buffer events) {
    if (!isOpen()) {
      return;
    }
    if (events.length() > MAX_WAITING || response.writeQueueFull()) {
      LOGGER.debug("{} reads too slowly; its stream is cut", connection.remoteAddress());
      HttpConnections.cut(connection);
    } else {
      response.write(events).onFailure(e -> LOGGER.debug("An event was not sent", e));
    }
  }

  private boolean isOpen() {
    return !response.ended() && !response.closed();
  }
}
