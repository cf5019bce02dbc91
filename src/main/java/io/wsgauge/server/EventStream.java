package io.wsgauge.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.text.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events as the response to a request. Events of one turn of its event loop go out in
 * one write. A reader that is slower than the events is cut. Thread-safe, {@link #open} aside.
 */
public final class EventStream {
  public static final String TYPE = "text/event-stream";

  private static final Logger LOGGER = LoggerFactory.getLogger(EventStream.class);

  private static final Duration LONGEST_COMMENT_INTERVAL = Duration.ofSeconds(15);
  private static final Buffer COMMENT = Buffer.buffer(":\n\n");
  private static final long COALESCING_MILLIS = 100;

  private final Context context = Vertx.currentContext();
  private final RoutingContext request;
  private final HttpServerResponse response;
  private final int maxUnread;
  private final AtomicBoolean isSoon = new AtomicBoolean();

  /** Events for the next turn of the event loop, which are those of other streams as well. */
  @GuardedBy("this")
  private List<Buffer> waiting = new ArrayList<>();

  @GuardedBy("this")
  private int waitingBytes;

  /**
   * On the event loop of the request.
   *
   * @param maxUnread bytes that a peer may leave unread; with more of them it is cut at the next
   *     event, and with more than twice as many in one turn
   */
  public EventStream(RoutingContext request, int maxUnread) {
    this.request = request;
    this.response = request.response();
    this.maxUnread = maxUnread;
  }

  /**
   * The interval of comments that keep a stream from being idle, at least a millisecond.
   *
   * @param idleTimeout of the server; zero means no timeout
   */
  public static Duration commentInterval(Duration idleTimeout) {
    if (idleTimeout.isZero()) {
      return LONGEST_COMMENT_INTERVAL;
    }
    long millis = Math.min(LONGEST_COMMENT_INTERVAL.toMillis(), idleTimeout.toMillis() / 2);
    return Duration.ofMillis(Math.max(1, millis));
  }

  /**
   * Begins the response. Event loop only.
   *
   * @param commentInterval above zero
   * @param ended called once, when the response has ended or the peer is gone
   */
  public void open(Duration commentInterval, Runnable ended) {
    Routes.notStored(response, TYPE)
        .setChunked(true)
        .setWriteQueueMaxSize(maxUnread)
        .putHeader("X-Accel-Buffering", "no");
    write(COMMENT); // the peer sees that the stream is open
    long comments = request.vertx().setPeriodic(commentInterval.toMillis(), id -> write(COMMENT));
    request.addEndHandler(
        done -> {
          request.vertx().cancelTimer(comments);
          ended.run();
        });
  }

  /**
   * Sends an event.
   *
   * @param event as it is to be written, and not changed any more: it may be sent to many streams,
   *     which keep it without a copy of their own until it is written, and so counted
   */
  public void send(Buffer event) {
    boolean first;
    synchronized (this) {
      first = waiting.isEmpty();
      if (waitingBytes <= 2 * maxUnread) { // beyond, it is cut at its next write
        waiting.add(event);
        waitingBytes += event.length();
      }
    }
    if (first) {
      context.runOnContext(v -> flush());
    }
  }

  /** Sends an event 100 ms from now, unless one is to be sent so already. */
  public void sendSoon(Buffer event) {
    if (isSoon.compareAndSet(false, true)) {
      context.runOnContext(
          v ->
              request
                  .vertx()
                  .setTimer(
                      COALESCING_MILLIS,
                      id -> {
                        isSoon.set(false);
                        write(event);
                      }));
    }
  }

  /** Ends the response in order, after all events that were sent. */
  public void end() {
    context.runOnContext(
        v -> {
          flush();
          if (isOpen()) {
            response.end().onFailure(e -> LOGGER.debug("The end of a stream was not sent", e));
          }
        });
  }

  private void flush() {
    List<Buffer> events;
    synchronized (this) {
      events = waiting;
      waiting = new ArrayList<>();
      waitingBytes = 0;
    }
    if (events.size() == 1) {
      write(events.get(0));
    } else if (!events.isEmpty()) {
      Buffer all = Buffer.buffer();
      events.forEach(all::appendBuffer);
      write(all);
    }
  }

  private void write(Buffer events) {
    if (!isOpen()) {
      return;
    }
    if (events.length() > 2 * maxUnread || response.writeQueueFull()) {
      HttpConnection connection = request.request().connection();
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
