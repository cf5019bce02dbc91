package io.wsgauge.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.server.EventStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The open streams of results, of which there is a limited number. Thread-safe. */
final class EventStreams {
  static final int MAX = 100;

  private static final Buffer TARGETS = encode("targets", StatusJson.empty());

  /**
   * One of them.
   *
   * @param targets names of the targets whose events are wanted; empty for all
   */
  record Subscriber(EventStream stream, Set<String> targets) {
    private boolean wants(String target) {
      return targets.isEmpty() || targets.contains(target);
    }
  }

  private final List<Subscriber> open = new CopyOnWriteArrayList<>();

  @GuardedBy("this")
  private boolean ended;

  /** Adds a stream; false when there is no room for it, or no more are accepted. */
  synchronized boolean add(Subscriber subscriber) {
    return !ended && open.size() < MAX && open.add(subscriber);
  }

  void remove(Subscriber subscriber) {
    open.remove(subscriber);
  }

  /** Ends all streams, and rejects further ones. */
  synchronized void end() {
    ended = true;
    open.forEach(subscriber -> subscriber.stream().end());
  }

  /** Whether further streams are rejected because the server stops. */
  synchronized boolean ended() {
    return ended;
  }

  int size() {
    return open.size();
  }

  /**
   * Sends an event of a target to the streams that want it.
   *
   * @param data one line, made once for all streams, and only if there is a stream
   */
  void publish(String target, String event, Supplier<Buffer> data) {
    Buffer encoded = null;
    for (Subscriber subscriber : open) {
      if (subscriber.wants(target)) {
        if (encoded == null) {
          encoded = encode(event, data.get());
        }
        subscriber.stream().send(encoded);
      }
    }
  }

  /** Sends the event {@code targets} to all streams, once for many changes at a time. */
  void targetsChanged() {
    open.forEach(subscriber -> subscriber.stream().sendSoon(TARGETS));
  }

  /**
   * One event in the format of server-sent events.
   *
   * @param data one line
   */
  static Buffer encode(String event, Buffer data) {
    return Buffer.buffer("event: " + event + "\ndata: ").appendBuffer(data).appendString("\n\n");
  }
}
