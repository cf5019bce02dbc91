package io.wsgauge.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.wsgauge.server.HttpConnections;
import io.wsgauge.text.HostPort;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of events, as the response to a request. Events of one turn of its event loop go out
 * in one write. A reader that is slower than the events is cut. Thread-safe, {@link #start} aside.
 */
final class EventStream {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventStream.class);

  /** Bytes that a peer may leave unread; with more of them it is cut at the next event. */
  private static final int MAX_UNREAD = 128 * 1024;

  /** Bytes that may wait for a turn of the event loop. */
  private static final int MAX_WAITING = 256 * 1024;

  private static final Buffer COMMENT = Buffer.buffer(":\n\n");
  private static final Buffer TARGETS = EventStreams.encode("targets", StatusJson.empty());
  private static final long COALESCING_MILLIS = 100;

  private final Context context;
  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final Set<String> targets;
  private final AtomicBoolean targetsChanged = new AtomicBoolean();

  /** Events for the next turn of the event loop; null without any. */
  @GuardedBy("this")
  private @Nullable Buffer waiting;

  /**
   * @param context of the request
   * @param targets names of the targets whose events are wanted; empty for all
   */
  EventStream(Context context, HttpServerRequest request, Set<String> targets) {
    this.context = context;
    this.response = request.response();
    this.connection = request.connection();
    this.targets = targets;
  }

  /**
   * Begins the response, and keeps it from being idle. Event loop only.
   *
   * @param commentInterval above zero
   * @return the timer, to be cancelled when the response has ended
   */
  long start(Duration commentInterval) {
    response.setChunked(true).setWriteQueueMaxSize(MAX_UNREAD).putHeader("X-Accel-Buffering", "no");
    write(COMMENT); // the peer sees that the stream is open
    return context.owner().setPeriodic(commentInterval.toMillis(), id -> write(COMMENT));
  }

  boolean wants(String target) {
    return targets.isEmpty() || targets.contains(target);
  }

  void send(Buffer event) {
    boolean first;
    synchronized (this) {
      first = waiting == null;
      if (waiting == null) {
        waiting = Buffer.buffer();
      }
      if (waiting.length() <= MAX_WAITING) { // beyond, the stream is cut at its next write
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

  /** Ends the response in order, after all events that were sent. */
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
      SocketAddress peer = connection.remoteAddress();
      LOGGER.debug(
          "{} reads too slowly; its stream is cut", HostPort.of(peer.hostAddress(), peer.port()));
      HttpConnections.cut(connection);
    } else {
      response.write(events).onFailure(e -> LOGGER.debug("An event was not sent", e));
    }
  }

  private boolean isOpen() {
    return !response.ended() && !response.closed();
  }
}
